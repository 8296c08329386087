import type { FieldType, Schema, TypeInfo } from '../../schema/types.ts'
import { isRecord } from '../json.ts'
import type { FieldSet } from './field-set.ts'
import { isEmptySet } from './field-set.ts'
import { elementOf, settled, shapeOfMember, shapeOfType, type Shape } from './shapes.ts'

type Json = Readonly<Record<string, unknown>>

/** An applied configuration that cannot be merged, in Kubernetes' words. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError'
}

/**
 * An object with an applied configuration merged into it: TypedValue.Merge of structured-merge-diff
 * (v6, typed/merge.go). Lists by key keep the order of the configuration, with the other items in between.
 *
 * @throws ApplyError when a list of the configuration has two items of one key.
 */
export function mergeObjects(schema: Schema, typeName: string, live: Json, config: Json): Json {
  const merged = new Merge(schema).value(shapeOfType(schema, { kind: 'object', typeName }), live, config, '')
  return isRecord(merged) ? merged : {}
}

class Merge {
  private readonly schema: Schema
  constructor(schema: Schema) {
    this.schema = schema
  }

  value(given: Shape, live: unknown, config: unknown, path: string): unknown {
    if (config === undefined) return live
    const shape = settled(given, config)
    if (shape.kind === 'struct' && isRecord(config)) return this.struct(shape.type, live, config, path)
    if (shape.kind === 'map' && isRecord(config)) return this.map(shape.values, live, config, path)
    if (shape.kind === 'list' && Array.isArray(config)) return this.list(shape.items, shape.keys, live, config, path)
    return config
  }

  private struct(type: TypeInfo, live: unknown, config: Json, path: string): Json {
    const merged: Record<string, unknown> = isRecord(live) ? { ...live } : {}
    for (const [key, part] of Object.entries(config)) {
      const shape = shapeOfMember(this.schema, type, key)
      if (!shape) continue
      merged[key] = this.value(shape, merged[key], part, `${path}.${key}`)
    }
    return merged
  }

  private map(values: FieldType, live: unknown, config: Json, path: string): Json {
    const shape = shapeOfType(this.schema, values)
    const entries = Object.entries(config).map(([key, part]): [string, unknown] => [
      key,
      this.value(shape, isRecord(live) && Object.hasOwn(live, key) ? live[key] : undefined, part, `${path}.${key}`)
    ])
    return { ...(isRecord(live) ? live : {}), ...Object.fromEntries(entries) }
  }

  private list(
    items: FieldType,
    keys: readonly string[],
    live: unknown,
    config: readonly unknown[],
    path: string
  ): unknown[] {
    const shape = shapeOfType(this.schema, items)
    const before = (Array.isArray(live) ? (live as unknown[]) : []).map(item => ({
      element: elementOf(keys, item),
      item
    }))
    const wanted = config.map((item, index) => {
      const element = elementOf(keys, item)
      if (element === undefined) {
        const names = keys.map(key => JSON.stringify(key)).join(' ')
        const why = `associative list with keys has an element that omits all key fields [${names}]`
        throw new ApplyError(`${path}: element ${index}: ${why} (and doesn't have default values for any key fields)`)
      }
      return { element, item }
    })
    const elements = new Set<string>()
    for (const { element } of wanted) {
      if (elements.has(element)) throw new ApplyError(`${path}: duplicate entries for key ${shownKey(element)}`)
      elements.add(element)
    }
    const known = new Map(before.map(({ element, item }) => [element, item]))
    return weave(before, wanted, ({ element, item }) =>
      this.value(shape, known.get(element), item, path + shownKey(element))
    )
  }
}

interface Placed<E> {
  readonly element: E
  readonly item: unknown
}

/**
 * Puts two lists together: items of both in the order of the configuration, those of the live list alone where they
 * stand among its neighbours.
 */
function weave(
  live: readonly Placed<string | undefined>[],
  wanted: readonly Placed<string>[],
  merge: (item: Placed<string>) => unknown
): unknown[] {
  const inLive = new Set(live.map(({ element }) => element))
  const inWanted = new Set<string | undefined>(wanted.map(({ element }) => element))
  const shared = wanted.map(({ element }) => element).filter(element => inLive.has(element))
  const merged = new Set<string | undefined>()
  const woven: unknown[] = []
  let nextShared = shared.shift()
  let l = 0
  let w = 0
  while (l < live.length || w < wanted.length) {
    const here = live[l]
    const there = wanted[w]
    const isShared = here !== undefined && inWanted.has(here.element)
    if (here && !isShared) {
      woven.push(here.item)
      l++
    } else if (
      here &&
      there &&
      here.element !== there.element &&
      nextShared !== undefined &&
      nextShared !== here.element
    )
      l++
    else if (here && merged.has(here.element)) l++
    else if (there) {
      woven.push(merge(there))
      merged.add(there.element)
      w++
      if (here?.element === there.element) l++
      if (there.element === nextShared) nextShared = shared.shift()
    } else l++
  }
  return woven
}

function shownKey(element: string): string {
  if (element.startsWith('v:')) return `[=${element.slice(2)}]`
  const keys = JSON.parse(element.slice(2)) as Json
  return `[${Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`
}

/** An object without what is in a set: TypedValue.RemoveItems (typed/remove.go). */
export function removeFields(schema: Schema, typeName: string, object: Json, set: FieldSet): Json {
  if (isEmptySet(set)) return object
  const rest = remove(schema, shapeOfType(schema, { kind: 'object', typeName }), object, set)
  return isRecord(rest) ? rest : {}
}

function remove(schema: Schema, given: Shape, value: unknown, set: FieldSet): unknown {
  if (isEmptySet(set)) return value
  const shape = settled(given, value)
  if ((shape.kind === 'struct' || shape.kind === 'map') && isRecord(value)) {
    const entries = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
      const element = `f:${key}`
      if (set.members.has(element)) return []
      const below = set.children.get(element)
      const inner = shape.kind === 'map' ? shapeOfType(schema, shape.values) : shapeOfMember(schema, shape.type, key)
      const rest = below && inner ? remove(schema, inner, part, below) : part
      return rest === undefined ? [] : [[key, rest]]
    })
    return entries.length === 0 && Object.keys(value).length > 0 ? undefined : Object.fromEntries(entries)
  }
  if (shape.kind === 'list' && Array.isArray(value)) {
    const items = shapeOfType(schema, shape.items)
    const rest = (value as unknown[]).flatMap(item => {
      const element = elementOf(shape.keys, item) ?? ''
      if (set.members.has(element)) return []
      const below = set.children.get(element)
      return [below ? remove(schema, items, item, below) : item]
    })
    return rest.length === 0 && value.length > 0 ? undefined : rest
  }
  return value
}
