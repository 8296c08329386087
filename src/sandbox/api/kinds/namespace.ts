import type { Namespace } from 'kubernetes-types/core/v1.js'
import { forbidden } from '../status.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { invalid, type FieldError } from '../validation/field.ts'
import { dnsLabel, qualifiedName } from '../validation/names.ts'
import { defineKind } from './kind.ts'

const resource = { group: '', resource: 'namespaces' }
const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion']
const immortal = ['default', 'kube-system', 'kube-public']

/** pkg/registry/core/namespace: phases, the finalizer `kubernetes`, and the label with the namespace's own name. */
export const namespaceKind = defineKind<Namespace>({
  resource,
  nameCheck: dnsLabel,
  defaults(namespace) {
    const { metadata } = namespace
    if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name }
  },
  prepareForCreate(namespace) {
    namespace.status = { phase: 'Active' }
    const finalizers = namespace.spec?.finalizers ?? []
    namespace.spec = { finalizers: [...new Set([...finalizers, 'kubernetes'])] }
  },
  prepareForUpdate(namespace, old) {
    namespace.spec = { ...old.spec }
    terminate(namespace)
  },
  prepareForStatusUpdate: terminate,
  admitDelete(namespace) {
    const name = namespace.metadata?.name ?? ''
    if (immortal.includes(name)) throw forbidden(resource, name, 'this namespace may not be deleted')
  },
  prepareForDelete: terminate,
  heldBack: namespace => (namespace.spec?.finalizers ?? []).length > 0,
  validate: namespace => (namespace.spec?.finalizers ?? []).flatMap(finalizerErrors),
  selectableFields: { 'status.phase': namespace => namespace.status?.phase ?? '' },
  columns: [nameColumn, { name: 'Status' }, ageColumn],
  cells: (namespace, context) => [nameOf(namespace), namespace.status?.phase ?? '', ageCell(namespace, context)]
})

function finalizerErrors(name: string): FieldError[] {
  const errors = qualifiedName(name).map(problem => invalid('spec.finalizers', name, problem))
  if (errors.length > 0 || name.includes('/') || standardFinalizers.includes(name)) return errors
  return [invalid('spec.finalizers', name, 'name is neither a standard finalizer name nor is it fully qualified')]
}

function terminate(namespace: { metadata: { deletionTimestamp?: string }; status?: Namespace['status'] }): void {
  if (namespace.metadata.deletionTimestamp !== undefined)
    namespace.status = { ...namespace.status, phase: 'Terminating' }
}
