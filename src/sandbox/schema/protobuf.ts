import { loadSchema } from './schema.ts'
import type { FieldInfo, FieldType } from './types.ts'
import { ProtobufError, UnknownMessageError, bytesOf, integerOf, readFields, textOf } from './wire-reader.ts'
import type { WireValue } from './wire-reader.ts'

export { ProtobufError, UnknownMessageError } from './wire-reader.ts'

/** `k8s` and a zero byte stand before every protobuf body of Kubernetes. */
const magic = [0x6b, 0x38, 0x73, 0x00]

export function isProtobuf(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

/**
 * Decodes a protobuf body into the JSON form of the object that it carries.
 *
 * Follows staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go (v1.35) for the envelope, and
 * Go's encoding/json for the form: Go writes every scalar that is no pointer, so a zero value on the wire means
 * absence unless the field is a pointer, or has no `omitempty`.
 *
 * @param bytes the request body, from the magic number on
 * @returns the object, with `apiVersion` and `kind` as the envelope names them
 * @throws ProtobufError when the bytes are malformed, or carry a kind that the sandbox does not know
 * @throws UnknownMessageError when the published definitions have no numbers for the kind's fields
 */
export function decodeProtobuf(bytes: Uint8Array): Record<string, unknown> {
  if (!isProtobuf(bytes)) {
    throw new ProtobufError('The body does not begin as a protobuf message of Kubernetes does.')
  }
  let apiVersion = ''
  let kind = ''
  let raw: Uint8Array = new Uint8Array()
  let contentType = ''
  for (const { field, value } of readFields(bytes.subarray(magic.length))) {
    if (field === 1) {
      for (const part of readFields(bytesOf(value))) {
        if (part.field === 1) apiVersion = textOf(part.value)
        if (part.field === 2) kind = textOf(part.value)
      }
    } else if (field === 2) raw = bytesOf(value)
    else if (field === 4) contentType = textOf(value)
  }
  if (contentType === 'application/json') return { ...parseObject(raw), apiVersion, kind }
  const separator = apiVersion.indexOf('/')
  const group = apiVersion.slice(0, Math.max(separator, 0))
  const type = loadSchema().typeOfKind(group, apiVersion.slice(separator + 1), kind)
  if (type === undefined) {
    throw new ProtobufError(`no kind "${kind}" is registered for version "${apiVersion}" in the sandbox`)
  }
  // Decoded without numbers it would be an empty object, and a wrong success.
  if (wireTable(type.name).fields.size === 0) throw new UnknownMessageError(`${kind} in version ${apiVersion}`)
  return { apiVersion, kind, ...decodeMessage(raw, type.name) }
}

/** The fields of a type by their number; a struct that Go inlines is a table of its own. */
interface WireTable {
  readonly fields: Map<number, FieldInfo>
  readonly inlined: Map<number, WireTable>
}

const tables = new Map<string, WireTable>()

function wireTable(typeName: string): WireTable {
  const known = tables.get(typeName)
  if (known !== undefined) return known
  const table: WireTable = { fields: new Map(), inlined: new Map() }
  for (const field of loadSchema().type(typeName)?.fields.values() ?? []) {
    const last = field.wire.at(-1)
    if (last === undefined) continue
    let place = table
    for (const number of field.wire.slice(0, -1)) {
      const next = place.inlined.get(number) ?? { fields: new Map(), inlined: new Map() }
      place.inlined.set(number, next)
      place = next
    }
    place.fields.set(last, field)
  }
  tables.set(typeName, table)
  return table
}

function decodeMessage(bytes: Uint8Array, typeName: string): Record<string, unknown> {
  const values = new Map<string, unknown>()
  decodeInto(values, bytes, wireTable(typeName))
  return Object.fromEntries(values)
}

function decodeInto(values: Map<string, unknown>, bytes: Uint8Array, table: WireTable): void {
  for (const { field: number, value } of readFields(bytes)) {
    const field = table.fields.get(number)
    const inlined = table.inlined.get(number)
    // A newer client may send fields that this version does not know: dropped, as Go drops them.
    if (field !== undefined) decodeField(values, field, value)
    else if (inlined !== undefined) decodeInto(values, bytesOf(value), inlined)
  }
}

function decodeField(values: Map<string, unknown>, field: FieldInfo, value: WireValue['value']): void {
  const { name, type } = field
  if (type.kind === 'list') {
    const list = values.get(name)
    const items = Array.isArray(list) ? (list as unknown[]) : []
    items.push(decodeValue(value, type.items))
    values.set(name, items)
  } else if (type.kind === 'map') {
    // fromEntries and spread define properties; assigning would stumble over a key such as `__proto__`.
    const entry = decodeEntry(bytesOf(value), type.values)
    values.set(name, { ...(values.get(name) as Record<string, unknown> | undefined), ...Object.fromEntries([entry]) })
  } else {
    const decoded = decodeValue(value, type)
    const zero = decoded === '' || decoded === 0 || decoded === false
    if (decoded === undefined || (zero && !field.pointer && !field.alwaysShown && isScalar(type))) values.delete(name)
    else values.set(name, decoded)
  }
}

function isScalar(type: FieldType): boolean {
  return ['string', 'boolean', 'integer', 'number', 'bytes'].includes(type.kind)
}

function decodeEntry(bytes: Uint8Array, valueType: FieldType): [string, unknown] {
  let key = ''
  let value: unknown = decodeValue(valueType.kind === 'integer' ? 0n : new Uint8Array(), valueType)
  for (const part of readFields(bytes)) {
    if (part.field === 1) key = textOf(part.value)
    if (part.field === 2) value = decodeValue(part.value, valueType)
  }
  return [key, value]
}

/** @returns undefined for a zero time, which JSON writes as null */
function decodeValue(value: WireValue['value'], type: FieldType): unknown {
  switch (type.kind) {
    case 'string':
      return textOf(value)
    case 'boolean':
      return integerOf(value) !== 0
    case 'integer':
      return integerOf(value)
    case 'number': {
      const bytes = bytesOf(value)
      return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(0, true)
    }
    case 'bytes':
      return Buffer.from(bytesOf(value)).toString('base64')
    case 'object':
      return decodeMessage(bytesOf(value), type.typeName)
    case 'quantity':
      return decodeQuantity(bytesOf(value))
    case 'int-or-string':
      return decodeIntOrString(bytesOf(value))
    case 'time':
      return decodeTime(bytesOf(value), type.typeName?.endsWith('.MicroTime') ?? false)
    case 'any':
      return decodeRaw(bytesOf(value))
    case 'list':
      // A list inside a map is a message of its own on the wire, such as `ExtraValue`.
      return [...readFields(bytesOf(value))]
        .filter(each => each.field === 1)
        .map(each => decodeValue(each.value, type.items))
    case 'map':
      throw new Error('Protobuf has no map inside a list or a map.')
  }
}

function decodeQuantity(bytes: Uint8Array): string {
  for (const { field, value } of readFields(bytes)) if (field === 1) return textOf(value)
  return '0'
}

function decodeIntOrString(bytes: Uint8Array): number | string {
  let isText = false
  let number = 0
  let text = ''
  for (const { field, value } of readFields(bytes)) {
    if (field === 1) isText = integerOf(value) === 1
    if (field === 2) number = integerOf(value)
    if (field === 3) text = textOf(value)
  }
  return isText ? text : number
}

function decodeTime(bytes: Uint8Array, micro: boolean): string | undefined {
  if (bytes.length === 0) return undefined
  let seconds = 0
  let nanos = 0
  for (const { field, value } of readFields(bytes)) {
    if (field === 1) seconds = integerOf(value)
    if (field === 2) nanos = integerOf(value)
  }
  const time = new Date(seconds * 1000)
  if (Number.isNaN(time.getTime())) throw new ProtobufError('The protobuf message holds a time out of range.')
  const fraction = micro ? `.${String(Math.floor(nanos / 1000)).padStart(6, '0')}` : ''
  return time.toISOString().replace(/\.\d{3}Z$/, `${fraction}Z`)
}

/** The JSON, or the protobuf object, inside a RawExtension or FieldsV1. */
function decodeRaw(bytes: Uint8Array): unknown {
  for (const { field, value } of readFields(bytes)) {
    if (field !== 1) continue
    const raw = bytesOf(value)
    return isProtobuf(raw) ? decodeProtobuf(raw) : parseObject(raw)
  }
  return undefined
}

function parseObject(raw: Uint8Array): Record<string, unknown> {
  try {
    return JSON.parse(textOf(raw)) as Record<string, unknown>
  } catch (cause) {
    throw new ProtobufError('The protobuf message carries JSON that does not parse.', { cause })
  }
}
