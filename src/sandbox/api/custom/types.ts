import type { FieldInfo, FieldType, Schema, TypeInfo } from '../../schema/types.ts'
import { itemsOf, valuesOf, type JsonSchemaProps } from './definition.ts'

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
const anything: FieldType = { kind: 'any' }
const deduced: FieldType = { kind: 'any', deduced: true }

/** The types of a version of a custom resource, by name; the first is that of the object itself. */
export type Types = ReadonlyMap<string, TypeInfo>

/**
 * What a structural schema says of ownership, in the form of the types that Kubernetes itself has (kube-openapi's
 * schemaconv and apiserver/controller/openapi/builder of apiextensions-apiserver, v1.35).
 *
 * @param name of the object's type; those inside are named after it and the way to them.
 */
export function typesOf(name: string, schema: JsonSchemaProps, read: TypeInfo['read']): Types {
  const types = new Map<string, TypeInfo>()

  function struct(typeName: string, at: JsonSchemaProps, isResource: boolean): FieldType {
    const fields = new Map<string, FieldInfo>()
    // The map is in order of finding: an object's type comes before those inside.
    const type = {
      name: typeName,
      atomic: at['x-kubernetes-map-type'] === 'atomic',
      fields,
      ...(at['x-kubernetes-preserve-unknown-fields'] ? { others: deduced } : {}),
      ...(typeName === name ? { read } : {})
    }
    types.set(typeName, type)
    for (const [key, property] of Object.entries(at.properties ?? {}))
      fields.set(key, fieldOf(key, typeOf(`${typeName}#${key}`, property), property))
    if (isResource) {
      for (const key of ['apiVersion', 'kind']) fields.set(key, fieldOf(key, { kind: 'string' }, {}))
      const metadata: FieldType = { kind: 'object', typeName: objectMeta }
      fields.set('metadata', { ...fieldOf('metadata', metadata, {}), pointer: typeName !== name })
    }
    return { kind: 'object', typeName }
  }

  function typeOf(typeName: string, at: JsonSchemaProps): FieldType {
    if (at['x-kubernetes-int-or-string']) return anything
    const isOpen = at['x-kubernetes-preserve-unknown-fields'] === true
    if (at['x-kubernetes-embedded-resource']) return struct(typeName, at, true)
    if (at.properties) return struct(typeName, at, false)
    const values = valuesOf(at)
    if (values) return { kind: 'map', values: typeOf(`${typeName}#*`, values) }
    const items = itemsOf(at)
    if (at.type === 'array') return { kind: 'list', items: items ? typeOf(`${typeName}#*`, items) : deduced }
    return isOpen ? deduced : anything
  }

  struct(name, schema, true)
  return types
}

function fieldOf(name: string, type: FieldType, schema: JsonSchemaProps): FieldInfo {
  const listType = schema['x-kubernetes-list-type']
  const listMapKeys = schema['x-kubernetes-list-map-keys']
  return {
    name,
    type,
    required: false,
    patchStrategies: [],
    ...(listType === 'set' || listType === 'map' ? { listType } : type.kind === 'list' ? { listType: 'atomic' } : {}),
    ...(listMapKeys ? { listMapKeys } : {}),
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    // Nothing is there that was not given: no Go struct stands behind it.
    pointer: true,
    alwaysShown: false,
    wire: []
  }
}

/** The type of metadata, for reading it. */
export function metadataType(schema: Schema): string {
  if (!schema.type(objectMeta)) throw new Error(`The schema's asset has no type ${objectMeta}.`)
  return objectMeta
}
