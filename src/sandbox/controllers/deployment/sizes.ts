/** How large each ReplicaSet is to be: rolling.go, sync.go and deployment_util.go of pkg/controller/deployment. */
import { scaled } from '../runtime/int-or-percent.ts'
import { byCreation } from '../runtime/pods.ts'
import type { Deployment, ReplicaSet } from '../types/apps.ts'
import { allOf, availableOf, isInUse, maxReplicasAnnotation, sizeOf, sum, type Replicas } from './replica-sets.ts'

/** A ReplicaSet with the size that it is to have. */
export interface Resize {
  readonly set: ReplicaSet
  readonly to: number
}

export function replicasOf(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1
}

function isRolling(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type !== 'Recreate'
}

/** Surge rounds up and unavailability down; when both come to nothing, one pod may be unavailable (ResolveFenceposts). */
export function rolloutLimits(deployment: Deployment): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const replicas = replicasOf(deployment)
  if (!isRolling(deployment) || replicas === 0) return { maxSurge: 0, maxUnavailable: 0 }
  const rolling = deployment.spec.strategy?.rollingUpdate
  const maxSurge = scaled(rolling?.maxSurge ?? '25%', replicas, 'up')
  const maxUnavailable = scaled(rolling?.maxUnavailable ?? '25%', replicas, 'down')
  if (maxSurge === 0 && maxUnavailable === 0) return { maxSurge, maxUnavailable: 1 }
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) }
}

/** The next size of the new ReplicaSet (NewRSNewReplicas, reconcileNewReplicaSet). */
export function nextSizeOfNew(deployment: Deployment, replicas: Replicas): number {
  const wanted = replicasOf(deployment)
  const present = replicas.newSet === undefined ? 0 : sizeOf(replicas.newSet)
  if (!isRolling(deployment) || present >= wanted) return wanted
  const room = wanted + rolloutLimits(deployment).maxSurge - sum(allOf(replicas), sizeOf)
  return room <= 0 ? present : present + Math.min(room, wanted - present)
}

/** Which old ReplicaSets shrink next: first by what is unhealthy, then by what is spare (reconcileOldReplicaSets). */
export function shrinkOld(deployment: Deployment, replicas: Replicas): Resize[] {
  const { newSet } = replicas
  const oldSets = replicas.oldSets.filter(isInUse).sort(byCreation)
  if (oldSets.length === 0) return []
  const minAvailable = replicasOf(deployment) - rolloutLimits(deployment).maxUnavailable
  const unavailableNew = newSet === undefined ? 0 : sizeOf(newSet) - availableOf(newSet)
  const mayGo = sum(allOf(replicas), sizeOf) - minAvailable - unavailableNew
  if (mayGo <= 0) return []

  const sizes = new Map(oldSets.map(set => [set, sizeOf(set)]))
  let unhealthy = mayGo
  for (const set of oldSets) {
    const cut = Math.min(unhealthy, Math.max(0, sizeOf(set) - availableOf(set)))
    sizes.set(set, sizeOf(set) - cut)
    unhealthy -= cut
  }
  let spare = sum(allOf(replicas), availableOf) - minAvailable
  for (const [set, size] of sizes) {
    const cut = Math.min(size, Math.max(0, spare))
    sizes.set(set, size - cut)
    spare -= cut
  }
  return [...sizes].filter(([set, to]) => to !== sizeOf(set)).map(([set, to]) => ({ set, to }))
}

/** Sizes after the number of replicas was changed, in the midst of a rollout too (scale of sync.go). */
export function rescale(deployment: Deployment, replicas: Replicas): Resize[] {
  const wanted = replicasOf(deployment)
  const inUse = allOf(replicas).filter(isInUse)
  if (inUse.length <= 1) {
    const only = inUse[0] ?? replicas.newSet ?? [...replicas.oldSets].sort(byCreation).at(-1)
    return only === undefined ? [] : [{ set: only, to: wanted }]
  }
  const { newSet } = replicas
  const saturated = newSet !== undefined && sizeOf(newSet) === wanted && availableOf(newSet) === wanted
  if (saturated) return replicas.oldSets.filter(isInUse).map(set => ({ set, to: 0 }))
  return isRolling(deployment) ? proportionally(deployment, inUse) : []
}

/** Spreads what is added or taken over all ReplicaSets by their size; the largest takes what rounding leaves. */
function proportionally(deployment: Deployment, inUse: readonly ReplicaSet[]): Resize[] {
  const wanted = replicasOf(deployment)
  const { maxSurge } = rolloutLimits(deployment)
  const allowed = wanted > 0 ? wanted + maxSurge : 0
  const toAdd = allowed - sum(inUse, sizeOf)
  const newerFirst = (a: ReplicaSet, b: ReplicaSet): number => byCreation(b, a)
  const bySize = [...inUse].sort((a, b) => sizeOf(b) - sizeOf(a) || (toAdd > 0 ? newerFirst(a, b) : byCreation(a, b)))
  let added = 0
  const sizes = bySize.map(set => {
    const share = shareOf(deployment, set, wanted + maxSurge, toAdd, added)
    added += share
    return { set, to: sizeOf(set) + share }
  })
  const [largest, ...others] = sizes
  if (largest === undefined) return []
  return [{ set: largest.set, to: Math.max(0, largest.to + toAdd - added) }, ...others]
}

function shareOf(deployment: Deployment, set: ReplicaSet, total: number, toAdd: number, added: number): number {
  if (toAdd === 0 || toAdd === added) return 0
  if (replicasOf(deployment) === 0) return Math.max(-sizeOf(set), toAdd - added)
  const before = Number(set.metadata.annotations?.[maxReplicasAnnotation] ?? deployment.status?.replicas ?? 0)
  const share = before === 0 ? 0 : Math.round((sizeOf(set) * total) / before) - sizeOf(set)
  return toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added)
}
