import { isWalked } from '../../lab/lab.ts'
import { line, truncate, type Line } from '../../markdown/styled.ts'
import { openChoices } from '../../session/questions.ts'
import { isMissingBefore } from '../../session/settled.ts'
import type { SessionState, StepView } from '../../session/state.ts'
import { candidatesRow } from '../prompt/completion.ts'
import { texts } from '../../texts/texts.ts'
import { oneRow } from './rows.ts'
import type { Question, View } from './view.ts'

/**
 * The one row above the prompt: what is asked, what went otherwise than wished, where one is in the step.
 *
 * @param lessonGoesOn whether some of the lesson is below what is seen of it
 */
export function messageRow(state: SessionState, view: View, columns: number, lessonGoesOn: boolean): Line {
  const asks = state.confirmation !== undefined || view.question !== undefined
  if (view.completion !== undefined && !asks) return candidatesRow(view.completion, columns)
  return truncate([{ text: ' ' }, ...message(state, view, columns < 60, lessonGoesOn)], columns)
}

function message(state: SessionState, view: View, narrow: boolean, lessonGoesOn: boolean): Line {
  if (state.confirmation !== undefined)
    return line(texts.askDanger(oneRow(state.confirmation.reason)), { colour: 'bad', bold: true })
  if (view.question !== undefined) return line(questionText(view.question), { bold: true })
  const told = view.message ?? (state.notice === undefined ? undefined : oneRow(state.notice))
  if (told !== undefined) return line(told, { colour: 'waiting' })
  if (state.underway !== undefined)
    return line(state.underway === 'reset' ? texts.resetting : texts.catchingUp, { colour: 'waiting' })
  const step = state.steps[state.current]
  if (step === undefined || state.busy) return []
  if (!isWalked(step.step)) {
    const begins = step.step.chapter?.start !== undefined && isMissingBefore(state, state.current)
    return line(begins ? texts.readChapter : texts.readOn, { dim: true })
  }
  if (openChoices(step) !== undefined)
    return line(step.commands.length === 0 && step.progress !== 'already' ? texts.askPredict : texts.askSeen, {
      bold: true
    })
  const last = step.commands.at(-1)
  if (last?.exit !== undefined && last.exit !== 0 && last.interrupted !== true && step.progress === 'waiting')
    return line((narrow ? texts.commandFailedShort : texts.commandFailed)(last.exit), { colour: 'bad' })
  // While a command remains, the step is not over for the learner, whatever the checks say.
  if (step.proposed !== undefined && step.progress !== 'failed' && step.progress !== 'already')
    return line((narrow ? texts.commandOfShort : texts.commandOf)(step.proposed.index + 1, step.proposed.of), {
      dim: true
    })
  switch (step.progress) {
    case 'done':
      return [
        { text: doneText(step), colour: 'good', bold: true },
        { text: lessonGoesOn && !narrow ? `  ${texts.lessonGoesOn}` : '', dim: true }
      ]
    case 'already':
      return line(texts.stepAlready, { colour: 'good' })
    case 'shown':
      return line(texts.stepShown, { dim: true })
    case 'failed':
      return line(texts.stepFailed, { dim: true })
    case 'skipped':
      return line(texts.stepSkipped(oneRow(step.reason ?? '')), { dim: true })
    default:
      return step.commands.length > 0 ? line(texts.checking, { dim: true }) : []
  }
}

function doneText({ ownWay }: StepView): string {
  if (ownWay === undefined) return texts.stepDone
  return ownWay.kind === 'elsewhere' ? texts.stepDoneElsewhere : texts.stepDoneYourWay(oneRow(ownWay.text))
}

/** What is asked, in a row. */
export function questionText(question: Question): string {
  switch (question.about) {
    case 'quit':
      return texts.askQuit
    case 'show me':
      return texts.askShowMe
    case 'catch up':
      return texts.askCatchUp
    case 'reset step':
      return texts.askResetStep
    case 'reset lab':
      return texts.askResetLab
    case 'danger':
      return texts.askDanger(oneRow(question.reason))
  }
}
