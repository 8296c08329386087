import type { StepView } from '../../session/state.ts'

/** The steps, by index, whose title, commands or checks hold a text; capitals do not matter. Nothing typed finds none. */
export function matchingSteps(steps: readonly StepView[], text: string): number[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  return steps.flatMap(({ step }, index) => {
    const words = [step.title, ...step.commands.map(each => each.text), ...step.checks.map(each => each.that)]
    return words.some(each => each.toLowerCase().includes(wanted)) ? [index] : []
  })
}
