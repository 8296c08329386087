import { readdirSync } from 'node:fs'
import path from 'node:path'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { recorded, runList } from '../../parity/lines.ts'
import { startTestSandbox } from '../../sandbox-cluster.ts'

const lists = readdirSync(path.resolve('test/parity'))
  .filter(name => name.endsWith('.json'))
  .map(name => name.replace(/\.json$/, ''))

/** The answers were recorded with this kubectl; others word and lay out differently what the client says. */
const recordedWith = /"gitVersion": "v1\.32\./

function isRecordingClient(): boolean {
  const env = { ...process.env, KUBECONFIG: '/dev/null' }
  return recordedWith.test(execFileSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8', env }))
}

describe('what kubectl prints on the sandbox is what it printed on a real control plane', () => {
  it.each(lists)('%s', { timeout: 240_000 }, async name => {
    const cluster = await startTestSandbox({ nodes: 2, timeline: zeroTimeline })
    try {
      const answers = await runList(name, { ...process.env, KUBECONFIG: cluster.kubeconfig })
      const wanted = recorded(name)
      if (isRecordingClient()) expect(answers).toEqual(wanted)
      else
        expect(answers.map(({ cmd, exit }) => ({ cmd, exit }))).toEqual(wanted.map(({ cmd, exit }) => ({ cmd, exit })))
    } finally {
      await cluster.close()
    }
  })
})
