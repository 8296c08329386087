import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { installKubectlClock } from '../../../scripts/bench/kubectl-clock.ts'
import { median, renderTable } from '../../../scripts/bench/table.ts'

describe('the figures', () => {
  it('are medians', () => {
    expect(median([3, 1, 100])).toBe(3)
    expect(median([4, 1, 2, 100])).toBe(3)
    expect(median([])).toBeNaN()
  })

  it('stand in a Markdown table, with ratios taken run by run', () => {
    const table = renderTable(
      [40, 50, 60],
      [
        { what: 'first frame', times: [500] },
        { what: 'headless', times: [2000, 3000, 4000], kubectlTimes: [1000, 1000, 1000] }
      ]
    )
    expect(table.split('\n')).toEqual([
      '|  | median | × `node -e 0` | × its kubectl calls |',
      '| --- | ---: | ---: | ---: |',
      '| `node -e 0` | 0.05 s | 1.0 |  |',
      '| first frame | 0.50 s | 10.0 |  |',
      '| headless | 3.00 s | 60.0 | 3.00 |'
    ])
  })
})

// The clock needs bash 5, as `npm run bench` does.
const hasClock = execFileSync('bash', ['-c', 'echo "$EPOCHREALTIME"'], { encoding: 'utf8' }).trim() !== ''

it.runIf(hasClock)('the clocked kubectl runs the real one, hands on its exit code, and counts its calls', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-clock-'))
  try {
    const real = path.join(folder, 'real')
    await writeFile(real, '#!/bin/sh\nsleep 0.05\necho "$#: $1"\nexit 3\n', { mode: 0o755 })
    const clock = await installKubectlClock(folder, real)
    for (const argument of ['get pods', '-n *']) {
      const ran = spawnSync(path.join(folder, 'kubectl'), [argument, ''], { encoding: 'utf8' })
      expect(ran).toMatchObject({ status: 3, stdout: `2: ${argument}\n` })
    }
    const taken = await clock.take()
    expect(taken.calls).toBe(2)
    expect(taken.milliseconds).toBeGreaterThan(0)
    expect(await clock.take()).toEqual({ calls: 0, milliseconds: 0 })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
