import type { StorageClass } from 'kubernetes-types/storage/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { forbiddenField, invalid, required, type FieldError } from '../../validation/field.ts'
import { qualifiedName } from '../../validation/names.ts'
import { immutable, oneOf } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'

/** pkg/registry/storage/storageclass/strategy.go, and pkg/apis/storage/validation (v1.35). */
export const storageClassKind = defineKind<StorageClass>({
  resource: { group: 'storage.k8s.io', resource: 'storageclasses' },
  returnsDeleted: true,
  defaults(storageClass) {
    storageClass.reclaimPolicy ??= 'Delete'
    storageClass.volumeBindingMode ??= 'Immediate'
  },
  validate: ({ provisioner = '', reclaimPolicy, volumeBindingMode, parameters = {} }: Partial<StorageClass>) => [
    ...(provisioner === '' ? [required('provisioner')] : []),
    ...(provisioner === ''
      ? []
      : qualifiedName(provisioner.toLowerCase()).map(problem => invalid('provisioner', provisioner, problem))),
    ...Object.keys(parameters)
      .filter(key => key === '')
      .map(key => invalid('parameters', key, 'field can not be empty.')),
    ...oneOf(reclaimPolicy, ['Delete', 'Retain'], 'reclaimPolicy'),
    ...oneOf(volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], 'volumeBindingMode')
  ],
  validateUpdate(storageClass, old) {
    const errors: FieldError[] = (['parameters', 'provisioner', 'reclaimPolicy'] as const)
      .filter(field => !equalJson(storageClass[field], old[field]))
      .map(field => forbiddenField(field, `updates to ${field} are forbidden.`))
    return [...errors, ...immutable(storageClass.volumeBindingMode, old.volumeBindingMode, 'volumeBindingMode')]
  },
  columns: [
    nameColumn,
    { name: 'Provisioner' },
    { name: 'ReclaimPolicy' },
    { name: 'VolumeBindingMode' },
    { name: 'AllowVolumeExpansion' },
    ageColumn
  ],
  cells: (storageClass, context) => [
    isDefaultClass(storageClass) ? `${nameOf(storageClass)} (default)` : nameOf(storageClass),
    storageClass.provisioner,
    storageClass.reclaimPolicy ?? 'Delete',
    storageClass.volumeBindingMode ?? 'Immediate',
    storageClass.allowVolumeExpansion ?? false,
    ageCell(storageClass, context)
  ]
})

/** Whether claims that name no class get this one. */
export function isDefaultClass({ metadata }: StorageClass): boolean {
  const annotations = metadata?.annotations ?? {}
  return ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'].some(
    name => annotations[name] === 'true'
  )
}
