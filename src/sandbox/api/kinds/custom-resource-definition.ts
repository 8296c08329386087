import {
  cleanupFinalizer,
  definitions,
  type CustomResourceDefinition,
  type DefinitionCondition,
  type DefinitionSpec,
  type DefinitionVersion
} from '../custom/definition.ts'
import { customResourceRules } from '../custom/loading.ts'
import { notServed } from '../status.ts'
import { defineKind, type Draft } from './kind.ts'

/**
 * pkg/registry/customresourcedefinition of apiextensions-apiserver (v1.35). What is checked is read when somebody
 * first writes a definition; see custom/loading.ts.
 */
export const customResourceDefinitionKind = defineKind<CustomResourceDefinition>({
  resource: definitions,
  generation: true,
  conditionalUpdateOnly: true,
  defaults(definition) {
    const { spec } = definition
    // Go's structs are there when a body says nothing of them.
    const given: Partial<DefinitionSpec> = spec
    const names = { plural: '', kind: '', ...given.names }
    const versions = (given.versions ?? []).map(zeroed)
    Object.assign(spec, { group: '', scope: '', ...given, versions, names })
    names.singular ||= names.kind.toLowerCase()
    if (!names.listKind && names.kind) names.listKind = `${names.kind}List`
    spec.conversion ??= { strategy: 'None' }
  },
  prepareForCreate: noteStorageVersion,
  prepareForUpdate: noteStorageVersion,
  admitCreate: refuseWebhooks,
  validateCreate: definition => customResourceRules().definitionErrors(definition),
  validateUpdate(definition, old) {
    refuseWebhooks(definition)
    return customResourceRules().definitionUpdateErrors(definition, old)
  },
  validateStatusUpdate: definition => customResourceRules().definitionStatusErrors(definition),
  warnings: ({ spec }) =>
    JSON.stringify(spec).includes('"x-kubernetes-validations":')
      ? ['x-kubernetes-validations: the sandbox does not evaluate rules in CEL; docs/sandbox.md says what it serves']
      : [],
  // A definition goes when its objects have gone: deleting it only marks it.
  heldBack: ({ metadata }) => metadata.deletionTimestamp === undefined,
  prepareForDelete(definition) {
    const { metadata } = definition
    const status = (definition.status ??= {})
    const finalizers = metadata.finalizers ?? []
    if (!finalizers.includes(cleanupFinalizer)) metadata.finalizers = [...finalizers, cleanupFinalizer]
    const conditions = status.conditions ?? []
    if (conditions.some(({ type }) => type === 'Terminating')) return
    const terminating: DefinitionCondition = {
      type: 'Terminating',
      status: 'True',
      lastTransitionTime: metadata.deletionTimestamp ?? '',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon'
    }
    status.conditions = [...conditions, terminating]
  }
})

/** A version with the zero values of what Go's structs always have. */
function zeroed(version: Partial<DefinitionVersion>): DefinitionVersion {
  const { subresources, additionalPrinterColumns: columns } = version
  const { scale } = subresources ?? {}
  const paths = scale && Object.assign({ specReplicasPath: '', statusReplicasPath: '' }, scale)
  return {
    ...{ name: '', served: false, storage: false },
    ...version,
    ...(paths ? { subresources: { ...subresources, scale: paths } } : {}),
    ...(columns
      ? { additionalPrinterColumns: columns.map(column => Object.assign({ name: '', type: '', jsonPath: '' }, column)) }
      : {})
  }
}

/** The version that objects are stored in is remembered, also after another one has taken its place. */
function noteStorageVersion(definition: Draft<CustomResourceDefinition>): void {
  const storage = definition.spec.versions.find(version => version.storage)
  const status = (definition.status ??= {})
  const stored = (status.storedVersions ??= [])
  if (storage && !stored.includes(storage.name)) status.storedVersions = [...stored, storage.name]
}

/** @throws ApiError 501 where objects would have to be converted by a webhook, which nothing here calls. */
function refuseWebhooks({ spec }: Pick<CustomResourceDefinition, 'spec'>): void {
  if (spec.conversion?.strategy === 'Webhook' && spec.versions.filter(({ served }) => served).length > 1)
    throw notServed('conversion webhooks of custom resources')
}
