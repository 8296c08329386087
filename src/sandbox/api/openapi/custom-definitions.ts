import type { ResourceInfo } from '../../schema/types.ts'
import type { JsonSchemaProps } from '../custom/definition.ts'
import { itemsOf, valuesOf } from '../custom/definition.ts'
import { withSiblings, type Dialect, type JsonSchema, type Refer } from './definitions.ts'
import type { Descriptions } from './descriptions.ts'

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'
/** Every kind says the same of these fields; this one stands for all. */
const anyKind = 'io.k8s.api.core.v1.Pod'

/** The name of the type of lists of a custom resource. */
export function listTypeName({ typeName, custom }: ResourceInfo): string | undefined {
  return custom && typeName.replace(/[^.]+$/, custom.listKind)
}

/**
 * What is published of a custom resource and of its lists: controller/openapi/builder and v2/conversion.go of
 * apiextensions-apiserver (v1.35).
 *
 * @param structureOf the schema in the definition of a custom resource
 * @returns the definition of a type by its name; undefined for types that are none of these
 */
export function customDefinitions(
  resources: readonly ResourceInfo[],
  structureOf: (info: ResourceInfo) => JsonSchemaProps | undefined,
  dialect: Dialect,
  descriptions: Descriptions
): (typeName: string, refer: Refer) => JsonSchema | undefined {
  const infos = new Map(resources.filter(({ custom }) => custom).map(info => [info.typeName, info]))
  const lists = new Map([...infos.values()].map(info => [listTypeName(info), info]))
  const isOld = !dialect.wrapsReferences

  function metaFields(refer: Refer, metadataType: string): Record<string, JsonSchema> {
    const described = (field: string): { description?: string } => {
      const description = descriptions.ofField(anyKind, field)
      return description === undefined ? {} : { description }
    }
    return {
      apiVersion: { type: 'string', ...described('apiVersion') },
      kind: { type: 'string', ...described('kind') },
      metadata: withSiblings(dialect, refer(`${meta}.${metadataType}`), described('metadata'))
    }
  }

  function objectDefinition(info: ResourceInfo, refer: Refer): JsonSchema {
    const schema = structureOf(info)
    const { group, version, kind } = info
    const gvk = { 'x-kubernetes-group-version-kind': [{ group, version, kind }] }
    // Fields that are not named would be taken for wrong by kubectl, were some named.
    if (!schema || (isOld && schema['x-kubernetes-preserve-unknown-fields'])) return { type: 'object', ...gvk }
    const published = publish(schema, refer)
    return { ...published, properties: { ...published.properties, ...metaFields(refer, 'ObjectMeta') }, ...gvk }
  }

  function listDefinition(info: ResourceInfo, refer: Refer): JsonSchema {
    const { group, version, kind, resource, custom } = info
    const conventions = 'More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md'
    const listKind = custom?.listKind ?? ''
    return {
      description: `${listKind} is a list of ${kind}`,
      type: 'object',
      required: ['items'],
      properties: {
        ...metaFields(refer, 'ListMeta'),
        items: { description: `List of ${resource}. ${conventions}`, type: 'array', items: refer(info.typeName) }
      },
      'x-kubernetes-group-version-kind': [{ group, version, kind: listKind }]
    }
  }

  function publish(given: JsonSchemaProps, refer: Refer): JsonSchema {
    const schema = isOld ? forVersion2(given) : given
    const items = itemsOf(schema)
    const values = valuesOf(schema)
    const isEither = !isOld && schema['x-kubernetes-int-or-string'] === true && schema.anyOf === undefined
    const published: JsonSchema = {
      ...(schema as JsonSchema),
      ...(isEither ? { anyOf: [{ type: 'integer' }, { type: 'string' }] } : {}),
      ...(items ? { items: publish(items, refer) } : {}),
      ...(values ? { additionalProperties: publish(values, refer) } : {}),
      ...(schema.properties
        ? {
            properties: Object.fromEntries(
              Object.entries(schema.properties).map(([name, each]) => [name, publish(each, refer)])
            )
          }
        : {})
    }
    const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true
    if (!schema['x-kubernetes-embedded-resource'] || (isOld && isOpen)) return published
    const required = new Set([...(published.required ?? []), 'kind', 'apiVersion'])
    return {
      ...published,
      required: [...required],
      properties: { ...published.properties, ...metaFields(refer, 'ObjectMeta') }
    }
  }

  return (typeName, refer) => {
    const info = infos.get(typeName)
    if (info) return objectDefinition(info, refer)
    const list = lists.get(typeName)
    return list && listDefinition(list, refer)
  }
}

/** A schema without what version 2 of OpenAPI, or a kubectl that reads it, cannot take. */
function forVersion2(schema: JsonSchemaProps): JsonSchemaProps {
  const { allOf: _allOf, oneOf: _oneOf, anyOf: _anyOf, not: _not, nullable, items, properties, type, ...rest } = schema
  const isOpen = rest['x-kubernetes-preserve-unknown-fields'] === true
  const hidesParts = nullable === true || isOpen
  const keepsType = !nullable && !(isOpen && type === 'object') && !(type === 'array' && (hidesParts || !items))
  const parts = hidesParts ? {} : { ...(items ? { items } : {}), ...(properties ? { properties } : {}) }
  const { required = [], ...others } = rest
  const isNullable = (name: string): boolean => !hidesParts && properties?.[name]?.nullable === true
  const kept = valuesOf(schema)?.nullable ? [] : required.filter(name => !isNullable(name))
  return {
    ...others,
    ...parts,
    ...(kept.length > 0 ? { required: kept } : {}),
    ...(keepsType && type !== undefined ? { type } : {})
  }
}
