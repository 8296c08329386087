import { expect, test } from 'vitest'
import type { Verdict, VerdictStatus } from '../../../src/check/verdict.ts'
import { judge, watchChecks } from '../../../src/session/watching.ts'

function seen(status: VerdictStatus): Verdict {
  return { status, expected: 'e', actual: 'a' }
}

test('before anything ran nothing waits or fails, but what holds holds', () => {
  expect(judge(seen('waiting'), 99, 1, 'untouched').status).toBe('not yet')
  expect(judge(seen('failed'), 99, 1, 'untouched').status).toBe('not yet')
  expect(judge(seen('passed'), 99, 1, 'untouched').status).toBe('passed')
})

test('while the lesson proposes more, nothing runs out of time, but what cannot be cured is told', () => {
  expect(judge(seen('waiting'), 99, 1, 'underway').status).toBe('not yet')
  expect(judge(seen('failed'), 0, 1, 'underway').status).toBe('failed')
  expect(judge(seen('passed'), 99, 1, 'underway').status).toBe('passed')
})

test('patience ends at the limit', () => {
  expect(judge(seen('waiting'), 9, 10, 'awaited').status).toBe('waiting')
  expect(judge(seen('waiting'), 10, 10, 'awaited').status).toBe('failed')
})

test('a step is done only when everything holds in one round', async () => {
  // The first check is lost again while the second comes to hold: both must be seen to hold together.
  const script: VerdictStatus[][] = [
    ['passed', 'waiting', 'passed'],
    ['waiting', 'passed', 'passed']
  ]
  const looks = [0, 0]
  const told: string[] = []
  await new Promise<void>(resolve => {
    watchChecks({
      limits: [60_000, 60_000],
      lasting: new Set(),
      phase: 'awaited',
      look: index => {
        const status = script[index]?.[Math.min(looks[index]!++, 2)] ?? 'passed'
        return Promise.resolve(seen(status))
      },
      onVerdict: (index, verdict) => told.push(`${index} ${verdict.status}`),
      onAllPassed: resolve
    })
  })
  expect(told.slice(0, 4)).toEqual(['0 passed', '1 waiting', '1 passed', '0 waiting'])
  expect(told.at(-1)).toMatch(/passed$/)
})

test('a failed check stays watched and may still turn', async () => {
  let looks = 0
  const statuses: VerdictStatus[] = []
  await new Promise<void>(resolve => {
    watchChecks({
      limits: [0],
      lasting: new Set(),
      phase: 'awaited',
      look: () => Promise.resolve(seen(looks++ < 1 ? 'waiting' : 'passed')),
      onVerdict: (_index, verdict) => statuses.push(verdict.status),
      onAllPassed: resolve
    })
  })
  expect(statuses).toEqual(['failed', 'passed'])
})

test('a stopped watch tells nothing more', async () => {
  let release: (verdict: Verdict) => void = () => undefined
  const verdicts: Verdict[] = []
  const stop = watchChecks({
    limits: [0],
    lasting: new Set(),
    phase: 'awaited',
    look: () => new Promise(resolve => (release = resolve)),
    onVerdict: (_index, verdict) => verdicts.push(verdict),
    onAllPassed: () => expect.unreachable()
  })
  stop()
  release(seen('passed'))
  await new Promise(resolve => setImmediate(resolve))
  expect(verdicts).toEqual([])
})
