/** The ReplicaSets of a Deployment: pkg/controller/deployment/util/deployment_util.go. */
import { sameJson } from '../runtime/hash.ts'
import { byCreation } from '../runtime/pods.ts'
import type { Deployment, ReplicaSet } from '../types/apps.ts'
import type { PodTemplate } from '../types/core.ts'

export const hashLabel = 'pod-template-hash'
export const revisionAnnotation = 'deployment.kubernetes.io/revision'
export const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history'
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas'
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas'

/** The one with the Deployment's template, and all others. */
export interface Replicas {
  readonly newSet: ReplicaSet | undefined
  readonly oldSets: readonly ReplicaSet[]
}

/** Whether two templates are equal but for the hash label (EqualIgnoreHash). */
export function sameTemplate(a: PodTemplate, b: PodTemplate): boolean {
  return sameJson(withoutHash(a), withoutHash(b))
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { labels = {} } = template.metadata ?? {}
  const rest = Object.fromEntries(Object.entries(labels).filter(([name]) => name !== hashLabel))
  return { ...template, metadata: { ...template.metadata, labels: rest } }
}

/** Of several ReplicaSets with the same template the oldest counts as the new one. */
export function divide(deployment: Deployment, sets: readonly ReplicaSet[]): Replicas {
  const byAge = [...sets].sort(byCreation)
  const newSet = byAge.find(set => sameTemplate(set.spec.template, deployment.spec.template))
  return { newSet, oldSets: byAge.filter(set => set !== newSet) }
}

export function allOf({ newSet, oldSets }: Replicas): ReplicaSet[] {
  return newSet === undefined ? [...oldSets] : [...oldSets, newSet]
}

export function sizeOf(set: ReplicaSet): number {
  return set.spec.replicas ?? 1
}

export function availableOf(set: ReplicaSet): number {
  return set.status?.availableReplicas ?? 0
}

export function sum(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number {
  return sets.reduce((total, set) => total + count(set), 0)
}

export function isInUse(set: ReplicaSet): boolean {
  return sizeOf(set) > 0
}

/** Revisions are 64-bit integers, which a number cannot hold exactly; what is none counts as 0. */
export function revisionOf({ metadata }: ReplicaSet): bigint {
  const text = metadata.annotations?.[revisionAnnotation] ?? ''
  return /^\d+$/.test(text) ? BigInt(text) : 0n
}

export function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const difference = revisionOf(a) - revisionOf(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** One more than the highest revision. */
export function nextRevision(sets: readonly ReplicaSet[]): bigint {
  return sets.map(revisionOf).reduce((highest, each) => (each > highest ? each : highest), 0n) + 1n
}
