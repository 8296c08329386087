import type { Evaluator } from '../check/cel/evaluator.ts'
import { itemsOf } from '../check/fields.ts'
import { targetArguments } from '../check/target.ts'
import type { Kubectl } from '../cluster/kubectl.ts'
import type { Question, Step } from '../lab/lab.ts'
import type { SessionEvent } from './events.ts'
import { isSettled } from './settled.ts'
import type { QuestionView, SessionState, StepView } from './state.ts'

/** What a question is answered from, as the cluster is now. */
export interface Prepared {
  readonly choices: readonly string[]
  /** Undefined while the cluster does not tell, or tells something that is none of the choices. */
  readonly right: string | undefined
}

const mostChoices = 9

/**
 * Computes the choices of a question and which of them is right, from live objects where it names some.
 *
 * @returns undefined when the cluster does not say enough for two choices.
 */
export async function prepare(
  question: Question,
  { kubectl, evaluator }: { readonly kubectl: Kubectl; readonly evaluator: Evaluator }
): Promise<Prepared | undefined> {
  if (question.get === undefined)
    return typeof question.choices === 'string' ? undefined : { choices: question.choices, right: question.answer }
  const answer = await kubectl.get(targetArguments(question.get))
  if (!answer.ok) return undefined
  const it = answer.value ?? { kind: 'List', apiVersion: 'v1', items: [] }
  const textsOf = async (expression: string): Promise<readonly string[]> => {
    const evaluation = await evaluator.evaluate(expression, 'question', { it, items: itemsOf(it) })
    return evaluation.kind === 'texts' ? evaluation.texts : []
  }
  const all = typeof question.choices === 'string' ? await textsOf(question.choices) : question.choices
  const [right] = await textsOf(question.answer)
  const choices = shortened([...new Set(all)], right)
  if (choices.length < 2) return undefined
  return { choices, right: right !== undefined && choices.includes(right) ? right : undefined }
}

/** Not more than can be answered with one key; the right one is among them. */
function shortened(choices: readonly string[], right: string | undefined): readonly string[] {
  if (choices.length <= mostChoices) return choices
  const first = choices.slice(0, mostChoices)
  return right === undefined || first.includes(right) || !choices.includes(right)
    ? first
    : [...first.slice(0, -1), right]
}

/**
 * The question that can be answered now: a prediction as long as nothing has run, any other once the step is done.
 *
 * @returns its index among the questions of the step.
 */
export function openQuestion(view: StepView): number | undefined {
  const isDone = isSettled(view) && view.progress !== 'skipped'
  const found = view.questions.findIndex(
    ({ predict, choices, picked, right }) =>
      choices !== undefined &&
      picked === undefined &&
      (isDone ? right !== undefined : predict && view.commands.length === 0)
  )
  return found < 0 ? undefined : found
}

/** The choices of the question that can be answered now; undefined when there is none. */
export function openChoices(view: StepView | undefined): readonly string[] | undefined {
  const open = view === undefined ? undefined : openQuestion(view)
  return open === undefined ? undefined : view?.questions[open]?.choices
}

/** Whether an answer turned out to be another one than the learner's; undefined while nobody knows. */
export function isMistaken({ picked, right }: QuestionView): boolean | undefined {
  return picked === undefined || right === undefined ? undefined : picked !== right
}

/**
 * Makes ready what can be asked in a step now: predictions before anything ran, all other questions when it is done. What
 * is right is what came of it, and is looked for then.
 */
export async function askQuestions(
  session: { readonly state: SessionState },
  step: Step,
  prepare: ((question: Question) => Promise<Prepared | undefined>) | undefined,
  tell: (event: SessionEvent) => void
): Promise<void> {
  for (const [index, question] of step.questions.entries()) {
    const view = session.state.steps.find(each => each.step.id === step.id)
    const known = view?.questions[index]
    if (view === undefined || known === undefined) return
    const isDone = isSettled(view)
    if (isDone ? known.right !== undefined : known.choices !== undefined || !known.predict) continue
    const prepared = await prepare?.(question)
    if (prepared === undefined) continue
    const { choices, right } = prepared
    tell({ type: 'asked', step: step.id, question: index, choices, ...(isDone && { right }) })
  }
}
