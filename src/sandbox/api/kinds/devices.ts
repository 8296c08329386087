import type { ObjectMeta } from 'kubernetes-types/meta/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { defineKind, type Kind } from './kind.ts'

// The rows of resource.k8s.io and of storagemigration.k8s.io, whose kinds are otherwise served the generic way
// (pkg/printers/internalversion/printers.go, v1.35).

const group = 'resource.k8s.io'

interface ResourceClaim {
  metadata?: ObjectMeta
  status?: { allocation?: object; reservedFor?: object[] }
}

interface ResourceSlice {
  metadata?: ObjectMeta
  spec?: { nodeName?: string; driver?: string; pool?: { name?: string } }
}

interface LeaseCandidate {
  metadata?: ObjectMeta
  spec?: { leaseName?: string; binaryVersion?: string; emulationVersion?: string }
}

const aged = (resource: string): Kind =>
  defineKind<{ metadata?: ObjectMeta }>({
    resource: { group, resource },
    columns: [nameColumn, ageColumn],
    cells: (object, context) => [nameOf(object), ageCell(object, context)]
  })

const claim = defineKind<ResourceClaim>({
  resource: { group, resource: 'resourceclaims' },
  columns: [nameColumn, { name: 'State' }, ageColumn],
  cells: (object, context) => [nameOf(object), stateText(object), ageCell(object, context)]
})

function stateText({ metadata, status }: ResourceClaim): string {
  const deleted = metadata?.deletionTimestamp !== undefined
  const states = deleted ? ['deleted'] : []
  if (status?.allocation) states.push('allocated', ...(status.reservedFor?.length ? ['reserved'] : []))
  else if (!deleted) states.push('pending')
  return states.join(',')
}

const slice = defineKind<ResourceSlice>({
  resource: { group, resource: 'resourceslices' },
  selectableFields: {
    'spec.nodeName': object => object.spec?.nodeName ?? '',
    'spec.driver': object => object.spec?.driver ?? ''
  },
  columns: [nameColumn, { name: 'Node' }, { name: 'Driver' }, { name: 'Pool' }, ageColumn],
  cells: (object, context) => [
    nameOf(object),
    object.spec?.nodeName ?? '',
    object.spec?.driver ?? '',
    object.spec?.pool?.name ?? '',
    ageCell(object, context)
  ]
})

const candidate = defineKind<LeaseCandidate>({
  resource: { group: 'coordination.k8s.io', resource: 'leasecandidates' },
  columns: [nameColumn, { name: 'LeaseName' }, { name: 'BinaryVersion' }, { name: 'EmulationVersion' }, ageColumn],
  cells: (object, context) => [
    nameOf(object),
    object.spec?.leaseName ?? '',
    object.spec?.binaryVersion ?? '',
    object.spec?.emulationVersion ?? '',
    ageCell(object, context)
  ]
})

export const deviceKinds: readonly Kind[] = [
  aged('deviceclasses'),
  aged('resourceclaimtemplates'),
  claim,
  slice,
  candidate
]
