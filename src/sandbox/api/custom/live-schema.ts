import type { ResourceInfo, Schema, TypeInfo } from '../../schema/types.ts'
import type { Store } from '../../store/store.ts'
import { equalJson } from '../json.ts'
import { registerKind } from '../kinds/index.ts'
import {
  definitions,
  isEstablished,
  type CustomResourceDefinition,
  type JsonSchemaProps,
  type StoredDefinition
} from './definition.ts'
import { customResourceRules } from './loading.ts'
import type { CustomResource } from './rules.ts'

/** A schema to which the definitions in a store add their resources, as they come and go. */
export interface LiveSchema extends Schema {
  /** The schema that a definition gives a custom resource; undefined for other resources. */
  structureOf(info: ResourceInfo): JsonSchemaProps | undefined
}

/**
 * The facts of the Kubernetes API together with the custom resources that are established: lists, kinds and types are
 * always those of now. `resources` is another list after each change, and the same one until then.
 */
export function liveSchema(base: Schema, store: Store): LiveSchema {
  const served = new Map<string, { definition: CustomResourceDefinition; versions: readonly CustomResource[] }>()
  let resources = base.resources
  let byTypeName = new Map<string, CustomResource>()

  function set(definition: CustomResourceDefinition): boolean {
    const { name } = definition.metadata
    const before = served.get(name)
    if (!isEstablished(definition)) return served.delete(name)
    if (before && isSame(before.definition, definition)) return false
    const versions = customResourceRules().customResource(definition, base)
    for (const { info, kind } of versions) registerKind(info, kind)
    served.set(name, { definition, versions })
    return true
  }

  function refresh(): void {
    const all = [...served.values()].flatMap(({ versions }) => versions)
    resources = all.length === 0 ? base.resources : [...base.resources, ...all.map(({ info }) => info)]
    byTypeName = new Map(all.map(each => [each.info.typeName, each]))
  }

  for (const definition of store.list(definitions)) set(definition as StoredDefinition)
  refresh()
  store.subscribe(definitions, ({ type, object }) => {
    const changed = type === 'DELETED' ? served.delete(object.metadata.name) : set(object as StoredDefinition)
    if (changed) refresh()
  })

  function find(matches: (info: ResourceInfo) => boolean): ResourceInfo | undefined {
    if (byTypeName.size === 0) return undefined
    return resources.slice(base.resources.length).find(matches)
  }

  function typeOf(typeName: string): TypeInfo | undefined {
    if (byTypeName.size === 0) return undefined
    const end = typeName.indexOf('#')
    return byTypeName.get(end < 0 ? typeName : typeName.slice(0, end))?.types.get(typeName)
  }

  return {
    get resources() {
      return resources
    },
    resource: (group, version, resource) =>
      base.resource(group, version, resource) ??
      find(info => info.group === group && info.version === version && info.resource === resource),
    kind: (group, version, kind) =>
      base.kind(group, version, kind) ??
      find(info => info.group === group && info.version === version && info.kind === kind),
    type: typeName => base.type(typeName) ?? typeOf(typeName),
    typeOfKind(group, version, kind) {
      const info = find(each => each.group === group && each.version === version && each.kind === kind)
      return info ? typeOf(info.typeName) : base.typeOfKind(group, version, kind)
    },
    typeNames: () => base.typeNames(),
    structureOf: ({ typeName, custom }) => (custom ? byTypeName.get(typeName)?.schema : undefined)
  }
}

/** Whether two states of a definition serve the same. */
function isSame(one: CustomResourceDefinition, other: CustomResourceDefinition): boolean {
  return (
    one.metadata.uid === other.metadata.uid &&
    equalJson(one.spec, other.spec) &&
    equalJson(one.status?.acceptedNames, other.status?.acceptedNames)
  )
}
