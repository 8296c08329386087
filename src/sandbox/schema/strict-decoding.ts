import { isRecord } from '../api/json.ts'
import { canonicalQuantity, quantityRule } from './quantity.ts'
import type { Decoded, FieldType, Schema } from './types.ts'

export type { Decoded }

/**
 * Reads a parsed body as Kubernetes' decoder does: by the fields of its type.
 *
 * Follows sigs.k8s.io/json (the strict, case-sensitive decoder of apimachinery v1.35) and its error texts, with the
 * Go type names as far as the published description tells them: an enumeration is called `string`.
 *
 * @param typeName for example `io.k8s.api.apps.v1.DaemonSet`; with a type that the schema has not, nothing is checked
 * @param body parsed JSON; left as it is
 */
export function decode(schema: Schema, typeName: string, body: Record<string, unknown>): Decoded {
  const read = schema.type(typeName)?.read
  if (read) return read(body)
  const decoder = new Decoder(schema)
  const object = decoder.object(body, typeName, '', '')
  const { unknown, mismatch } = decoder
  return { object, unknown, ...(mismatch === undefined ? {} : { mismatch }) }
}

/** The words for a whole request that is refused for unknown or doubled fields. */
export function strictDecodingError(problems: readonly string[]): string {
  return `strict decoding error: ${problems.join(', ')}`
}

/** Where a value stands: Go names the struct that holds the field, and the way of fields to it without indices. */
interface Place {
  readonly struct: string
  readonly fields: string
  /** With indices, as unknown fields are named. */
  readonly path: string
}

class Decoder {
  readonly unknown: string[] = []
  mismatch: string | undefined
  private readonly schema: Schema

  constructor(schema: Schema) {
    this.schema = schema
  }

  object(body: Record<string, unknown>, typeName: string, path: string, fields: string): Record<string, unknown> {
    const type = this.schema.type(typeName)
    if (type === undefined) return body
    const struct = typeName.slice(typeName.lastIndexOf('.') + 1)
    const entries: [string, unknown][] = []
    for (const [name, value] of Object.entries(body)) {
      const field = type.fields.get(name)
      const place = { struct, path: joined(path, name), fields: joined(fields, name) }
      if (field === undefined) {
        this.unknown.push(`unknown field "${place.path}"`)
        continue
      }
      const decoded = this.value(value, field.type, place)
      if (decoded !== undefined) entries.push([name, decoded])
    }
    // Defines properties, where assigning would stumble over a name such as `__proto__`.
    return Object.fromEntries(entries)
  }

  /** @returns undefined for null, which leaves a field of a Go struct as it was: absent */
  private value(value: unknown, type: FieldType, place: Place): unknown {
    if (type.kind === 'any') return this.alternative(value, type.typeName, place)
    if (value === null) return undefined
    switch (type.kind) {
      case 'object':
        return isRecord(value)
          ? this.object(value, type.typeName, place.path, place.fields)
          : this.refuse(value, type, place)
      case 'list':
        if (!Array.isArray(value)) return this.refuse(value, type, place)
        return value.map((item, index) => {
          const decoded = this.value(item, type.items, { ...place, path: `${place.path}[${index}]` })
          // A null among structs is an empty struct, among scalars the zero value.
          return decoded ?? zeroOf(type.items)
        })
      case 'map':
        if (!isRecord(value)) return this.refuse(value, type, place)
        return Object.fromEntries(
          Object.entries(value).map(([key, item]) => {
            // Go names the struct's field alone, not the key in it.
            const inner = { ...place, path: joined(place.path, key) }
            return [key, this.value(item, type.values, inner) ?? zeroOf(type.values)]
          })
        )
      case 'string':
        return typeof value === 'string' ? value : this.refuse(value, type, place)
      case 'boolean':
        return typeof value === 'boolean' ? value : this.refuse(value, type, place)
      case 'number':
        return typeof value === 'number' ? value : this.refuse(value, type, place)
      case 'integer':
        return isInteger(value, type.format === 'int64') ? value : this.refuse(value, type, place)
      case 'quantity':
        return this.quantity(value)
      case 'int-or-string':
        if (typeof value === 'string' || isInteger(value, false)) return value
        return this.fail(`json: cannot unmarshal ${described(value)} into Go value of type int32`)
      case 'time':
        return this.time(value, type.typeName?.endsWith('.MicroTime') ?? false)
      case 'bytes':
        return this.bytes(value, type, place)
    }
  }

