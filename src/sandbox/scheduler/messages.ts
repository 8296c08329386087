import type { Rejection } from './filters.ts'

/**
 * The sentence of a FailedScheduling event: FitError.Error of pkg/scheduler/framework/types.go.
 *
 * @param rejections one for each node.
 * @param preemption what came of the attempt to make room, without the word itself; '' when room is being made.
 */
export function failedScheduling(rejections: readonly Rejection[], preemption: string): string {
  if (rejections.length === 0) return 'no nodes available to schedule pods'
  return `${noneAvailable(rejections)}${preemption === '' ? '' : ` preemption: ${preemption}`}`
}

/** For example `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.` */
export function noneAvailable(rejections: readonly Rejection[]): string {
  return `0/${rejections.length} nodes are available: ${histogram(rejections.flatMap(({ reasons }) => reasons))}.`
}

/** Reasons with how often they occur, sorted as text. */
function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ')
}
