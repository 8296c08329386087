import { isWalked } from '../../lab/lab.ts'
import { line, type Line } from '../../markdown/styled.ts'
import { wrap } from '../../markdown/wrap.ts'
import type { SessionState, StepView } from '../../session/state.ts'
import { duration, summaryTexts } from '../../texts/texts.ts'
import { isMistaken } from '../../session/questions.ts'
import { isSettled } from '../../session/settled.ts'
import { oneRow } from './rows.ts'

/** How the steps were done. */
export interface Tally {
  readonly byYourself: number
  readonly withHints: number
  readonly shown: number
  readonly already: number
  readonly skipped: number
  /** Steps that are left, or were shown: worth doing oneself. */
  readonly left: readonly StepView[]
}

function tally(state: SessionState): Tally {
  const walked = state.steps.filter(view => isWalked(view.step))
  const count = (holds: (view: StepView) => boolean) => walked.filter(holds).length
  return {
    byYourself: count(view => view.progress === 'done' && view.hintsShown === 0),
    withHints: count(view => view.progress === 'done' && view.hintsShown > 0),
    shown: count(view => view.progress === 'shown'),
    already: count(view => view.progress === 'already'),
    skipped: count(view => view.progress === 'skipped'),
    left: walked.filter(view => !isSettled(view) || view.progress === 'shown')
  }
}

/** The end of a lab: what was done, and what is left. */
export function summaryRows(state: SessionState, columns: number): Line[] {
  const { byYourself, withHints, shown, already, skipped, left } = tally(state)
  const counts: [number, string, string][] = [
    [byYourself, '+', summaryTexts.byYourself(byYourself)],
    [withHints, '+', summaryTexts.withHints(withHints)],
    [already, '+', summaryTexts.already(already)],
    [shown, '~', summaryTexts.shown(shown)],
    [skipped, '-', summaryTexts.skipped(skipped)]
  ]
  const paragraph = (text: string) => wrap([{ text }], columns - 1, [{ text: ' ' }])
  return [
    ...counts.filter(([number]) => number > 0).map(([, sign, text]) => line(` ${sign} ${text}`, { bold: true })),
    ...(state.spent.milliseconds < 1000 ? [] : paragraph(summaryTexts.took(duration(state.spent.milliseconds)))),
    [],
    ...clusterRows(state, columns),
    line(` ${summaryTexts.left}`, { dim: true }),
    ...(left.length === 0
      ? paragraph(summaryTexts.nothingLeft)
      : left.flatMap(view => paragraph(summaryTexts.tryAgain(oneRow(view.step.title))))),
    ...secondLookRows(state, columns),
    ...learnedRows(state, columns),
    [],
    ...paragraph(summaryTexts.kept)
  ]
}

/** What each step that is over says was learned in it; without such a line, its title. */
export function learnedIn({ step }: StepView): string {
  const last = step.blocks.findLast(block => block.type === 'paragraph')
  if (last === undefined) return oneRow(step.title)
  const [label, ...rest] = last.inlines
  // "**Learned:** one pod for each node", in any language.
  if (label?.bold !== true || !label.text.trim().endsWith(':')) return oneRow(step.title)
  return oneRow(rest.map(({ text }) => text).join(''))
}

/** Questions that were answered otherwise than it turned out, with the step to read again. */
function secondLookRows(state: SessionState, columns: number): Line[] {
  const mistaken = state.steps.flatMap(({ step, questions }) =>
    questions.filter(question => isMistaken(question) === true).map(question => ({ step, question }))
  )
  if (mistaken.length === 0) return []
  return [
    [],
    line(` ${summaryTexts.secondLook}`, { dim: true }),
    ...mistaken.flatMap(({ step, question }) => {
      const text = summaryTexts.secondLookAt(oneRow(question.ask), oneRow(question.right ?? ''), oneRow(step.title))
      return wrap([{ text }], columns - 1, [{ text: ' - ' }], [{ text: '   ' }])
    })
  ]
}

function learnedRows(state: SessionState, columns: number): Line[] {
  const over = state.steps.filter(view => isWalked(view.step) && isSettled(view) && view.progress !== 'skipped')
  if (over.length === 0) return []
  return [
    [],
    line(` ${summaryTexts.learned}`, { dim: true }),
    ...over.flatMap(view => wrap([{ text: learnedIn(view) }], columns - 1, [{ text: ' - ' }], [{ text: '   ' }]))
  ]
}

/** What is left in the cluster, once that is known. */
function clusterRows({ left }: SessionState, columns: number): Line[] {
  const sentences =
    left === undefined
      ? [summaryTexts.lookingAtCluster]
      : left.objects.length === 0
        ? [summaryTexts.nothingInCluster]
        : [summaryTexts.leftInCluster(left.objects.join(', ')), summaryTexts.cleanUp(left.command)]
  return [
    line(` ${summaryTexts.inCluster}`, { dim: true }),
    ...sentences.flatMap(text => wrap([{ text }], columns - 1, [{ text: ' ' }])),
    []
  ]
}
