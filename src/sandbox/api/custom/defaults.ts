import { cloneJson, isRecord } from '../json.ts'
import { itemsOf, propertyOf, valuesOf, type JsonSchemaProps } from './definition.ts'

/**
 * Fills in the defaults of a schema, after taking out nulls where there may be none
 * (apiserver/schema/defaulting/algorithm.go and prunenulls.go of apiextensions-apiserver, v1.35).
 *
 * @param value is changed
 */
export function fillDefaults(value: unknown, schema: JsonSchemaProps | undefined): void {
  if (!schema) return
  if (Array.isArray(value)) {
    const items = itemsOf(schema)
    const list = value as unknown[]
    for (const [index, item] of list.entries()) {
      if (items && isForbiddenNull(item, items) && items.default !== undefined) list[index] = cloneJson(items.default)
      fillDefaults(list[index], items)
    }
    return
  }
  if (!isRecord(value)) return
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const isThere = Object.hasOwn(value, name) && value[name] !== undefined
    if (isThere && !isForbiddenNull(value[name], property)) continue
    if (property.default !== undefined) value[name] = cloneJson(property.default)
    else if (isThere) Reflect.deleteProperty(value, name)
  }
  const values = valuesOf(schema)
  for (const [name, part] of Object.entries(value)) {
    const property = propertyOf(schema, name)
    if (property) fillDefaults(part, property)
    else if (values && isForbiddenNull(part, values)) {
      if (values.default === undefined) Reflect.deleteProperty(value, name)
      else value[name] = cloneJson(values.default)
    } else fillDefaults(part, values)
  }
}

function isForbiddenNull(value: unknown, schema: JsonSchemaProps): boolean {
  return value === null && schema.nullable !== true
}
