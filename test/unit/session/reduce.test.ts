import { expect, test } from 'vitest'
import type { SessionEvent } from '../../../src/session/events.ts'
import { initialState, reduce } from '../../../src/session/reduce.ts'
import type { SessionState } from '../../../src/session/state.ts'
import { command, exists, lab, step } from './lab-fixture.ts'

const fixture = lab(
  step('read'),
  step('apply', {
    commands: [command('kubectl apply -f a.yml')],
    checks: [exists('ds/a')],
    hints: [{ text: 'look', line: 1 }]
  }),
  step('delete', { commands: [command('kubectl delete -f a.yml')] })
)

function after(...events: SessionEvent[]): SessionState {
  return events.reduce(reduce, initialState(fixture, 'sandbox'))
}

const started: SessionEvent = { type: 'command-started', step: 'apply', text: 'kubectl apply -f a.yml', by: 'learner' }
const ended: SessionEvent = {
  type: 'command-ended',
  step: 'apply',
  text: 'kubectl apply -f a.yml',
  exit: 0,
  interrupted: false,
  milliseconds: 5
}
const settled = (id: string, progress: 'done' | 'already' | 'shown' = 'done'): SessionEvent => ({
  type: 'settled',
  step: id,
  progress,
  at: '2026-01-01T00:00:00Z'
})

test('a command makes the session busy until it ends', () => {
  expect(after(started).busy).toBe(true)
  expect(after(started).steps[1]?.progress).toBe('waiting')
  const state = after(started, ended)
  expect(state.busy).toBe(false)
  expect(state.steps[1]?.commands).toMatchObject([{ running: false, exit: 0 }])
  expect(state.steps[1]?.proposed).toBeUndefined()
})

test('a command beside the lesson leaves the session free, and its end does not end another one', () => {
  const watching: SessionEvent = { ...started, text: 'kubectl get pods -w', beside: true }
  const begun = after(watching)
  expect(begun).toMatchObject({ busy: false, steps: [{}, { progress: 'waiting', commands: [{ beside: true }] }, {}] })
  const both = reduce(begun, started)
  expect(both.busy).toBe(true)
  const over: SessionEvent = { ...ended, text: 'kubectl get pods -w', exit: 130, interrupted: true, beside: true }
  const one = reduce(both, over)
  expect(one.busy).toBe(true)
  expect(one.steps[1]?.commands).toMatchObject([{ running: false, interrupted: true }, { running: true }])
  expect(reduce(one, ended).busy).toBe(false)
})

test('a failed check fails the step, and a repaired one takes that back', () => {
  const verdict = { expected: '', actual: '' }
  const failed = after(started, ended, {
    type: 'observed',
    step: 'apply',
    check: 0,
    verdict: { ...verdict, status: 'failed' },
    waitedMs: 1
  })
  expect(failed.steps[1]?.progress).toBe('failed')
  const repaired = reduce(failed, {
    type: 'observed',
    step: 'apply',
    check: 0,
    verdict: { ...verdict, status: 'passed' },
    waitedMs: 2
  })
  expect(repaired.steps[1]?.progress).toBe('waiting')
})

test('a session is finished when every step with something to do is settled', () => {
  expect(after(settled('apply')).finished).toBe(false)
  expect(after(settled('apply'), settled('delete')).finished).toBe(true)
})

test('"already" gives way to an own effort, "done" to nothing', () => {
  expect(after(settled('apply', 'already'), settled('apply')).steps[1]?.progress).toBe('done')
  expect(after(settled('apply'), settled('apply', 'shown')).steps[1]?.progress).toBe('done')
})

test('what was done another way is no longer proposed', () => {
  const patched = [started, ended].map(event => ({ ...event, text: 'kubectl patch ds a' })) as SessionEvent[]
  expect(after(...patched).steps[1]?.proposed).toBeDefined()
  expect(after(...patched, settled('apply')).steps[1]?.proposed).toBeUndefined()
})

test('hints stop at the end of the ladder', () => {
  expect(after({ type: 'hinted', step: 'apply' }, { type: 'hinted', step: 'apply' }).steps[1]?.hintsShown).toBe(1)
})

test('events of a step that the lab no longer has change nothing', () => {
  expect(after(settled('gone')).steps).toEqual(initialState(fixture, 'sandbox').steps)
  expect(after({ type: 'entered', step: 'gone' }).current).toBe(0)
})

test('the reset of a step forgets that step alone, and the session is no longer finished', () => {
  const all = [started, ended, settled('apply'), { type: 'hinted', step: 'apply' } as const, settled('delete')]
  const state = after(...all, { type: 'step-reset', step: 'apply' })
  expect(state.steps[1]).toEqual(initialState(fixture, 'sandbox').steps[1])
  expect(state.steps[2]?.progress).toBe('done')
  expect(state.finished).toBe(false)
})

test('the reset of the lab forgets everything but where it runs', () => {
  const state = after(started, ended, settled('apply'), { type: 'lab-reset', at: '2026-01-01T01:00:00Z' })
  expect(state.steps).toEqual(initialState(fixture, 'sandbox').steps)
  expect(state).toMatchObject({ current: 0, spent: { milliseconds: 0 } })
})

test('work of several commands keeps the session busy between them', () => {
  const underway = after({ type: 'underway', work: 'catch up' }, started, ended)
  expect(underway).toMatchObject({ busy: true, underway: 'catch up' })
  expect(reduce(underway, { type: 'underway' })).toMatchObject({ busy: false })
  expect(reduce(underway, { type: 'underway' }).underway).toBeUndefined()
})

test('time is counted while the lab is open, not between', () => {
  const opened = (at: string): SessionEvent => ({ type: 'opened', at, lab: 'a', cluster: 'sandbox', resumed: false })
  const at = (id: string, time: string): SessionEvent => ({ type: 'settled', step: id, progress: 'done', at: time })
  const state = after(
    opened('2026-01-01T00:00:00Z'),
    at('apply', '2026-01-01T00:03:00Z'),
    opened('2026-01-02T00:00:00Z'),
    at('delete', '2026-01-02T00:02:00Z')
  )
  expect(state.spent.milliseconds).toBe(5 * 60_000)
})
