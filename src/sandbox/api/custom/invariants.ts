import { isRecord } from '../json.ts'
import { duplicate, invalid, required, type FieldError } from '../validation/field.ts'
import { dns1035Label } from '../validation/names.ts'
import { itemsOf, propertyOf, valuesOf, type JsonSchemaProps } from './definition.ts'

/**
 * What holds beside the schema itself: sets and lists by key have no doubles, and embedded resources say what they are
 * (apiserver/schema/listtype/validation.go and objectmeta/validation.go of apiextensions-apiserver, v1.35).
 */
export function invariantErrors(schema: JsonSchemaProps, object: Readonly<Record<string, unknown>>): FieldError[] {
  return walk(schema, object, '')
}

function walk(schema: JsonSchemaProps, value: unknown, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const list = value as unknown[]
    const items = itemsOf(schema)
    return [
      ...listErrors(schema, list, path),
      ...(items ? list.flatMap((item, index) => walk(items, item, `${path}[${index}]`)) : [])
    ]
  }
  if (!isRecord(value)) return []
  const values = valuesOf(schema)
  return [
    ...(schema['x-kubernetes-embedded-resource'] ? embeddedErrors(value, path) : []),
    ...Object.entries(value).flatMap(([key, part]) => {
      const property = propertyOf(schema, key)
      if (property) return walk(property, part, path === '' ? key : `${path}.${key}`)
      return values ? walk(values, part, `${path}[${key}]`) : []
    })
  ]
}

function listErrors(schema: JsonSchemaProps, list: readonly unknown[], path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type']
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  if (type === 'set') return doubles(list, path, item => item)
  if (type !== 'map') return []
  const wrong = list.findIndex(item => item !== null && !isRecord(item))
  if (wrong >= 0) return [invalid(`${path}[${wrong}]`, list[wrong], 'must be an object for an array of list-type map')]
  return doubles(list, path, item =>
    Object.fromEntries(keys.flatMap(key => (isRecord(item) && item[key] !== undefined ? [[key, item[key]]] : [])))
  )
}

/** The second of each that is there several times, and no further ones. */
function doubles(list: readonly unknown[], path: string, identity: (item: unknown) => unknown): FieldError[] {
  const times = new Map<string, number>()
  return list.flatMap((item, index) => {
    const what = identity(item)
    const text = JSON.stringify(what)
    times.set(text, (times.get(text) ?? 0) + 1)
    return times.get(text) === 2 ? [duplicate(`${path}[${index}]`, what)] : []
  })
}

function embeddedErrors({ apiVersion, kind }: Record<string, unknown>, path: string): FieldError[] {
  const errors: FieldError[] = []
  const texts = { apiVersion, kind }
  for (const [name, value] of Object.entries(texts)) {
    const field = `${path}.${name}`
    if (value === undefined) errors.push(required(field))
    else if (typeof value !== 'string') errors.push(invalid(field, value, 'must be a string'))
    else if (value === '') errors.push(invalid(field, value, 'must not be empty'))
  }
  if (typeof kind === 'string' && kind !== '') {
    const problems = dns1035Label(kind.toLowerCase())
    const rule = `may have mixed case, but should otherwise match: ${problems.join(',')}`
    if (problems.length > 0) errors.push(invalid(`${path}.kind`, kind, rule))
  }
  return errors
}
