import { itemsOf, valuesOf, type JsonSchemaProps } from './definition.ts'

/** The schemas inside one, with their paths, and the name of those that are properties. */
export function partsOf(schema: JsonSchemaProps, path: string): (readonly [JsonSchemaProps, string, string])[] {
  const { properties = {}, allOf = [], oneOf = [], anyOf = [], not } = schema
  const values = valuesOf(schema)
  const items = itemsOf(schema)
  const lists = Object.entries({ allOf, oneOf, anyOf })
  return [
    ...(values ? [[values, `${path}.additionalProperties`, ''] as const] : []),
    ...Object.entries(properties).map(([name, part]) => [part, `${path}.properties[${name}]`, name] as const),
    ...(not ? [[not, `${path}.not`, ''] as const] : []),
    ...lists.flatMap(([name, list]) => list.map((part, index) => [part, `${path}.${name}[${index}]`, ''] as const)),
    ...(items ? [[items, `${path}.items`, ''] as const] : [])
  ]
}
