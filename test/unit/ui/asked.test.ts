import { expect, test } from 'vitest'
import { answerOf } from '../../../src/cli/plain-answer.ts'
import type { Question } from '../../../src/lab/lab.ts'
import { lineText } from '../../../src/markdown/styled.ts'
import { changeLines, summaryLines } from '../../../src/report/plain.ts'
import { initialState, reduce } from '../../../src/session/reduce.ts'
import type { SessionEvent } from '../../../src/session/events.ts'
import type { SessionState } from '../../../src/session/state.ts'
import { askedRows } from '../../../src/ui/walk/asked.ts'
import { keyRow, walkKeys } from '../../../src/ui/walk/key-line.ts'
import { noExtent, respond } from '../../../src/ui/walk/respond.ts'
import { summaryRows } from '../../../src/ui/walk/summary.ts'
import { initialView } from '../../../src/ui/walk/view.ts'
import { command, exists, lab, step } from '../session/lab-fixture.ts'

const question: Question = {
  ask: 'How many nodes will be without their agent at the same time, while the update runs?',
  predict: true,
  choices: ['none', 'one', 'all'],
  answer: 'one',
  because: 'maxUnavailable is 1.',
  line: 1
}
const fixture = lab(
  step('one', {
    title: 'A careful update',
    commands: [command('kubectl apply -f web.yml')],
    checks: [exists('ds/web')],
    questions: [question]
  })
)
const before = initialState(fixture, 'sandbox')
const after = (...events: SessionEvent[]): SessionState => events.reduce(reduce, before)
const asked: SessionEvent = { type: 'asked', step: 'one', question: 0, choices: ['none', 'one', 'all'] }
const answered = (choice: string): SessionEvent => ({ type: 'answered', step: 'one', question: 0, choice })
const settled: SessionEvent = { type: 'settled', step: 'one', progress: 'done', at: '2026-01-01T00:00:00Z' }
const revealed: SessionEvent = { ...asked, right: 'one' }
const rowsOf = (state: SessionState, columns = 46, rows = 9) =>
  askedRows(state.steps[0]!, columns, rows)
    .map(lineText)
    .map(row => row.trimEnd())

test('an open question stands with its choices, a number answers it, and the key line says so', () => {
  expect(rowsOf(before)).toEqual([])
  const open = after(asked)
  expect(rowsOf(open)).toEqual([
    ' QUESTION  How many nodes will be without',
    ' their agent at the same time, while',
    ' the update runs?',
    ' 1  none',
    ' 2  one',
    ' 3  all'
  ])
  expect(rowsOf(open, 40, 4)).toEqual([expect.stringMatching(/^ QUESTION .*…$/), ' 1  none', ' 2  one', ' 3  all'])
  const around = { state: open, fresh: false, extent: noExtent, output: () => [], dropped: () => 0 }
  const press = (text: string) => respond(initialView, { type: 'text', text }, around)
  expect(press('2').requests).toEqual([{ ask: 'answer', choice: 1 }])
  expect(press('4')).toMatchObject({ requests: [], view: { line: { text: '4' } } })
  expect(respond(initialView, { type: 'text', text: '2' }, { ...around, state: before }).requests).toEqual([])
  expect(lineText(keyRow(walkKeys(open, initialView, false), 80))).toContain('1-3 answer')
})

test('a prediction is looked at again when the step is done, and the summary names what was mistaken', () => {
  expect(rowsOf(after(asked, answered('all')))).toEqual([' QUESTION  You said: all. You will see.'])
  const wrong = after(asked, answered('all'), settled, revealed)
  expect(rowsOf(wrong).join(' ').replace(/ +/g, ' ')).toContain('It is: one. You said: all. maxUnavailable is 1.')
  expect(
    rowsOf(after(asked, answered('one'), settled, revealed))
      .join(' ')
      .replace(/ +/g, ' ')
  ).toContain('Right: one. maxUnavailable')
  expect(summaryRows(wrong, 80).map(lineText).join('\n')).toMatch(
    /Worth another look\n - How many[^]*It is: one\. Read again:\s+A careful update/
  )
  expect(summaryLines(wrong).at(-1)).toContain('Worth another look: How many')
  expect(
    summaryRows(after(asked, answered('one'), settled, revealed), 80)
      .map(lineText)
      .join()
  ).not.toContain('another look')
})

test('it is asked and answered at the plain prompt as well', () => {
  const options = { renderBlocks: () => '' }
  expect(changeLines(before, after(asked), options)).toEqual([
    `Question, before you run it: ${question.ask}`,
    '  1. none',
    '  2. one',
    '  3. all',
    'The number answers it.'
  ])
  expect(answerOf('3', after(asked))).toEqual({ kind: 'answer', choice: 2 })
  expect(answerOf('3', before)).toEqual({ kind: 'run', text: '3' })
  const said = after(asked, answered('all'))
  expect(changeLines(after(asked), said, options)).toEqual(['You said: all. You will see.'])
  expect(changeLines(said, after(asked, answered('all'), settled, revealed), options)).toContain(
    'It is: one. You said: all. maxUnavailable is 1.'
  )
})
