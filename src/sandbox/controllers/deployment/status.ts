/** The status of a Deployment and how its rollout goes: sync.go and progress.go of pkg/controller/deployment. */
import type { Clock } from '../../clock.ts'
import { timestamp } from '../../clock.ts'
import { findCondition } from '../runtime/conditions.ts'
import { timeOf } from '../runtime/pods.ts'
import type { Deployment, DeploymentStatus } from '../types/apps.ts'
import type { Condition } from '../types/core.ts'
import { allOf, availableOf, sizeOf, sum, type Replicas } from './replica-sets.ts'
import { replicasOf, rolloutLimits } from './sizes.ts'

/** A deadline of the largest 32-bit number says that there is none. */
const noDeadline = 2 ** 31 - 1

export function hasDeadline(deployment: Deployment): boolean {
  const { progressDeadlineSeconds } = deployment.spec
  return progressDeadlineSeconds !== undefined && progressDeadlineSeconds !== noDeadline
}

/** The numbers and the condition Available. */
export function calculateStatus(deployment: Deployment, replicas: Replicas, clock: Clock): DeploymentStatus {
  const all = allOf(replicas)
  const available = sum(all, availableOf)
  const ready = sum(all, set => set.status?.readyReplicas ?? 0)
  const actual = sum(all, set => set.status?.replicas ?? 0)
  const updated = replicas.newSet?.status?.replicas ?? 0
  const unavailable = Math.max(0, sum(all, sizeOf) - available)
  const before = deployment.status
  const enough = available >= replicasOf(deployment) - rolloutLimits(deployment).maxUnavailable
  const condition = enough
    ? newCondition(clock, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : newCondition(
        clock,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.'
      )
  return {
    ...(deployment.metadata.generation === undefined ? {} : { observedGeneration: deployment.metadata.generation }),
    ...(actual === 0 ? {} : { replicas: actual }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(unavailable === 0 ? {} : { unavailableReplicas: unavailable }),
    terminatingReplicas: sum(all, set => set.status?.terminatingReplicas ?? 0),
    ...(before?.collisionCount === undefined ? {} : { collisionCount: before.collisionCount }),
    conditions: setCondition(before?.conditions, condition)
  }
}

/** The status with the conditions Progressing and ReplicaFailure (syncRolloutStatus). */
export function rolloutStatus(deployment: Deployment, replicas: Replicas, clock: Clock): DeploymentStatus {
  const status = calculateStatus(deployment, replicas, clock)
  let { conditions } = status
  if (!hasDeadline(deployment)) conditions = without(conditions, 'Progressing')
  const present = findCondition(conditions, 'Progressing')
  const wasComplete = present?.reason === 'NewReplicaSetAvailable' && status.replicas === status.updatedReplicas
  if (hasDeadline(deployment) && !wasComplete) {
    conditions = withProgress(deployment, status, replicas, conditions, clock)
  }
  const failure = failureOf(replicas)
  conditions = failure === undefined ? without(conditions, 'ReplicaFailure') : setCondition(conditions, failure)
  return { ...status, conditions }
}

function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  { newSet }: Replicas,
  conditions: readonly Condition[] | undefined,
  clock: Clock
): Condition[] {
  const subject =
    newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`
    return setCondition(conditions, newCondition(clock, 'Progressing', 'True', 'NewReplicaSetAvailable', message))
  }
  if (hasProgressed(deployment, status)) {
    const message = `${subject} is progressing.`
    const present = findCondition(conditions, 'Progressing')
    const next = newCondition(clock, 'Progressing', 'True', 'ReplicaSetUpdated', message)
    const since = present?.status === 'True' ? { lastTransitionTime: present.lastTransitionTime ?? '' } : {}
    // Each step of progress renews lastUpdateTime, from which the deadline counts.
    return [...without(conditions, 'Progressing'), { ...next, ...since }]
  }
  if (hasTimedOut(deployment, conditions, clock)) {
    const message = `${subject} has timed out progressing.`
    return setCondition(conditions, newCondition(clock, 'Progressing', 'False', 'ProgressDeadlineExceeded', message))
  }
  return [...(conditions ?? [])]
}

export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const wanted = replicasOf(deployment)
  return (
    (status?.updatedReplicas ?? 0) === wanted &&
    (status?.replicas ?? 0) === wanted &&
    (status?.availableReplicas ?? 0) === wanted &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

function hasProgressed({ status: before }: Deployment, status: DeploymentStatus): boolean {
  const old = (each: DeploymentStatus | undefined): number => (each?.replicas ?? 0) - (each?.updatedReplicas ?? 0)
  return (
    (status.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    old(status) < old(before) ||
    (status.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  )
}

function hasTimedOut(deployment: Deployment, conditions: readonly Condition[] | undefined, clock: Clock): boolean {
  const present = findCondition(conditions, 'Progressing')
  if (present === undefined || present.reason === 'NewReplicaSetAvailable') return false
  return present.reason === 'ProgressDeadlineExceeded' || deadlineIn(deployment, clock) <= 0
}

/** Milliseconds that a rollout has left before it counts as stuck. */
export function deadlineIn(deployment: Deployment, clock: Clock): number {
  const present = findCondition(deployment.status?.conditions, 'Progressing')
  const seconds = deployment.spec.progressDeadlineSeconds ?? 600
  return timeOf(present?.lastUpdateTime) + seconds * 1000 - clock.now()
}

function failureOf({ newSet, oldSets }: Replicas): Condition | undefined {
  for (const set of newSet === undefined ? oldSets : [newSet, ...oldSets]) {
    const failure = findCondition(set.status?.conditions, 'ReplicaFailure')
    if (failure !== undefined) {
      return { ...failure, lastUpdateTime: failure.lastUpdateTime ?? failure.lastTransitionTime ?? '' }
    }
  }
  return undefined
}

export function newCondition(
  clock: Clock,
  type: string,
  status: Condition['status'],
  reason: string,
  message: string
): Condition {
  const now = timestamp(clock)
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message }
}

/** SetDeploymentCondition: the same status for the same reason stays as it was, whatever its message. */
export function setCondition(conditions: readonly Condition[] | undefined, condition: Condition): Condition[] {
  const present = findCondition(conditions, condition.type)
  if (present?.status === condition.status && present.reason === condition.reason) return [...(conditions ?? [])]
  const since = present?.status === condition.status ? { lastTransitionTime: present.lastTransitionTime ?? '' } : {}
  return [...without(conditions, condition.type), { ...condition, ...since }]
}

function without(conditions: readonly Condition[] | undefined, type: string): Condition[] {
  return (conditions ?? []).filter(condition => condition.type !== type)
}
