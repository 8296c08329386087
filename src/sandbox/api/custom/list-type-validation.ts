import { forbiddenField, invalid, required, unsupported, type FieldError } from '../validation/field.ts'
import { itemsOf, propertyOf, type JsonSchemaProps } from './definition.ts'

const ofMap = 'must be map if x-kubernetes-list-map-keys is non-empty'

/**
 * What x-kubernetes-map-type, x-kubernetes-list-type and x-kubernetes-list-map-keys want of the schema that they stand
 * in (ValidateCustomResourceDefinitionOpenAPISchema of apiextensions-apiserver, v1.35).
 */
export function listTypeErrors(schema: JsonSchemaProps, path: string): FieldError[] {
  const errors: FieldError[] = []
  const mapType = schema['x-kubernetes-map-type']
  const listType = schema['x-kubernetes-list-type']
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const items = itemsOf(schema)
  const typed = (name: string, wanted: string): void => {
    const rule = `must be ${wanted} if x-kubernetes-${name}-type is specified`
    if (schema.type === wanted) return
    errors.push(schema.type ? invalid(`${path}.type`, schema.type, rule) : required(`${path}.type`, rule))
  }
  if (mapType !== undefined) {
    typed('map', 'object')
    if (!['atomic', 'granular'].includes(mapType))
      errors.push(unsupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']))
  }
  if (listType !== undefined) {
    typed('list', 'array')
    if (!['atomic', 'set', 'map'].includes(listType))
      errors.push(unsupported(`${path}.x-kubernetes-list-type`, listType, ['atomic', 'set', 'map']))
  }
  if (listType === 'set' && items) {
    const rule = 'must be atomic as item of a list with x-kubernetes-list-type=set'
    if (items.type === 'array' && (items['x-kubernetes-list-type'] ?? 'atomic') !== 'atomic')
      errors.push(invalid(`${path}.items.x-kubernetes-list-type`, items['x-kubernetes-list-type'], rule))
    if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic')
      errors.push(invalid(`${path}.items.x-kubernetes-map-type`, items['x-kubernetes-list-type'] ?? 'null', rule))
  }
  if (keys.length > 0 && listType !== 'map') {
    const field = `${path}.x-kubernetes-list-type`
    errors.push(listType === undefined ? required(field, ofMap) : invalid(field, listType, ofMap))
  }
  if (listType === 'map') errors.push(...listMapErrors(schema, keys, items, path))
  if ((listType === 'set' || listType === 'map') && items?.nullable)
    errors.push(
      forbiddenField(`${path}.items.nullable`, `cannot be nullable when x-kubernetes-list-type is ${listType}`)
    )
  return errors
}

function listMapErrors(
  schema: JsonSchemaProps,
  keys: readonly string[],
  items: JsonSchemaProps | undefined,
  path: string
): FieldError[] {
  const errors: FieldError[] = []
  const field = `${path}.x-kubernetes-list-map-keys`
  if (keys.length === 0) errors.push(required(field, 'must not be empty if x-kubernetes-list-type is map'))
  if (schema.items === undefined)
    errors.push(required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map'))
  if (items && items.type !== 'object') {
    const rule = `must be object if parent array's x-kubernetes-list-type is map`
    errors.push(invalid(`${path}.items.type`, items.type ?? '', rule))
  }
  if (items?.type !== 'object') return errors
  const seen = new Set<string>()
  for (const key of keys) {
    const property = propertyOf(items, key)
    const at = `${path}.items.properties[${key}]`
    if (!property) errors.push(invalid(field, keys, 'entries must all be names of item properties'))
    else if (property.type === 'array' || property.type === 'object') {
      const rule = `must be a scalar type if parent array's x-kubernetes-list-type is map`
      errors.push(invalid(`${at}.type`, items.type, rule))
    }
    if (seen.has(key)) errors.push(invalid(field, keys, 'must not contain duplicate entries'))
    seen.add(key)
    const isKey = 'this property is in x-kubernetes-list-map-keys, so it'
    if (property && !items.required?.includes(key) && property.default === undefined)
      errors.push(required(`${at}.default`, `${isKey} must have a default or be a required property`))
    if (property?.nullable) errors.push(forbiddenField(`${at}.nullable`, `${isKey} cannot be nullable`))
  }
  return errors
}
