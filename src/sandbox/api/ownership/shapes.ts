import type { FieldInfo, FieldType, Schema, TypeInfo } from '../../schema/types.ts'
import { isRecord } from '../json.ts'

/**
 * How a value is owned: as a whole (scalars, atomic lists and maps), field by field, entry by entry, or item by item.
 */
export type Shape =
  | { readonly kind: 'leaf' }
  /** The value itself tells: an object is a map of such values, everything else is a leaf. */
  | { readonly kind: 'deduced' }
  | { readonly kind: 'struct'; readonly type: TypeInfo }
  | { readonly kind: 'map'; readonly values: FieldType }
  | {
      readonly kind: 'list'
      readonly items: FieldType
      /** What tells the items of a list of objects apart; a list of scalars is a set. */
      readonly keys: readonly string[]
    }

const leaf: Shape = { kind: 'leaf' }
const deduced: Shape = { kind: 'deduced' }
const deducedMap: Shape = { kind: 'map', values: { kind: 'any', deduced: true } }
const shapes = new WeakMap<FieldInfo, Shape>()

/**
 * The shape of a field, as kube-openapi's schemaconv (v1.35) derives it from list types, map types and, where these
 * are not told, from patch strategies.
 */
export function shapeOfField(schema: Schema, field: FieldInfo): Shape {
  let shape = shapes.get(field)
  if (!shape) shapes.set(field, (shape = readShape(schema, field)))
  return shape
}

function readShape(schema: Schema, field: FieldInfo): Shape {
  const { type, listType, listMapKeys, patchStrategies, mergeKey, atomic } = field
  if (atomic) return leaf
  if (type.kind !== 'list') return shapeOfType(schema, type)
  if (listType === 'map') return { kind: 'list', items: type.items, keys: listMapKeys ?? [] }
  if (listType === 'set') return { kind: 'list', items: type.items, keys: [] }
  if (listType === 'atomic' || !patchStrategies.includes('merge')) return leaf
  return { kind: 'list', items: type.items, keys: mergeKey === undefined ? [] : [mergeKey] }
}

/** The shape of what has no field of its own: an object, an item of a list, a value of a map. */
export function shapeOfType(schema: Schema, type: FieldType): Shape {
  if (type.kind === 'map') return { kind: 'map', values: type.values }
  if (type.kind === 'any' && type.deduced) return deduced
  if (type.kind !== 'object') return leaf
  const known = schema.type(type.typeName)
  const hasFields = known !== undefined && (known.fields.size > 0 || known.others !== undefined)
  return hasFields && !known.atomic ? { kind: 'struct', type: known } : leaf
}

/** The shape of a field of a struct by its name; undefined when the type has no such field. */
export function shapeOfMember(schema: Schema, type: TypeInfo, name: string): Shape | undefined {
  const field = type.fields.get(name)
  if (field) return shapeOfField(schema, field)
  return type.others && shapeOfType(schema, type.others)
}

/** What a shape that the values tell is for these, of which those that are undefined are not there. */
export function settled(shape: Shape, ...values: readonly unknown[]): Exclude<Shape, { kind: 'deduced' }> {
  if (shape.kind !== 'deduced') return shape
  const isMap = values.every(value => value === undefined || isRecord(value))
  return (isMap ? deducedMap : leaf) as Exclude<Shape, { kind: 'deduced' }>
}

/** Keys that have a default, so that an item without them is the same one: ports are TCP (core/v1/types.go). */
const defaultKeys: Readonly<Record<string, unknown>> = { protocol: 'TCP' }

/** The path element of an item of a list; undefined for an item that has none of the keys. */
export function elementOf(keys: readonly string[], item: unknown): string | undefined {
  if (keys.length === 0) return isRecord(item) || Array.isArray(item) ? undefined : `v:${JSON.stringify(item)}`
  if (!isRecord(item)) return undefined
  const pairs = [...keys].sort().flatMap((key): [string, unknown][] => {
    const value = item[key] ?? defaultKeys[key]
    return value === undefined ? [] : [[key, value]]
  })
  return pairs.length === 0 ? undefined : `k:${JSON.stringify(Object.fromEntries(pairs))}`
}

/** Structs inside structs that Go holds by value: they are there, if empty, in every object. */
const byValue: ReadonlySet<string> = new Set([
  'metadata',
  'spec',
  'status',
  'template',
  'jobTemplate',
  'strategy',
  'updateStrategy'
])

/** Whether a field is there in every object of Go's type, so that giving it a value does not add it. */
export function isAlwaysThere({ name, type, alwaysShown, pointer }: FieldInfo): boolean {
  return alwaysShown || (!pointer && type.kind === 'object' && byValue.has(name))
}
