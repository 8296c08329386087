import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1.js'
import type { StorageClass } from 'kubernetes-types/storage/v1.js'
import { parseQuantity } from '../../../scheduler/quantity.ts'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { forbiddenField, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { labelSelectorErrors } from '../../validation/label-selector.ts'
import { dnsSubdomain } from '../../validation/names.ts'
import { positiveQuantity } from '../../validation/quantities.ts'
import { immutable } from '../../validation/values.ts'
import { defineKind, type Draft, type KindContext } from '../kind.ts'
import { accessModes, accessModesText, storageClassText, volumeModes } from './cells.ts'
import { isDefaultClass } from './storage-class.ts'

const protection = 'kubernetes.io/pvc-protection'

type Spec = PersistentVolumeClaimSpec & { volumeAttributesClassName?: string }

/** pkg/registry/core/persistentvolumeclaim/strategy.go, and the validation of pkg/apis/core (v1.35). */
export const persistentVolumeClaimKind = defineKind<PersistentVolumeClaim>({
  resource: { group: '', resource: 'persistentvolumeclaims' },
  returnsDeleted: true,
  defaults(claim) {
    const spec = (claim.spec ??= {})
    spec.volumeMode ??= 'Filesystem'
  },
  statusDefaults(claim) {
    if (claim.status) claim.status.phase ??= 'Pending'
  },
  prepareForCreate(claim) {
    claim.status = { phase: 'Pending' }
  },
  admitCreate(claim, context) {
    // StorageObjectInUseProtection: a claim that a pod uses stays until the pod is gone.
    const { metadata } = claim
    metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), protection])]
    setDefaultClass(claim, context)
  },
  validate: ({ spec = {} }) => claimSpecErrors(spec, 'spec'),
  validateUpdate: changeErrors,
  columns: [
    nameColumn,
    { name: 'Status' },
    { name: 'Volume' },
    { name: 'Capacity' },
    { name: 'Access Modes' },
    { name: 'StorageClass' },
    { name: 'VolumeAttributesClass' },
    ageColumn,
    { name: 'VolumeMode', priority: 1 }
  ],
  cells(claim, context) {
    const { metadata = {}, status } = claim
    const spec: Spec = claim.spec ?? {}
    const bound = (spec.volumeName ?? '') !== ''
    return [
      nameOf(claim),
      metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''),
      spec.volumeName ?? '',
      bound ? (status?.capacity?.storage ?? '0') : '',
      bound ? accessModesText(status?.accessModes) : '',
      storageClassText(metadata.annotations, spec.storageClassName),
      spec.volumeAttributesClassName ?? '<unset>',
      ageCell(claim, context),
      spec.volumeMode ?? '<unset>'
    ]
  }
})

/** plugin/pkg/admission/storage/storageclass/setdefault: the youngest class that is marked as default. */
function setDefaultClass(claim: Draft<PersistentVolumeClaim>, { store }: KindContext): void {
  const spec = (claim.spec ??= {})
  const annotated = claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class']
  if (spec.storageClassName !== undefined || annotated !== undefined) return
  const [chosen] = store
    .list({ group: 'storage.k8s.io', resource: 'storageclasses' })
    .map(object => object as unknown as StorageClass)
    .filter(isDefaultClass)
    .sort((a, b) => {
      const [newer, older] = [b.metadata?.creationTimestamp ?? '', a.metadata?.creationTimestamp ?? '']
      return newer < older ? -1 : newer > older ? 1 : nameOf(a) < nameOf(b) ? -1 : 1
    })
  if (chosen) spec.storageClassName = nameOf(chosen)
}

/** ValidatePersistentVolumeClaimSpec, for claims and for the templates of StatefulSets. */
function claimSpecErrors(spec: PersistentVolumeClaimSpec, path: string): FieldError[] {
  const errors: FieldError[] = []
  const modes = spec.accessModes ?? []
  if (modes.length === 0) errors.push(required(`${path}.accessModes`, 'at least 1 access mode is required'))
  errors.push(...labelSelectorErrors(spec.selector, `${path}.selector`))
  for (const mode of modes)
    if (!accessModes.includes(mode)) errors.push(unsupported(`${path}.accessModes`, mode, accessModes))
  if (modes.length > 1 && modes.includes('ReadWriteOncePod'))
    errors.push(forbiddenField(`${path}.accessModes`, 'may not use ReadWriteOncePod with other access modes'))
  const storage = spec.resources?.requests?.storage
  if (storage === undefined) errors.push(required(`${path}.resources[storage]`))
  else errors.push(...positiveQuantity(storage, `${path}.resources[storage]`))
  const storageClass = spec.storageClassName
  if (storageClass)
    errors.push(
      ...dnsSubdomain(storageClass).map(problem => invalid(`${path}.storageClassName`, storageClass, problem))
    )
  const mode = spec.volumeMode
  if (mode !== undefined && !volumeModes.includes(mode))
    errors.push(unsupported(`${path}.volumeMode`, mode, volumeModes))
  if (spec.dataSource) {
    const { name = '', kind = '', apiGroup = '' } = spec.dataSource as Partial<typeof spec.dataSource>
    if (name === '') errors.push(required(`${path}.dataSource.name`))
    if (kind === '') errors.push(required(`${path}.dataSource.kind`))
    if (apiGroup === '' && kind !== 'PersistentVolumeClaim')
      errors.push(
        invalid(`${path}.dataSource`, kind, 'must be PersistentVolumeClaim when referencing the default apiGroup')
      )
  }
  return errors
}

/** A claim's spec stays as it is, but for its volume once, its class when it had none, and a larger size once bound. */
function changeErrors(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const after: Spec = claim.spec ?? {}
  const before: Spec = old.spec ?? {}
  const same: Spec = { ...after }
  const bound = claim.status?.phase === 'Bound'
  if (!before.volumeName) same.volumeName = before.volumeName
  if (bound) same.volumeAttributesClassName = before.volumeAttributesClassName
  if (before.storageClassName === undefined && !before.volumeName) same.storageClassName = before.storageClassName
  if (bound && after.resources)
    same.resources = {
      ...after.resources,
      requests: { ...after.resources.requests, storage: before.resources?.requests?.storage ?? '' }
    }
  const errors: FieldError[] = []
  if (!equalJson(same, before)) {
    const why =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
    errors.push(forbiddenField('spec', why))
  }
  const size = ({ resources }: Spec): number => parseQuantity(resources?.requests?.storage ?? '0')
  const statusSize = parseQuantity(old.status?.capacity?.storage ?? '0')
  if (size(after) < size(before) && !(bound && size(after) > statusSize))
    errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'))
  return [...errors, ...immutable(after.volumeMode, before.volumeMode, 'spec.volumeMode')]
}
