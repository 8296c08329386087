import type { FieldInfo, FieldType, Schema } from '../../schema/types.ts'
import type { Descriptions } from './descriptions.ts'

/** A schema object of OpenAPI, as far as Kubernetes uses it. */
export interface JsonSchema {
  readonly $ref?: string
  readonly allOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly description?: string
  readonly type?: string
  readonly format?: string
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly title?: string
  readonly default?: unknown
  readonly example?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly maximum?: number
  readonly minimum?: number
  readonly multipleOf?: number
  readonly exclusiveMaximum?: boolean
  readonly exclusiveMinimum?: boolean
  readonly maxLength?: number
  readonly minLength?: number
  readonly maxItems?: number
  readonly minItems?: number
  readonly maxProperties?: number
  readonly minProperties?: number
  readonly externalDocs?: { readonly description?: string; readonly url?: string }
  readonly [extension: `x-kubernetes-${string}`]: unknown
}

/** What differs between version 2 and version 3 of OpenAPI. */
export interface Dialect {
  /** Where definitions lie: `#/definitions/`. */
  readonly prefix: string
  /** Whether a reference stands alone, so that what else is said of a field goes around it. */
  readonly wrapsReferences: boolean
  /** Types with a JSON form of their own. */
  readonly leaves: Readonly<Record<string, JsonSchema>>
}

const machinery = 'io.k8s.apimachinery.pkg'
const object: JsonSchema = { type: 'object' }
const schemaProps = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps'

export const patchTypeName = `${machinery}.apis.meta.v1.Patch`

export const version2: Dialect = {
  prefix: '#/definitions/',
  wrapsReferences: false,
  leaves: {
    [`${machinery}.api.resource.Quantity`]: { type: 'string' },
    [`${machinery}.util.intstr.IntOrString`]: { type: 'string', format: 'int-or-string' },
    [`${machinery}.apis.meta.v1.Time`]: { type: 'string', format: 'date-time' },
    [`${machinery}.apis.meta.v1.MicroTime`]: { type: 'string', format: 'date-time' },
    [`${machinery}.apis.meta.v1.FieldsV1`]: object,
    [patchTypeName]: object,
    [`${machinery}.runtime.RawExtension`]: object,
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': {},
    [`${schemaProps}OrArray`]: {},
    [`${schemaProps}OrBool`]: {},
    [`${schemaProps}OrStringArray`]: {}
  }
}

export const version3: Dialect = {
  prefix: '#/components/schemas/',
  wrapsReferences: true,
  leaves: {
    ...version2.leaves,
    [`${machinery}.api.resource.Quantity`]: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    [`${machinery}.util.intstr.IntOrString`]: {
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }]
    }
  }
}

/**
 * The definitions of types and of everything that they refer to, as the API server publishes them
 * (kube-openapi builder and builder3), from the schema's facts.
 *
 * @param typeNames with these names it begins
 * @param descriptions what `kubectl explain` shows; a type or field without one has none
 * @param custom the definitions of types that the schema's facts do not hold
 */
export function definitionsOf(
  schema: Schema,
  dialect: Dialect,
  typeNames: Iterable<string>,
  descriptions: Descriptions,
  custom: (typeName: string, refer: Refer) => JsonSchema | undefined
): Record<string, JsonSchema> {
  const definitions = new Map<string, JsonSchema>()
  const waiting = [...typeNames]
  const refer = (typeName: string): JsonSchema => {
    waiting.push(typeName)
    return { $ref: dialect.prefix + typeName }
  }
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
    if (!definitions.has(name))
      definitions.set(name, custom(name, refer) ?? definitionOf(schema, dialect, name, descriptions, refer))
  return Object.fromEntries([...definitions].sort(([one], [other]) => (one < other ? -1 : 1)))
}

export type Refer = (typeName: string) => JsonSchema

function definitionOf(
  schema: Schema,
  dialect: Dialect,
  typeName: string,
  descriptions: Descriptions,
  refer: Refer
): JsonSchema {
  const description = descriptions.ofType(typeName)
  const described = description === undefined ? {} : { description }
  const leaf = dialect.leaves[typeName]
  const type = schema.type(typeName)
  if (leaf || !type) return { ...described, ...(leaf ?? object) }
  const fields = [...type.fields.values()]
  const required = fields.filter(field => field.required).map(({ name }) => name)
  const properties = fields.map((field): [string, JsonSchema] => {
    const text = descriptions.ofField(typeName, field.name)
    const more = { ...(text === undefined ? {} : { description: text }), ...extensionsOf(field) }
    return [field.name, withSiblings(dialect, schemaOf(field.type, refer), more)]
  })
  return {
    ...described,
    ...(required.length > 0 ? { required } : {}),
    type: 'object',
    ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
    ...(type.kind ? { 'x-kubernetes-group-version-kind': [type.kind] } : {}),
    ...(type.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {})
  }
}

/** A schema with more said of it, also where it is a reference. */
export function withSiblings(dialect: Dialect, schema: JsonSchema, more: JsonSchema): JsonSchema {
  if (!dialect.wrapsReferences || schema.$ref === undefined) return { ...schema, ...more }
  return Object.keys(more).length === 0 ? schema : { allOf: [schema], ...more }
}

function extensionsOf({ patchStrategies, mergeKey, listType, listMapKeys, atomic }: FieldInfo): JsonSchema {
  return {
    ...(listMapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': listMapKeys }),
    ...(listType === undefined ? {} : { 'x-kubernetes-list-type': listType }),
    ...(atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    ...(mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
    ...(patchStrategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': patchStrategies.join(',') })
  }
}

function schemaOf(type: FieldType, refer: Refer): JsonSchema {
  switch (type.kind) {
    case 'object':
      return refer(type.typeName)
    case 'list':
      return { type: 'array', items: schemaOf(type.items, refer) }
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(type.values, refer) }
    case 'any':
      return type.typeName === undefined ? object : refer(type.typeName)
    case 'bytes':
      return { type: 'string', format: 'byte' }
    case 'integer':
    case 'number':
      return { type: type.kind, ...(type.format === undefined ? {} : { format: type.format }) }
    case 'string':
    case 'boolean':
      return { type: type.kind }
    default:
      return type.typeName === undefined ? { type: 'string' } : refer(type.typeName)
  }
}
