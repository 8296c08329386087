/** Who owns the claims of a StatefulSet, and so takes them along: pkg/controller/statefulset/stateful_set_utils.go. */
import type { Client } from '../../client.ts'
import type { OwnerReference } from '../../object.ts'
import { sameJson } from '../runtime/hash.ts'
import { controllerReference } from '../runtime/owner-references.ts'
import { persistentVolumeClaims } from '../runtime/resources.ts'
import type { StatefulSet } from '../types/apps.ts'
import type { Pod } from '../types/core.ts'
import { claimsOf, ordinalOf } from './identity.ts'

/** The owner that a claim gets with its pod; none when claims are to outlive their StatefulSet. */
export function claimOwner(set: StatefulSet): OwnerReference | undefined {
  return set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete' ? controllerReference(set) : undefined
}

/**
 * Gives the claims of pods the owners that the retention policy asks for: the StatefulSet when they go with it, the pod
 * when that is one too many and its claims go with it.
 */
export function keepClaimOwners(client: Client, set: StatefulSet, pods: readonly Pod[]): void {
  const { whenScaled = 'Retain' } = set.spec.persistentVolumeClaimRetentionPolicy ?? {}
  const start = set.spec.ordinals?.start ?? 0
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod)
    if (ordinal === undefined) continue
    const isSurplus = ordinal < start || ordinal >= start + (set.spec.replicas ?? 1)
    const owner = isSurplus && whenScaled === 'Delete' ? controllerReference(pod) : claimOwner(set)
    for (const { metadata } of claimsOf(set, ordinal)) {
      const claim = client.get(persistentVolumeClaims, metadata.namespace, metadata.name)
      if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) continue
      const present = claim.metadata.ownerReferences ?? []
      const others = present.filter(({ uid }) => uid !== set.metadata.uid && uid !== pod.metadata.uid)
      const wanted = owner === undefined ? others : [...others, owner]
      if (sameJson(wanted, present)) continue
      const ownerReferences = wanted.length === 0 ? null : wanted
      client.patch(persistentVolumeClaims, metadata.namespace, metadata.name, { metadata: { ownerReferences } })
    }
  }
}
