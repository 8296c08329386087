import { expect, test } from 'vitest'
import type { SessionEvent } from '../../../src/session/events.ts'
import { resume } from '../../../src/session/resume.ts'
import { lab, step } from './lab-fixture.ts'

const gone = { kind: 'gone', target: 'ds/a', that: 'a is gone', withinMs: 1, line: 1 } as const
const fixture = lab(step('make'), step('delete', { checks: [gone] }))
const sighted = (target: string, uid: string): SessionEvent => ({ type: 'sighted', target, uid })

test('what a step wants gone has to be seen again after its reset', () => {
  const events = [sighted('daemonset/a', '1'), sighted('pod/b', '2'), { type: 'step-reset', step: 'delete' } as const]
  expect(resume(fixture, 'sandbox', events).sightings).toEqual([['pod/b', '2']])
  expect(resume(fixture, 'sandbox', [...events, sighted('daemonset/a', '3')]).sightings).toHaveLength(2)
  expect(
    resume(fixture, 'sandbox', [{ type: 'step-reset', step: 'make' }, ...events.slice(0, 2)]).sightings
  ).toHaveLength(2)
})

test('after a reset of the lab nothing counts as seen', () => {
  const events = [sighted('daemonset/a', '1'), { type: 'lab-reset', at: '2026-01-01T00:00:00Z' } as const]
  expect(resume(fixture, 'sandbox', events).sightings).toEqual([])
})
