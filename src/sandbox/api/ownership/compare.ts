import type { FieldType, Schema, TypeInfo } from '../../schema/types.ts'
import { equalJson, isRecord } from '../json.ts'
import { FieldSetBuilder, type FieldSet } from './field-set.ts'
import { elementOf, isAlwaysThere, settled, shapeOfMember, shapeOfType, type Shape } from './shapes.ts'

/** What differs between two objects: no field is in more than one of these sets. */
export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

type Json = Readonly<Record<string, unknown>>

/** A value that is there but empty, whatever its shape: what Go writes as null. */
const nothing = null

/**
 * Compares two objects of a type by what may be owned in them: TypedValue.Compare of structured-merge-diff
 * (v6, typed/compare.go).
 */
export function compareObjects(schema: Schema, typeName: string, before: Json, after: Json): Comparison {
  const walk = new Walk(schema)
  walk.value(shapeOfType(schema, { kind: 'object', typeName }), before, after)
  return walk
}

class Walk implements Comparison {
  readonly added = new FieldSetBuilder()
  readonly modified = new FieldSetBuilder()
  readonly removed = new FieldSetBuilder()
  private readonly schema: Schema
  private readonly path: string[] = []

  constructor(schema: Schema) {
    this.schema = schema
  }

  /** undefined on a side: it is not there. */
  value(given: Shape, before: unknown, after: unknown): void {
    const shape = settled(given, before, after)
    const isLeaf = shape.kind === 'leaf' || (isEmpty(before) && isEmpty(after))
    if (isLeaf) {
      this.leaf(before, after)
      return
    }
    if (shape.kind === 'struct') this.struct(shape.type, record(before), record(after))
    else if (shape.kind === 'map') this.map(shape.values, record(before), record(after))
    else this.list(shape.items, shape.keys, before, after)
    if (before === undefined) this.added.insert(this.path)
    else if (after === undefined) this.removed.insert(this.path)
  }

  private leaf(before: unknown, after: unknown): void {
    if (before === undefined) this.added.insert(this.path)
    else if (after === undefined) this.removed.insert(this.path)
    else if (!equalJson(before, after) && !(isEmpty(before) && isEmpty(after))) this.modified.insert(this.path)
  }

  private struct(type: TypeInfo, before: Json | undefined, after: Json | undefined): void {
    for (const key of keysOf(before, after)) {
      const field = type.fields.get(key)
      const shape = shapeOfMember(this.schema, type, key)
      if (!shape) continue
      const there = field && isAlwaysThere(field) ? nothing : undefined
      const one = before && (before[key] ?? there)
      const other = after && (after[key] ?? there)
      if (one === undefined && other === undefined) continue
      this.below(`f:${key}`, shape, one, other)
    }
  }

  private map(values: FieldType, before: Json | undefined, after: Json | undefined): void {
    const shape = shapeOfType(this.schema, values)
    for (const key of keysOf(before, after)) this.below(`f:${key}`, shape, before?.[key], after?.[key])
  }

  private list(type: FieldType, keys: readonly string[], before: unknown, after: unknown): void {
    const shape = shapeOfType(this.schema, type)
    const one = byElement(keys, before)
    const other = byElement(keys, after)
    for (const element of new Set([...one.keys(), ...other.keys()]))
      this.below(element, shape, one.get(element), other.get(element))
  }

  private below(element: string, shape: Shape, before: unknown, after: unknown): void {
    if (before === after) return
    this.path.push(element)
    this.value(shape, before, after)
    this.path.pop()
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.keys(value).length === 0
}

function record(value: unknown): Json | undefined {
  if (value === null) return {}
  return isRecord(value) ? value : undefined
}

function keysOf(before: Json | undefined, after: Json | undefined): Iterable<string> {
  if (!before) return Object.keys(after ?? {})
  if (!after) return Object.keys(before)
  return new Set([...Object.keys(before), ...Object.keys(after)])
}

/** The items of a list by their path elements; of several with the same one, all together. */
function byElement(keys: readonly string[], list: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
    const element = elementOf(keys, item)
    if (element === undefined) continue
    found.set(element, item)
  }
  return found
}
