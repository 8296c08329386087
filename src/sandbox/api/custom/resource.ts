import type { KubeObject } from '../../object.ts'
import type { ResourceInfo, Schema, TypeInfo } from '../../schema/types.ts'
import { deepFreeze } from '../../store/text.ts'
import { cloneJson, equalJson, isRecord } from '../json.ts'
import type { Draft, Kind } from '../kinds/kind.ts'
import { ApiError } from '../status.ts'
import { invalid, type FieldError } from '../validation/field.ts'
import { printedColumns } from './columns.ts'
import { fillDefaults } from './defaults.ts'
import {
  definitions,
  propertyOf,
  type CustomResourceDefinition,
  type DefinitionVersion,
  type JsonSchemaProps
} from './definition.ts'
import { invariantErrors } from './invariants.ts'
import { readJsonPath } from './json-path.ts'
import { prune } from './prune.ts'
import { readCustomObject } from './read.ts'
import { accessProblem, numberAt } from './scale.ts'
import { typesOf } from './types.ts'
import { schemaErrors } from './validate.ts'

/** A version of a custom resource, as the API knows it. */
export interface CustomResource {
  readonly info: ResourceInfo
  readonly kind: Kind
  /** The type of its objects and those inside, by name. */
  readonly types: ReadonlyMap<string, TypeInfo>
  readonly schema: JsonSchemaProps
}

/** The verbs that every custom resource has, in discovery's order. */
const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']

/**
 * What an established definition describes: each of its versions, in their order. Those that are not served are there
 * for who looks after objects that are left of them.
 */
export function customResource(definition: CustomResourceDefinition, types: Schema): CustomResource[] {
  return definition.spec.versions.map(version => describedVersion(definition, version, types))
}

function describedVersion(
  definition: CustomResourceDefinition,
  version: DefinitionVersion,
  types: Schema
): CustomResource {
  const { group, scope, names } = definition.spec
  const { plural, singular = '', kind, listKind = '', shortNames = [] } = definition.status?.acceptedNames ?? names
  const { categories = [] } = definition.status?.acceptedNames ?? names
  const { status, scale } = version.subresources ?? {}
  const own = { group, version: version.name, kind }
  const schema = version.schema?.openAPIV3Schema ?? {}
  const typeName = `${group.split('.').reverse().join('.')}.${version.name}.${kind}`
  const ofSubresource = ['get', 'patch', 'update']
  const info: ResourceInfo = {
    ...own,
    resource: plural,
    singular,
    shortNames,
    categories,
    namespaced: scope === 'Namespaced',
    verbs,
    subresources: [
      ...(status ? [{ name: 'status', ...own, verbs: ofSubresource }] : []),
      ...(scale ? [{ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ofSubresource }] : [])
    ],
    typeName,
    custom: { listKind, served: version.served }
  }
  return {
    info,
    kind: kindOfVersion(definition, version, schema),
    types: typesOf(typeName, schema, body => readCustomObject(types, schema, body)),
    schema
  }
}

function kindOfVersion(
  definition: CustomResourceDefinition,
  version: DefinitionVersion,
  schema: JsonSchemaProps
): Kind {
  const { group, names } = definition.spec
  const resource = { group, resource: names.plural }
  const { status, scale } = version.subresources ?? {}
  const problems = (object: KubeObject, old?: KubeObject): FieldError[] => [
    ...schemaErrors(schema, object, '', old),
    ...(scale ? replicaErrors(object, scale.specReplicasPath) : []),
    ...(scale ? replicaErrors(object, scale.statusReplicasPath) : []),
    ...invariantErrors(schema, object)
  ]
  const ofStatus = propertyOf(schema, 'status')
  return {
    resource,
    generation: true,
    conditionalUpdateOnly: true,
    ...(status ? {} : { generationCountsStatus: true }),
    fromStore: object => fromStore(schema, object),
    statusDefaults: (object: Draft<KubeObject>) => fillDefaults(object, schema),
    validateCreate: object => problems(object),
    validateUpdate: problems,
    validateStatusUpdate: (object, old) => [
      ...(ofStatus && object.status !== undefined ? schemaErrors(ofStatus, object.status, 'status', old.status) : []),
      ...(scale ? replicaErrors(object, scale.statusReplicasPath) : []),
      ...invariantErrors(schema, object)
    ],
    // A write of the status changes nothing else (statusStrategy.PrepareForUpdate).
    prepareForStatusUpdate: (object, old) => {
      const { managedFields, resourceVersion } = object.metadata
      object.metadata = { ...cloneJson(old.metadata), resourceVersion }
      if (managedFields === undefined) delete object.metadata.managedFields
      else object.metadata.managedFields = managedFields
    },
    admitCreate(_object, { store }) {
      if (store.get(definitions, undefined, definition.metadata.name)?.metadata.deletionTimestamp === undefined) return
      const why = 'create not allowed while custom resource definition is terminating'
      throw new ApiError(405, 'MethodNotAllowed', why, { group, kind: names.plural })
    },
    selectableFields: Object.fromEntries(
      (version.selectableFields ?? []).map(({ jsonPath }) => [jsonPath.replace(/^\./, ''), fieldReader(jsonPath)])
    ),
    ...printedColumns(version.additionalPrinterColumns),
    ...(scale ? { scale } : {}),
    ...(version.deprecated ? { deprecation: deprecation(definition, version) } : {})
  }
}

function deprecation({ spec }: CustomResourceDefinition, { name, deprecationWarning }: DefinitionVersion): string {
  return deprecationWarning ?? `${spec.group}/${name} ${spec.names.kind} is deprecated`
}

/** An object of the store as its version describes it by now: it may be older than the description. */
function fromStore(schema: JsonSchemaProps, object: KubeObject): KubeObject {
  const shaped = cloneJson(object)
  prune(shaped, schema)
  fillDefaults(shaped, schema)
  return equalJson(shaped, object) ? object : deepFreeze(shaped)
}

function replicaErrors(object: KubeObject, path: string): FieldError[] {
  const problem = accessProblem(object, path)
  if (problem !== undefined) return [invalid(path, 0, problem)]
  const replicas = numberAt(object, path) ?? 0
  if (replicas < 0) return [invalid(path, replicas, 'should be a non-negative integer')]
  return replicas > 0x7fffffff ? [invalid(path, replicas, 'should be less than or equal to 2147483647')] : []
}

function fieldReader(path: string): (object: KubeObject) => string {
  const read = readJsonPath(path)
  return object => {
    const [value] = read?.(object) ?? []
    return typeof value === 'string' ? value : value === undefined || isRecord(value) ? '' : JSON.stringify(value)
  }
}
