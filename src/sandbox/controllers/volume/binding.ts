/** Which volume a claim can have: pkg/controller/volume/persistentvolume/index.go (v1.35). */
import type { LabelSelector } from '../../client.ts'
import type { KubeObject } from '../../object.ts'
import { parseQuantity } from '../../scheduler/quantity.ts'
import { matchesSelector } from '../runtime/labels.ts'

export interface Claim extends KubeObject {
  spec: {
    accessModes?: string[]
    resources?: { requests?: { storage?: string } }
    selector?: LabelSelector
    storageClassName?: string
    volumeMode?: string
    volumeName?: string
  }
  status?: { phase?: string; accessModes?: string[]; capacity?: Record<string, string> }
}

export interface Volume extends KubeObject {
  spec: {
    accessModes?: string[]
    capacity?: Record<string, string>
    claimRef?: { namespace?: string; name?: string; uid?: string }
    persistentVolumeReclaimPolicy?: string
    storageClassName?: string
    volumeMode?: string
  }
  status?: { phase?: string; message?: string; reason?: string }
}

/** Whether a volume was promised to a claim, by its name and, when it says so, by its uid. */
export function isFor({ spec: { claimRef } }: Volume, { metadata }: Claim): boolean {
  if (!claimRef || claimRef.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false
  return claimRef.uid === undefined || claimRef.uid === metadata.uid
}

/** The smallest volume that fulfils a claim; one that was promised to it goes before all others. */
export function bestMatch(claim: Claim, volumes: Iterable<Volume>): Volume | undefined {
  const candidates = [...volumes].filter(volume => fulfils(volume, claim))
  const size = ({ spec }: Volume): number => parseQuantity(spec.capacity?.storage ?? '0')
  return (
    candidates.find(volume => isFor(volume, claim)) ??
    candidates.filter(({ spec }) => !spec.claimRef).sort((a, b) => size(a) - size(b))[0]
  )
}

function fulfils({ metadata, spec, status }: Volume, claim: Claim): boolean {
  const wanted = claim.spec
  return (
    metadata.deletionTimestamp === undefined &&
    status?.phase !== 'Released' &&
    status?.phase !== 'Failed' &&
    (spec.storageClassName ?? '') === (wanted.storageClassName ?? '') &&
    (spec.volumeMode ?? 'Filesystem') === (wanted.volumeMode ?? 'Filesystem') &&
    (wanted.accessModes ?? []).every(mode => spec.accessModes?.includes(mode)) &&
    parseQuantity(spec.capacity?.storage ?? '0') >= parseQuantity(wanted.resources?.requests?.storage ?? '0') &&
    (wanted.selector === undefined || matchesSelector(wanted.selector, metadata.labels))
  )
}