  /** A value of any form, or one such as JSONSchemaPropsOrBool, which may be an object of a known type. */
  private alternative(value: unknown, typeName: string | undefined, place: Place): unknown {
    const [, known] = /^(.*\.\w+)Or(?:Array|Bool|StringArray)$/.exec(typeName ?? '') ?? []
    return known !== undefined && isRecord(value) ? this.object(value, known, place.path, place.fields) : value
  }

  private quantity(value: unknown): unknown {
    if (typeof value !== 'string' && typeof value !== 'number') return this.fail(quantityRule)
    return canonicalQuantity(String(value).trim()) ?? this.fail(quantityRule)
  }

  private time(value: unknown, micro: boolean): unknown {
    if (typeof value !== 'string') {
      return this.fail(`json: cannot unmarshal ${described(value)} into Go value of type string`)
    }
    const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00'
    const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
    const time = new Date(value)
    if (pattern.test(value) && !Number.isNaN(time.getTime())) {
      // Go reads the time into UTC and prints it with the precision of its type.
      const fraction = micro ? `.${(/\.(\d+)/.exec(value)?.[1] ?? '').slice(0, 6).padEnd(6, '0')}` : ''
      return time.toISOString().replace(/\.\d{3}Z$/, `${fraction}Z`)
    }
    const first = /^\d{4}/.test(value) ? value.slice(4) : value
    const element = /^\d{4}/.test(value) ? '-' : '2006'
    return this.fail(`parsing time "${value}" as "${layout}": cannot parse "${first}" as "${element}"`)
  }

  private bytes(value: unknown, type: FieldType, place: Place): unknown {
    if (typeof value !== 'string') return this.refuse(value, type, place)
    const wrong = /[^A-Za-z0-9+/=\r\n]|=(?!=?[\r\n]*$)/.exec(value)
    if (wrong !== null) return this.fail(`illegal base64 data at input byte ${wrong.index}`)
    const text = value.replaceAll(/[\r\n]/g, '')
    if (text.length % 4 !== 0) return this.fail(`illegal base64 data at input byte ${text.length - (text.length % 4)}`)
    return text
  }

  private refuse(value: unknown, type: FieldType, place: Place): unknown {
    const goType = goTypeOf(type)
    return this.fail(
      `json: cannot unmarshal ${described(value, type)} into Go struct field ${place.struct}.${place.fields} of type ${goType}`
    )
  }

  /** Notes the first mismatch, and gives undefined for the value. */
  private fail(message: string): unknown {
    this.mismatch ??= message
    return undefined
  }
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function isInteger(value: unknown, wide: boolean): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false
  return wide ? Math.abs(value) <= 2 ** 63 : value >= -(2 ** 31) && value < 2 ** 31
}

/** The JSON type in Go's words. A number that does not fit an integer is told with its digits. */
function described(value: unknown, type?: FieldType): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return type?.kind === 'integer' ? `number ${value}` : 'number'
  if (typeof value === 'boolean') return 'bool'
  return typeof value
}

function goTypeOf(type: FieldType): string {
  switch (type.kind) {
    case 'list':
      return `[]${goTypeOf(type.items)}`
    case 'map':
      return `map[string]${goTypeOf(type.values)}`
    case 'object':
      return goStruct(type.typeName)
    case 'boolean':
      return 'bool'
    case 'integer':
      return type.format ?? 'int64'
    case 'number':
      return 'float64'
    case 'bytes':
      return '[]uint8'
    case 'string':
      return 'string'
    default:
      return type.typeName === undefined ? 'interface {}' : goStruct(type.typeName)
  }
}

/** `io.k8s.api.core.v1.PodSpec` is `v1.PodSpec` in Go's messages. */
function goStruct(typeName: string): string {
  return typeName.split('.').slice(-2).join('.')
}

function zeroOf(type: FieldType): unknown {
  switch (type.kind) {
    case 'boolean':
      return false
    case 'integer':
    case 'number':
    case 'int-or-string':
      return 0
    case 'quantity':
      return '0'
    case 'object':
    case 'map':
      return {}
    case 'list':
      return []
    case 'any':
    case 'time':
      return null
    default:
      return ''
  }
}
