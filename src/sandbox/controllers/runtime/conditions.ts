import type { Condition } from '../types/core.ts'

export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find(condition => condition.type === type)
}

const answers = new WeakMap<readonly Condition[], Map<string, boolean>>()

/** Controllers ask this of thousands of objects at each look: what is stored, and so never changes, is asked once. */
export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  if (conditions === undefined) return false
  if (!Object.isFrozen(conditions)) return findCondition(conditions, type)?.status === 'True'
  const known = answers.get(conditions) ?? new Map<string, boolean>()
  answers.set(conditions, known)
  let answer = known.get(type)
  if (answer === undefined) known.set(type, (answer = findCondition(conditions, type)?.status === 'True'))
  return answer
}

/** Conditions with one put in place of its forerunner; an unchanged status keeps the time of its last transition. */
export function withCondition(conditions: readonly Condition[] | undefined, condition: Condition): Condition[] {
  const before = findCondition(conditions, condition.type)
  const kept =
    before !== undefined && before.status === condition.status && before.lastTransitionTime !== undefined
      ? { ...condition, lastTransitionTime: before.lastTransitionTime }
      : condition
  if (before === undefined) return [...(conditions ?? []), kept]
  return (conditions ?? []).map(each => (each.type === condition.type ? kept : each))
}
