/** What a PodDisruptionBudget asks for, of the pods that there are: pkg/controller/disruption (v1.35). */
import type { LabelSelector } from '../../client.ts'
import type { KubeObject } from '../../object.ts'
import { withCondition } from '../runtime/conditions.ts'
import { scaled } from '../runtime/int-or-percent.ts'
import { isReady, isTerminating, timeOf } from '../runtime/pods.ts'
import type { IntOrPercent } from '../types/apps.ts'
import type { Condition, Pod } from '../types/core.ts'

export interface PodDisruptionBudget extends KubeObject {
  spec: {
    selector?: LabelSelector
    minAvailable?: IntOrPercent
    maxUnavailable?: IntOrPercent
  }
  status?: BudgetStatus
}

export interface BudgetStatus {
  observedGeneration?: number
  disruptedPods?: Record<string, string>
  disruptionsAllowed: number
  currentHealthy: number
  desiredHealthy: number
  expectedPods: number
  conditions?: Condition[]
}

/** A pod whose eviction was granted is forgotten when it is still there after this time (DeletionTimeout). */
export const deletionTimeout = 120_000

/**
 * The status of a budget: updatePdbStatus of pkg/controller/disruption/disruption.go.
 *
 * @param scale how many pods the controllers of these pods want together; needed for percentages only.
 * @param now milliseconds since the epoch, and the same as the API writes times.
 */
export function statusOf(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  scale: () => number,
  { now, time }: { readonly now: number; readonly time: string }
): BudgetStatus {
  const disrupted = stillDisrupted(budget, pods, now)
  const healthy = pods.filter(pod => isReady(pod) && !isTerminating(pod) && disrupted[pod.metadata.name] === undefined)
  const { expected, desired } = wantedOf(budget, pods.length, scale)
  const allowed = expected <= 0 ? 0 : Math.max(0, healthy.length - desired)
  const generation = budget.metadata.generation ?? 0
  const condition = {
    type: 'DisruptionAllowed',
    status: allowed > 0 ? ('True' as const) : ('False' as const),
    observedGeneration: generation,
    lastTransitionTime: time,
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: ''
  }
  return {
    observedGeneration: generation,
    ...(Object.keys(disrupted).length > 0 ? { disruptedPods: disrupted } : {}),
    disruptionsAllowed: allowed,
    currentHealthy: healthy.length,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: withCondition(budget.status?.conditions, condition)
  }
}

/** getExpectedPodCount: how many pods are expected, and how many of them shall stay healthy. */
function wantedOf(
  { spec: { minAvailable, maxUnavailable } }: PodDisruptionBudget,
  pods: number,
  scale: () => number
): { expected: number; desired: number } {
  if (maxUnavailable !== undefined) {
    const expected = scale()
    return { expected, desired: Math.max(0, expected - scaled(maxUnavailable, expected, 'up')) }
  }
  if (typeof minAvailable === 'string') {
    const expected = scale()
    return { expected, desired: scaled(minAvailable, expected, 'up') }
  }
  return { expected: pods, desired: minAvailable ?? 0 }
}

/** Evictions that were granted and whose pods are still to go: buildDisruptedPodMap. */
function stillDisrupted(budget: PodDisruptionBudget, pods: readonly Pod[], now: number): Record<string, string> {
  const granted = Object.entries(budget.status?.disruptedPods ?? {}).filter(([name, time]) => {
    const pod = pods.find(({ metadata }) => metadata.name === name)
    return pod !== undefined && !isTerminating(pod) && timeOf(time) + deletionTimeout > now
  })
  return Object.fromEntries(granted)
}
