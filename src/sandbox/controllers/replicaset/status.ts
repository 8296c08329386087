/** The status of a ReplicaSet or ReplicationController: calculateStatus of replica_set_utils.go. */
import type { Clock } from '../../clock.ts'
import { findCondition, withCondition } from '../runtime/conditions.ts'
import { matchesLabels } from '../runtime/labels.ts'
import { isActive, isAvailable, isFinished, isReady, isTerminating } from '../runtime/pods.ts'
import type { ReplicaSet, ReplicaSetStatus, ReplicationController } from '../types/apps.ts'
import type { Condition, Pod } from '../types/core.ts'

/**
 * @param owned all pods; those that neither ended nor are being deleted count as replicas.
 * @param failure why pods could not be created or deleted just now.
 */
export function replicaStatus(
  owner: ReplicaSet | ReplicationController,
  owned: readonly Pod[],
  failure: { readonly reason: string; readonly message: string } | undefined,
  clock: Clock,
  now: string
): ReplicaSetStatus {
  const active = owned.filter(isActive)
  const terminating = owned.filter(pod => isTerminating(pod) && !isFinished(pod)).length
  const labels = owner.spec.template.metadata?.labels ?? {}
  const labelled = active.filter(pod => matchesLabels(labels, pod.metadata.labels)).length
  const ready = active.filter(isReady).length
  const available = active.filter(pod => isAvailable(pod, owner.spec.minReadySeconds ?? 0, clock)).length
  const conditions = withFailure(owner.status?.conditions, failure, now)
  return {
    replicas: active.length,
    ...(labelled === 0 ? {} : { fullyLabeledReplicas: labelled }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(owner.kind === 'ReplicaSet' ? { terminatingReplicas: terminating } : {}),
    ...(owner.metadata.generation === undefined ? {} : { observedGeneration: owner.metadata.generation }),
    ...(conditions.length === 0 ? {} : { conditions })
  }
}

function withFailure(
  conditions: readonly Condition[] | undefined,
  failure: { readonly reason: string; readonly message: string } | undefined,
  now: string
): Condition[] {
  if (failure === undefined) return (conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure')
  // The first failure is kept until it is over, so that its time tells how long it has lasted.
  if (findCondition(conditions, 'ReplicaFailure') !== undefined) return [...(conditions ?? [])]
  return withCondition(conditions, { type: 'ReplicaFailure', status: 'True', ...failure, lastTransitionTime: now })
}
