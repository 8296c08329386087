import type { Clock } from '../../clock.ts'
import type { Pod } from '../types/core.ts'
import { findCondition, isTrue } from './conditions.ts'

/** Words and rules of k8s.io/kubernetes/pkg/api/v1/pod and pkg/controller/controller_utils.go. */
export function isReady(pod: Pod): boolean {
  return isTrue(pod.status?.conditions, 'Ready')
}

/** Ready for at least `minReadySeconds`. */
export function isAvailable(pod: Pod, minReadySeconds: number, clock: Clock): boolean {
  return isReady(pod) && availableIn(pod, minReadySeconds, clock) <= 0
}

/** Milliseconds until a ready pod counts as available; 0 or less when it does. */
export function availableIn(pod: Pod, minReadySeconds: number, clock: Clock): number {
  if (minReadySeconds === 0) return 0
  const since = findCondition(pod.status?.conditions, 'Ready')?.lastTransitionTime
  return since === undefined ? 0 : Date.parse(since) + minReadySeconds * 1000 - clock.now()
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded'
}

export function isActive(pod: Pod): boolean {
  return !isTerminating(pod) && !isFinished(pod)
}

/** Milliseconds since the epoch of an RFC 3339 time; 0 when there is none. */
export function timeOf(time: string | undefined): number {
  return time === undefined ? 0 : Date.parse(time)
}

/** Oldest first; the name decides between those of the same second. */
export function byCreation(a: { metadata: Pod['metadata'] }, b: { metadata: Pod['metadata'] }): number {
  const order = timeOf(a.metadata.creationTimestamp) - timeOf(b.metadata.creationTimestamp)
  return order !== 0 ? order : a.metadata.name < b.metadata.name ? -1 : 1
}

const phases = { Pending: 0, Unknown: 1, Running: 2, Succeeded: 2, Failed: 2 }

/**
 * Who goes first when a ReplicaSet has too many pods (controller.ActivePodsWithRanks): not assigned, pending, not
 * ready, on the node with most of them, ready for a shorter time, restarted more often, younger.
 *
 * @param rank how many pods of the set are on the pod's node.
 */
export function deletionOrder(rank: (pod: Pod) => number): (a: Pod, b: Pod) => number {
  return (a, b) =>
    Number(a.spec.nodeName !== undefined) - Number(b.spec.nodeName !== undefined) ||
    phases[a.status?.phase ?? 'Pending'] - phases[b.status?.phase ?? 'Pending'] ||
    Number(isReady(a)) - Number(isReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    rank(b) - rank(a) ||
    readySince(b) - readySince(a) ||
    restarts(b) - restarts(a) ||
    timeOf(b.metadata.creationTimestamp) - timeOf(a.metadata.creationTimestamp)
}

function deletionCost(pod: Pod): number {
  return Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0)
}

function readySince(pod: Pod): number {
  return isReady(pod) ? timeOf(findCondition(pod.status?.conditions, 'Ready')?.lastTransitionTime) : 0
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map(status => status.restartCount))
}
