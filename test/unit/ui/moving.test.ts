import { expect, test } from 'vitest'
import { initialState, reduce } from '../../../src/session/reduce.ts'
import type { Inline } from '../../../src/markdown/blocks.ts'
import { lineText } from '../../../src/markdown/styled.ts'
import { matchingSteps } from '../../../src/ui/walk/find.ts'
import { learnedIn, summaryRows } from '../../../src/ui/walk/summary.ts'
import { command, exists, lab, step } from '../session/lab-fixture.ts'

const paragraph = (...inlines: Inline[]) => ({ type: 'paragraph', inlines, line: 1 }) as const
const fixture = lab(
  step('one', {
    title: 'First',
    commands: [command('kubectl apply -f web.yml')],
    blocks: [
      paragraph({ text: 'Lesson' }),
      paragraph({ text: 'Aprendido:', bold: true }, { text: ' a file makes it.' })
    ]
  }),
  step('two', { title: 'Second', checks: [exists('ds/web')], blocks: [paragraph({ text: 'Bold', bold: true })] })
)
const state = initialState(fixture, 'sandbox')

test('steps are found by title, command and check, capitals or not', () => {
  expect(matchingSteps(state.steps, 'FIRST')).toEqual([0])
  expect(matchingSteps(state.steps, 'apply')).toEqual([0])
  expect(matchingSteps(state.steps, 'ds/web')).toEqual([1])
  expect(matchingSteps(state.steps, 'web')).toEqual([0, 1])
  expect(matchingSteps(state.steps, ' ')).toEqual([])
})

test('what was learned is the last labelled paragraph of a step, else its title', () => {
  expect(state.steps.map(learnedIn)).toEqual(['a file makes it.', 'Second'])
})

test('the summary tells what is left and how it is cleaned up', () => {
  const left = reduce(state, { type: 'left', objects: ['daemonset/web'], command: 'kubectl delete daemonset/web' })
  const shown = summaryRows({ ...left, spent: { milliseconds: 125_000 } }, 80)
    .map(lineText)
    .join('\n')
  expect(shown).toMatch(
    /It took you 2 min 5 s\.[^]*Left: daemonset\/web\.\n To clean up: kubectl delete daemonset\/web/
  )
  expect(summaryRows(state, 80).map(lineText).join('\n')).toContain('Looking at it.')
})
