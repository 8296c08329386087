import type { FieldType, Schema, TypeInfo } from '../../schema/types.ts'
import { isRecord } from '../json.ts'
import { FieldSetBuilder, type FieldSet } from './field-set.ts'
import { elementOf, settled, shapeOfMember, shapeOfType, type Shape } from './shapes.ts'

type Json = Readonly<Record<string, unknown>>

/** Everything that an object sets: TypedValue.ToFieldSet of structured-merge-diff (v6, typed/tofieldset.go). */
export function setOfObject(schema: Schema, typeName: string, object: Json): FieldSet {
  const set = new FieldSetBuilder()
  const path: string[] = []

  function below(element: string, shape: Shape, value: unknown, isMember: boolean): void {
    path.push(element)
    walk(shape, value)
    if (isMember) set.insert(path)
    path.pop()
  }

  function walk(given: Shape, value: unknown): void {
    const shape = settled(given, value)
    if (shape.kind === 'leaf') set.insert(path)
    else if (shape.kind === 'struct' && isRecord(value)) struct(shape.type, value)
    else if (shape.kind === 'map' && isRecord(value)) map(shape.values, value)
    else if (shape.kind === 'list' && Array.isArray(value)) list(shape.items, shape.keys, value)
  }

  function struct(type: TypeInfo, value: Json): void {
    for (const [key, part] of Object.entries(value)) {
      const shape = shapeOfMember(schema, type, key)
      if (shape) below(`f:${key}`, shape, part, isHollow(part))
    }
  }

  function map(values: FieldType, value: Json): void {
    const shape = shapeOfType(schema, values)
    for (const [key, part] of Object.entries(value)) below(`f:${key}`, shape, part, true)
  }

  function list(items: FieldType, keys: readonly string[], value: readonly unknown[]): void {
    const shape = shapeOfType(schema, items)
    for (const item of value) {
      const element = elementOf(keys, item)
      if (element !== undefined) below(element, shape, item, true)
    }
  }

  walk(shapeOfType(schema, { kind: 'object', typeName }), object)
  return set
}

function isHollow(value: unknown): boolean {
  return value === null || (isRecord(value) && Object.keys(value).length === 0)
}

/**
 * The set with every named field of a struct on the way to a member as a member too
 * (fieldpath.Set.EnsureNamedFieldsAreMembers).
 */
export function withNamedFields(schema: Schema, typeName: string, set: FieldSet): FieldSet {
  return named(schema, shapeOfType(schema, { kind: 'object', typeName }), set)
}

function named(schema: Schema, shape: Shape, set: FieldSet): FieldSet {
  const members = new Set(set.members)
  const children = new Map<string, FieldSet>()
  for (const [element, child] of set.children) {
    const inner = innerShape(schema, shape, element)
    if (shape.kind === 'struct' && inner) members.add(element)
    children.set(element, inner ? named(schema, inner, child) : child)
  }
  return { members, children }
}

function innerShape(schema: Schema, shape: Shape, element: string): Shape | undefined {
  if (shape.kind === 'struct') return shapeOfMember(schema, shape.type, element.slice(2))
  if (shape.kind === 'deduced') return shape
  if (shape.kind === 'map') return shapeOfType(schema, shape.values)
  return shape.kind === 'list' ? shapeOfType(schema, shape.items) : undefined
}
