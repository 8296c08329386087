import { expect, test } from 'vitest'
import { lineText } from '../../../src/markdown/styled.ts'
import { initialState, reduce } from '../../../src/session/reduce.ts'
import { messageRow } from '../../../src/ui/walk/message.ts'
import { initialView } from '../../../src/ui/walk/view.ts'
import { command, lab, step } from '../session/lab-fixture.ts'

const chapter = (id: string) => step(id, { chapter: { start: 'kubectl delete pods --all' } })
const state = initialState(
  lab(chapter('first chapter'), step('one', { commands: [command('kubectl get nodes')] }), chapter('second chapter')),
  'sandbox'
)
const told = (at: string, before = state): string =>
  lineText(messageRow(reduce(before, { type: 'entered', step: at }), initialView, 80, false)).trim()

test('the start of a chapter is offered only to whom something before it is missing', () => {
  expect(told('first chapter')).toBe('Read, then go on.')
  expect(told('second chapter')).toBe('A chapter begins. o, then c, brings the cluster to its start.')
  const done = reduce(state, { type: 'settled', step: 'one', progress: 'done', at: '2026-01-01T00:00:00.000Z' })
  expect(told('second chapter', done)).toBe('Read, then go on.')
})
