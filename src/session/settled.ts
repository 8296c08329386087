import { isWalked } from '../lab/lab.ts'
import type { SessionState, StepView } from './state.ts'

/** Whether nothing remains to be done in a step that is walked: done, shown, already so, or skipped. */
export function isSettled({ progress }: StepView): boolean {
  return progress === 'done' || progress === 'already' || progress === 'shown' || progress === 'skipped'
}

/** Whether something was done in a step, by the learner or by its solution, and its checks hold. */
export function wasDone({ progress }: StepView): boolean {
  return progress === 'done' || progress === 'shown'
}

/** Whether nothing is left to do in a step, or there never was. */
export function isOver(view: StepView): boolean {
  return !isWalked(view.step) || isSettled(view)
}

/** Whether something remains to be done before the step at an index of the state's steps. */
export function isMissingBefore({ steps }: SessionState, index: number): boolean {
  return !steps.slice(0, index).every(isOver)
}
