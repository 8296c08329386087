import type { PersistentVolume, PersistentVolumeSpec } from 'kubernetes-types/core/v1.js'
import { timestamp } from '../../../clock.ts'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { forbiddenField, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { dnsSubdomain } from '../../validation/names.ts'
import { positiveQuantity } from '../../validation/quantities.ts'
import { immutable } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { accessModes, accessModesText, storageClassText, volumeModes } from './cells.ts'

const protection = 'kubernetes.io/pv-protection'
const policies = ['Delete', 'Recycle', 'Retain']

/** pkg/registry/core/persistentvolume/strategy.go, and ValidatePersistentVolume of pkg/apis/core (v1.35). */
export const persistentVolumeKind = defineKind<PersistentVolume>({
  resource: { group: '', resource: 'persistentvolumes' },
  returnsDeleted: true,
  defaults(volume) {
    const spec = (volume.spec ??= {})
    spec.persistentVolumeReclaimPolicy ??= 'Retain'
    spec.volumeMode ??= 'Filesystem'
    if (spec.hostPath) spec.hostPath.type ??= ''
  },
  statusDefaults(volume) {
    if (volume.status) volume.status.phase ??= 'Pending'
  },
  prepareForCreate(volume, { clock }) {
    volume.status = { phase: 'Pending', lastPhaseTransitionTime: timestamp(clock) }
  },
  admitCreate({ metadata }) {
    // StorageObjectInUseProtection: a volume that is bound stays until its claim is gone.
    metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), protection])]
  },
  validate: ({ spec = {} }) => specErrors(spec),
  validateUpdate: (volume, old) => changeErrors(volume.spec ?? {}, old.spec ?? {}),
  columns: [
    nameColumn,
    { name: 'Capacity' },
    { name: 'Access Modes' },
    { name: 'Reclaim Policy' },
    { name: 'Status' },
    { name: 'Claim' },
    { name: 'StorageClass' },
    { name: 'VolumeAttributesClass' },
    { name: 'Reason' },
    ageColumn,
    { name: 'VolumeMode', priority: 1 }
  ],
  cells(volume, context) {
    const { metadata = {}, spec = {}, status } = volume
    const claim = spec.claimRef
    return [
      nameOf(volume),
      spec.capacity?.storage ?? '0',
      accessModesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''),
      claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : '',
      storageClassText(metadata.annotations, spec.storageClassName),
      (spec as { volumeAttributesClassName?: string }).volumeAttributesClassName ?? '<unset>',
      status?.reason ?? '',
      ageCell(volume, context),
      spec.volumeMode ?? '<unset>'
    ]
  }
})

const sources = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'hostPath',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi'
] as const satisfies readonly (keyof PersistentVolumeSpec)[]

function specErrors(spec: PersistentVolumeSpec): FieldError[] {
  const errors: FieldError[] = []
  if (!spec.accessModes?.length) errors.push(required('spec.accessModes'))
  for (const mode of spec.accessModes ?? [])
    if (!accessModes.includes(mode)) errors.push(unsupported('spec.accessModes', mode, accessModes))
  if ((spec.accessModes ?? []).length > 1 && spec.accessModes?.includes('ReadWriteOncePod')) {
    const why = 'may not use ReadWriteOncePod with other access modes'
    errors.push(forbiddenField('spec.accessModes', why))
  }
  const capacity = spec.capacity ?? {}
  if (Object.keys(capacity).length === 0) errors.push(required('spec.capacity'))
  if (capacity.storage === undefined || Object.keys(capacity).length > 1)
    errors.push(unsupported('spec.capacity', capacity, ['storage']))
  for (const [name, amount] of Object.entries(capacity))
    errors.push(...positiveQuantity(amount, `spec.capacity[${name}]`))
  const policy = spec.persistentVolumeReclaimPolicy ?? ''
  if (!policies.includes(policy)) errors.push(unsupported('spec.persistentVolumeReclaimPolicy', policy, policies))
  const present = sources.filter(source => spec[source] !== undefined)
  if (present.length === 0) errors.push(required('spec', 'must specify a volume type'))
  for (const source of present.slice(1))
    errors.push(forbiddenField(`spec.${source}`, 'may not specify more than 1 volume type'))
  errors.push(...hostPathErrors(spec))
  if (spec.local && !spec.nodeAffinity?.required)
    errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'))
  const storageClass = spec.storageClassName
  if (storageClass)
    errors.push(...dnsSubdomain(storageClass).map(problem => invalid('spec.storageClassName', storageClass, problem)))
  const mode = spec.volumeMode ?? ''
  if (!volumeModes.includes(mode)) errors.push(unsupported('spec.volumeMode', mode, volumeModes))
  return errors
}

function hostPathErrors({ hostPath, persistentVolumeReclaimPolicy: policy }: PersistentVolumeSpec): FieldError[] {
  if (!hostPath) return []
  const { path = '' } = hostPath as Partial<typeof hostPath>
  if (path === '') return [required('spec.hostPath.path')]
  if (path.split('/').includes('..')) return [invalid('spec.hostPath.path', path, "must not contain '..'")]
  if (/^\/+$/.test(path) && policy === 'Recycle')
    return [forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")]
  return []
}

function changeErrors(spec: PersistentVolumeSpec, old: PersistentVolumeSpec): FieldError[] {
  const errors: FieldError[] = []
  if (sources.some(source => !equalJson(spec[source], old[source])))
    errors.push(
      forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')
    )
  errors.push(...immutable(spec.volumeMode, old.volumeMode, 'spec.volumeMode'))
  if (old.nodeAffinity) errors.push(...immutable(spec.nodeAffinity, old.nodeAffinity, 'spec.nodeAffinity'))
  return errors
}
