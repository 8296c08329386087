/**
 * Which pods would have to go so that a more important one fits: pkg/scheduler/framework/preemption/preemption.go and
 * pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go (v1.35). Nothing here changes anything.
 */
import type { PodDisruptionBudget } from '../controllers/disruption/budget.ts'
import { isEmptySelector, matchesSelector } from '../controllers/runtime/labels.ts'
import { isTerminating, timeOf } from '../controllers/runtime/pods.ts'
import type { Pod } from '../controllers/types/core.ts'
import type { Rejection } from './filters.ts'
import { priorityOf } from './priority.ts'

/** The pods that would have to leave a node, the most important first. */
export interface Victims {
  readonly node: string
  readonly pods: readonly [Pod, ...Pod[]]
  /** How many of them a PodDisruptionBudget would rather keep. */
  readonly violations: number
}

/** Why the scheduler deletes a pod, in its condition DisruptionTarget (v1.PodReasonPreemptionByScheduler). */
export const preemptionReason = 'PreemptionByScheduler'

/**
 * The fewest and least important pods of a node without which another fits it (SelectVictimsOnNode).
 *
 * @param there the pods that hold resources of the node.
 * @param rejectsBeside why the pod would not fit were only these on the node.
 * @returns why it would not fit even without all that are less important, when that is so.
 */
export function selectVictims(
  pod: Pod,
  node: string,
  there: readonly Pod[],
  rejectsBeside: (kept: readonly Pod[]) => Rejection | undefined,
  budgets: readonly PodDisruptionBudget[]
): Victims | Rejection {
  const lesser = there.filter(each => priorityOf(each) < priorityOf(pod))
  if (lesser.length === 0) return { reasons: ['No preemption victims found for incoming pod'], preemptable: false }
  let kept = there.filter(each => !lesser.includes(each))
  const rejection = rejectsBeside(kept)
  if (rejection !== undefined) return rejection
  const { violating, others } = byBudget(lesser.sort(importance), budgets)
  const victims: Pod[] = []
  // The most important are spared first, and before them those that a budget wants to keep.
  for (const each of [...violating, ...others]) {
    if (rejectsBeside([...kept, each]) === undefined) kept = [...kept, each]
    else victims.push(each)
  }
  const violations = victims.filter(each => violating.includes(each)).length
  const [first, ...rest] = victims.sort(importance)
  // The pod did not fit with all of them, so that one at least has to go.
  if (first === undefined)
    return { reasons: [`expected at least one victim pod on node "${node}"`], preemptable: false }
  return { node, pods: [first, ...rest], violations }
}

/** More important pods first: by priority, then those that run for longer (util.MoreImportantPod). */
function importance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b)
}

/** A pod that has not started counts as starting now. */
function startOf(pod: Pod): number {
  return pod.status?.startTime === undefined ? Infinity : timeOf(pod.status.startTime)
}

/**
 * Tells pods apart by whether their budgets would be violated if they went, in the order given
 * (filterPodsWithPDBViolation). A budget that selects everything by an empty selector counts for none here.
 */
function byBudget(
  pods: readonly Pod[],
  budgets: readonly PodDisruptionBudget[]
): { readonly violating: readonly Pod[]; readonly others: readonly Pod[] } {
  const left = new Map(budgets.map(budget => [budget, budget.status?.disruptionsAllowed ?? 0]))
  const violating = pods.filter(pod => {
    let violates = false
    for (const budget of budgets) {
      if (!guards(budget, pod)) continue
      // An eviction of it was granted already.
      if (budget.status?.disruptedPods?.[pod.metadata.name] !== undefined) continue
      const allowed = (left.get(budget) ?? 0) - 1
      left.set(budget, allowed)
      if (allowed < 0) violates = true
    }
    return violates
  })
  return { violating, others: pods.filter(pod => !violating.includes(pod)) }
}

function guards({ metadata, spec: { selector } }: PodDisruptionBudget, pod: Pod): boolean {
  if (metadata.namespace !== pod.metadata.namespace || selector === undefined || isEmptySelector(selector)) return false
  return Object.keys(pod.metadata.labels ?? {}).length > 0 && matchesSelector(selector, pod.metadata.labels)
}

/**
 * The node whose pods are to go (pickOneNodeForPreemption): the fewest violated budgets, the least important victims,
 * then the smallest sum of their priorities, the fewest of them, and the latest start of the most important ones.
 */
export function pickCandidate(candidates: readonly [Victims, ...Victims[]]): Victims {
  const [first, ...rest] = candidates
  return rest.reduce((best, each) => (isBetter(each, best) ? each : best), first)
}

function isBetter(a: Victims, b: Victims): boolean {
  const [costs, others] = [costOf(a), costOf(b)]
  const index = costs.findIndex((cost, at) => cost !== others[at])
  return index >= 0 && (costs[index] ?? 0) < (others[index] ?? 0)
}

function costOf({ pods, violations }: Victims): readonly number[] {
  const highest = priorityOf(pods[0])
  // Each counts for more than zero, so that many of a negative priority cost more than few (MaxInt32 + 1).
  const sum = pods.reduce((total, pod) => total + priorityOf(pod) + 2 ** 31, 0)
  const started = Math.min(...pods.filter(pod => priorityOf(pod) === highest).map(startOf))
  return [violations, highest, sum, pods.length, -started]
}

/** Whether the scheduler has told a pod to go and it still goes (podTerminatingByPreemption). */
export function leavesForAnother(pod: Pod): boolean {
  const target = pod.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')
  return isTerminating(pod) && target?.status === 'True' && target.reason === preemptionReason
}
