import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseLab } from '../../../src/lab/parse.ts'
import { lineText, lineWidth, widthOf } from '../../../src/markdown/styled.ts'
import { initialState } from '../../../src/session/reduce.ts'
import type { SessionState, StepView } from '../../../src/session/state.ts'
import { languages, speakLanguage, type Language } from '../../../src/texts/language.ts'
import { promptTexts, texts } from '../../../src/texts/texts.ts'
import { keyRow, questionKeys, walkKeys } from '../../../src/ui/walk/key-line.ts'
import { initialView, type View } from '../../../src/ui/walk/view.ts'

const lab = parseLab('# A\n\n## One\n\n```shell\ntrue\n```\n\n<!-- hint: look -->\n\n## Two\n\n```shell\ntrue\n```\n', {
  file: '/lab/README.md'
})
if (!lab.ok) throw new Error(lab.failure.message)
const begun = initialState(lab.value, 'sandbox')
const withProgress = (progress: StepView['progress'], current: number): SessionState => ({
  ...begun,
  current,
  finished: progress === 'done',
  steps: begun.steps.map(({ proposed: _, ...view }) => ({ ...view, progress }))
})

/** Everything that Enter may do, and every other state that has keys of its own. */
const states: readonly (readonly [name: string, state: SessionState, view: View])[] = [
  ['a command is proposed', begun, initialView],
  ['the step is done', withProgress('done', 0), initialView],
  ['every step is done', withProgress('done', 1), initialView],
  ['the last step is over, others are not', { ...withProgress('skipped', 1), finished: false }, initialView],
  ['the checks wait', withProgress('waiting', 0), initialView],
  ['a command runs', { ...begun, busy: true }, initialView],
  ['a line is typed', begun, { ...initialView, line: { ...initialView.line, text: 'kubectl', cursor: 7 } }],
  ['the words to search for are typed', begun, { ...initialView, search: { query: 'a', typing: true } }],
  ['matches are shown', begun, { ...initialView, search: { query: 'a', typing: false } }]
]

describe.each(Object.keys(languages) as Language[])('in the language %s', language => {
  beforeAll(() => speakLanguage(language))
  afterAll(() => speakLanguage('en'))

  it.each(states)('the keys that matter fit on 40 columns while %s', (_, state, view) => {
    const hints = walkKeys(state, view, false)
    const row = keyRow(hints, 40)
    expect(lineWidth(row)).toBeLessThanOrEqual(40)
    for (const { key, does } of hints.filter(({ keep }) => keep)) expect(lineText(row)).toContain(`${key} ${does}`)
  })

  it.each(['quit', 'show me', 'catch up', 'reset step', 'reset lab', 'danger'] as const)(
    'both answers fit on 40 columns when asked about: %s',
    about => {
      const hints = questionKeys(about)
      for (const { key, does } of hints) expect(lineText(keyRow(hints, 40))).toContain(`${key} ${does}`)
    }
  )

  it('what stands on the row above the prompt fits on 80 columns', () => {
    const short = (text: (typeof texts)[keyof typeof texts]): string =>
      typeof text === 'string' ? text : (text as (...all: unknown[]) => string)(7, 12, 30)
    const tooLong = Object.entries(texts)
      .map(([name, text]) => [name, short(text)] as const)
      .filter(([name, text]) => name !== 'shellEntered' && widthOf(text) > 78)
    expect(tooLong).toEqual([])
    expect(promptTexts.help.split('\n').filter(row => widthOf(row) > 80)).toEqual([])
  })
})
