import type { KubeObject } from '../object.ts'
import type { FieldInfo, FieldType, Schema, TypeInfo } from '../schema/types.ts'
import { isRecord } from './json.ts'

/**
 * Brings an object into the form that a round trip through Kubernetes' Go types gives: nulls, empty lists, empty
 * maps and zero values go (unless Go keeps a pointer to them), and required numbers and truth values of the status are there. Changes the object.
 */
export function normalize(object: KubeObject, schema: Schema, typeName: string): void {
  const type = schema.type(typeName)
  const metadata = type?.fields.get('metadata')
  if (type?.read && metadata) {
    cleanValue(object.metadata, metadata.type, schema)
    return
  }
  if (type) cleanObject(object, type, schema)
  for (const field of ['spec', 'status']) if (type?.fields.get(field)?.type.kind === 'object') object[field] ??= {}
  fillStatus(object, schema, typeName)
}

function fillStatus(object: KubeObject, schema: Schema, typeName: string): void {
  const status = schema.type(typeName)?.fields.get('status')?.type
  if (status?.kind !== 'object' || !isRecord(object.status)) return
  for (const field of schema.type(status.typeName)?.fields.values() ?? []) {
    const isShown = field.required || (field.alwaysShown && !field.pointer)
    if (!isShown || object.status[field.name] !== undefined) continue
    if (field.type.kind === 'integer' || field.type.kind === 'number') object.status[field.name] = 0
    else if (field.type.kind === 'boolean') object.status[field.name] = false
  }
}

function cleanObject(object: Record<string, unknown>, type: TypeInfo, schema: Schema): void {
  // What is stored has been through here.
  if (Object.isFrozen(object)) return
  for (const [name, value] of Object.entries(object)) {
    const field = type.fields.get(name)
    if (value === undefined) Reflect.deleteProperty(object, name)
    else if (value === null) {
      if (field?.type.kind !== 'any') Reflect.deleteProperty(object, name)
    } else if (field && !field.required && isEmpty(value, field)) Reflect.deleteProperty(object, name)
    else if (field) cleanValue(value, field.type, schema)
  }
}

function cleanValue(value: unknown, type: FieldType, schema: Schema): void {
  if (type.kind === 'object' && isRecord(value)) {
    const known = schema.type(type.typeName)
    if (known) cleanObject(value, known, schema)
  } else if (type.kind === 'list' && Array.isArray(value)) {
    for (const item of value) cleanValue(item, type.items, schema)
  } else if (type.kind === 'map' && isRecord(value)) {
    for (const item of Object.values(value)) cleanValue(item, type.values, schema)
  }
}

/** What Go's `omitempty` leaves out. */
function isEmpty(value: unknown, { type, pointer }: FieldInfo): boolean {
  // An IntOrString is a struct, which Go never leaves out.
  if (type.kind === 'int-or-string') return false
  if (value === '' || value === 0 || value === false) return !pointer && type.kind !== 'any'
  if (type.kind === 'list') return Array.isArray(value) && value.length === 0
  return type.kind === 'map' && isRecord(value) && Object.keys(value).length === 0
}
