import { isOver, wasDone } from './settled.ts'
import type { CommandView, SessionState, StepView } from './state.ts'

/** The one sensible thing that Enter does now. */
export type EnterAction =
  | { readonly does: 'run'; readonly text: string }
  | { readonly does: 'next' }
  /** The last step is done, and all others are too. */
  | { readonly does: 'summary' }
  /** The last step is done, others are not. */
  | { readonly does: 'outline' }
  | { readonly does: 'look' }
  | { readonly does: 'nothing' }

/**
 * What Enter does; the key line names it.
 *
 * @param typed what stands on the prompt
 */
export function enterAction(state: SessionState, typed: string): EnterAction {
  const view = state.steps[state.current]
  if (state.busy || state.confirmation !== undefined || view === undefined) return { does: 'nothing' }
  if (typed.trim() !== '') return { does: 'run', text: typed.trim() }
  if (view.proposed !== undefined && !hasNothingLeft(view)) return { does: 'run', text: view.proposed.text }
  if (isOver(view)) {
    if (state.current + 1 < state.steps.length) return { does: 'next' }
    return { does: state.finished ? 'summary' : 'outline' }
  }
  return view.checks.length > 0 ? { does: 'look' } : { does: 'nothing' }
}

/** What the lesson still proposes was tried, and the step was done all the same: no need to press for it. */
function hasNothingLeft(view: StepView): boolean {
  const last = view.commands.at(-1)
  return wasDone(view) && last?.text === view.proposed?.text && last?.exit !== 0
}

/** Whether a command runs beside the lesson now. */
export function isBeside({ beside, running }: CommandView): boolean {
  return beside === true && running
}

/** Whether something runs beside the lesson in the present step, which an interrupt would end. */
export function runsBeside({ steps, current }: SessionState): boolean {
  return steps[current]?.commands.some(isBeside) ?? false
}
