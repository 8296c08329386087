import { isWalked } from '../../lab/lab.ts'
import { lineWidth, truncate, widthOf, type Line, type Run } from '../../markdown/styled.ts'
import { fileNameOf } from '../../session/file-name.ts'
import { openChoices } from '../../session/questions.ts'
import type { SessionState } from '../../session/state.ts'
import { answerKeys, keyNames, keyTexts } from '../../texts/texts.ts'
import { enterAction, runsBeside, type EnterAction } from '../../session/enter.ts'
import type { Question, View } from './view.ts'

/** A key and what it does now. The first are the most useful; `keep` stays when there is little room. */
export interface KeyHint {
  readonly key: string
  readonly does: string
  readonly keep?: boolean
  /** Does nothing just now: its place stays empty, so that the others do not move. */
  readonly idle?: boolean
}

/** As many keys as fit on one row, in their order; those marked `keep` before all others. */
export function keyRow(hints: readonly KeyHint[], columns: number): Line {
  const chosen = new Set<KeyHint>()
  let used = 1
  for (const hint of [...hints.filter(({ keep }) => keep), ...hints.filter(({ keep }) => !keep)]) {
    const width = lineWidth(hintRuns(hint)) + (chosen.size > 0 ? 2 : 0)
    if (used + width > columns) continue
    chosen.add(hint)
    used += width
  }
  const shown = hints.filter(hint => chosen.has(hint))
  return truncate(
    shown.flatMap((hint, index) => [{ text: index === 0 ? ' ' : '  ' }, ...hintRuns(hint)]),
    columns
  )
}

function hintRuns({ key, does, idle }: KeyHint): Run[] {
  if (idle === true) return [{ text: ' '.repeat(widthOf(key) + 1 + widthOf(does)) }]
  return [
    { text: key, bold: true },
    { text: ` ${does}`, dim: true }
  ]
}

function searchKeys(typing: boolean): KeyHint[] {
  const leave = { key: 'Esc', does: keyTexts.back, keep: true }
  if (typing) return [{ key: 'Enter', does: keyTexts.find, keep: true }, leave]
  return [
    { key: 'n', does: keyTexts.nextMatch, keep: true },
    { key: 'N', does: keyTexts.matchBefore, keep: true },
    leave,
    { key: '/', does: keyTexts.search },
    { key: keyNames.pages, does: keyTexts.scroll }
  ]
}

/**
 * The keys of the walk as they are now.
 *
 * @param fresh whether Enter is ignored on an empty line, because a verdict has just appeared
 */
export function walkKeys(state: SessionState, view: View, fresh: boolean): KeyHint[] {
  const asked = view.question?.about ?? (state.confirmation === undefined ? undefined : 'danger')
  if (asked !== undefined) return questionKeys(asked)
  if (view.search !== undefined) return searchKeys(view.search.typing)
  if (state.busy)
    return [
      { key: 'Ctrl-C', does: keyTexts.stop, keep: true },
      { key: 'Tab', does: keyTexts.pane },
      { key: keyNames.pages, does: keyTexts.scroll },
      { key: '?', does: keyTexts.keys },
      { key: 'q', does: keyTexts.quit }
    ]
  const enter = enterHint(enterAction(state, view.line.text))
  if (view.line.text !== '' || view.line.literal)
    return [
      ...enter,
      { key: 'Tab', does: keyTexts.complete },
      { key: 'Esc', does: keyTexts.clear },
      { key: keyNames.up, does: keyTexts.history }
    ]
  const step = state.steps[state.current]
  const choices = openChoices(step)
  const file = step === undefined || fileNameOf(step) === undefined ? [] : [{ key: 'Ctrl-O', does: keyTexts.file }]
  const isAboutFile = step?.step.checks.some(({ kind }) => kind === 'file') ?? false
  const hints = step?.step.hints.length ?? 0
  const hintsShown = step?.hintsShown ?? 0
  return [
    ...(choices === undefined ? [] : [{ key: `1-${choices.length}`, does: keyTexts.answer, keep: true }]),
    ...enter.map(hint => ({ ...hint, idle: fresh })),
    ...(runsBeside(state) ? [{ key: 'Ctrl-C', does: keyTexts.endBeside, keep: true }] : []),
    ...(step?.proposed === undefined ? [] : [{ key: keyNames.right, does: keyTexts.edit }]),
    ...(hints === 0
      ? []
      : [{ key: 'h', does: hintsShown < hints ? keyTexts.hint(hintsShown, hints) : keyTexts.hintsAll }]),
    ...(step === undefined || !isWalked(step.step) ? [] : [{ key: 's', does: keyTexts.showMe }]),
    // What the learner has before them comes first.
    ...(view.panes === 'output'
      ? [
          { key: '/', does: keyTexts.search },
          { key: 'y', does: keyTexts.copy }
        ]
      : []),
    ...(isAboutFile ? file : []),
    { key: 'o', does: keyTexts.outline },
    ...(isAboutFile ? [] : file),
    { key: 'Tab', does: view.panes !== 'halves' ? keyTexts.paneBack : keyTexts.pane },
    { key: '?', does: keyTexts.keys, keep: true },
    { key: 'q', does: keyTexts.quit, keep: true },
    { key: 'n', does: keyTexts.next },
    { key: 'p', does: keyTexts.previous },
    { key: '!', does: keyTexts.shell }
  ]
}

/** The keys that answer a question. */
export function questionKeys(about: Question['about']): KeyHint[] {
  const [yes, no] = answerTexts(about)
  return [
    { key: answerKeys.yes, does: yes, keep: true },
    { key: answerKeys.no, does: no, keep: true }
  ]
}

/** What yes and no do. */
function answerTexts(about: Question['about']): readonly [yes: string, no: string] {
  switch (about) {
    case 'quit':
      return [keyTexts.yesQuit, keyTexts.noQuit]
    case 'show me':
    case 'catch up':
      return [keyTexts.yesShow, keyTexts.noShow]
    case 'reset step':
    case 'reset lab':
      return [keyTexts.yesReset, keyTexts.noRun]
    case 'danger':
      return [keyTexts.yesRun, keyTexts.noRun]
  }
}

function enterHint({ does }: EnterAction): KeyHint[] {
  return does === 'nothing' ? [] : [{ key: 'Enter', does: enterText(does), keep: true }]
}

function enterText(does: Exclude<EnterAction['does'], 'nothing'>): string {
  switch (does) {
    case 'run':
      return keyTexts.enterRun
    case 'next':
      return keyTexts.enterNext
    case 'summary':
      return keyTexts.enterSummary
    case 'outline':
      return keyTexts.enterOutline
    case 'look':
      return keyTexts.enterLook
  }
}
