import { goText } from '../api/go-text.ts'
import { cloneJson, isRecord } from '../api/json.ts'
import { applyElementOrder, deduplicated, indexIn, ordered } from './element-order.ts'
import { StrategicMergeError, elementOrderPrefix } from './patch-directives.ts'
import { deletionPrefix, directive, retainKeys, withoutDirectives, withoutNulls } from './patch-directives.ts'
import type { FieldInfo, FieldType, Schema } from './types.ts'

export { StrategicMergeError } from './patch-directives.ts'

type Json = Record<string, unknown>

/**
 * Applies a strategic merge patch: maps are merged, a null deletes, and a list with the patch strategy `merge` is
 * merged by its merge key, or as a set when it holds scalars; other lists are replaced. Understands `$patch`
 * (replace, delete), `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…`.
 *
 * Follows staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.35), with `MergeParallelList` and
 * `IgnoreUnmatchedNulls` as the API server sets them.
 *
 * @param typeName the type of both, for example `io.k8s.api.apps.v1.DaemonSet`
 * @returns a new object; `current` and `patch` stay as they are
 * @throws StrategicMergeError when the patch is malformed, in Kubernetes' words
 */
export function strategicMergePatch<T extends object>(schema: Schema, typeName: string, current: T, patch: object): T {
  const merged = mergeMap(schema, { kind: 'object', typeName }, cloneJson(current) as Json, cloneJson(patch) as Json)
  return merged as T
}

function mergeMap(schema: Schema, type: FieldType, original: Json, patch: Json): Json {
  if (directive in patch) {
    const { [directive]: value, ...rest } = patch
    if (value === 'replace') return rest
    if (value === 'delete') return {}
    throw unknownDirective(patch)
  }
  applyRetainKeys(original, patch)
  mergeOrderedLists(schema, type, original, patch)
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(deletionPrefix)) {
      const name = key.slice(deletionPrefix.length)
      const items = original[name]
      if (!Array.isArray(value)) throw new StrategicMergeError('invalid patch format of primitive list')
      if (Array.isArray(items))
        set(
          original,
          name,
          items.filter(item => !value.includes(item))
        )
      continue
    }
    if (value === null) {
      Reflect.deleteProperty(original, key)
      continue
    }
    mergeField(schema, type, original, key, value)
  }
  return original
}

function mergeField(schema: Schema, type: FieldType, original: Json, key: string, value: unknown): void {
  const before = Object.hasOwn(original, key) ? original[key] : undefined
  const field = fieldOf(schema, type, key)
  if (isRecord(before) && isRecord(value)) {
    const replaces = field.patchStrategies.includes('replace')
    set(original, key, replaces ? value : mergeMap(schema, field.type, before, value))
  } else if (Array.isArray(before) && Array.isArray(value)) {
    set(original, key, mergeListField(schema, field, before, value))
  } else {
    const kept = withoutDirectives(withoutNulls(value))
    if (kept === undefined) Reflect.deleteProperty(original, key)
    else set(original, key, kept)
  }
}

function mergeListField(schema: Schema, field: PatchedField, before: unknown[], value: unknown[]): unknown[] {
  return field.patchStrategies.includes('merge') ? mergeList(schema, field, before, value) : value
}

/** Defines rather than assigns: `__proto__` is a name like any other. */
function set(target: Json, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}

type PatchedField = Pick<FieldInfo, 'type' | 'patchStrategies' | 'mergeKey'>

function fieldOf(schema: Schema, type: FieldType, key: string): PatchedField {
  const known = type.kind === 'object' ? schema.type(type.typeName)?.fields.get(key) : undefined
  if (known !== undefined) return known
  return { type: type.kind === 'map' ? type.values : { kind: 'any' }, patchStrategies: [] }
}

/** Keeps only the keys that the patch lists; a union such as a volume or a strategy changes its member so. */
function applyRetainKeys(original: Json, patch: Json): void {
  if (!(retainKeys in patch)) return
  const keys = patch[retainKeys]
  Reflect.deleteProperty(patch, retainKeys)
  const isDirective = (key: string): boolean => key.startsWith(deletionPrefix) || key.startsWith(elementOrderPrefix)
  const strays = Object.entries(patch).filter(([key, value]) => value !== null && !isDirective(key))
  if (!Array.isArray(keys) || strays.some(([key]) => !keys.includes(key))) {
    throw new StrategicMergeError('invalid patch format of retainKeys')
  }
  for (const key of Object.keys(original)) if (!keys.includes(key)) Reflect.deleteProperty(original, key)
}

/** Merges the lists whose order the patch sets, and takes them from the patch. */
function mergeOrderedLists(schema: Schema, type: FieldType, original: Json, patch: Json): void {
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(elementOrderPrefix)) continue
    Reflect.deleteProperty(patch, key)
    const name = key.slice(elementOrderPrefix.length)
    const before = original[name]
    const value = patch[name]
    // A null in the patch deletes the list; there is nothing to order then.
    if (value === null) continue
    for (const list of [order, before, value]) {
      if (list !== undefined && !Array.isArray(list)) {
        throw new StrategicMergeError('invalid patch format of setElementOrder list')
      }
    }
    const field = fieldOf(schema, type, name)
    const beforeList = before as unknown[] | undefined
    const valueList = value as unknown[] | undefined
    if (beforeList === undefined && valueList === undefined) continue
    let merged = beforeList ?? []
    if (valueList !== undefined) {
      merged =
        beforeList === undefined
          ? (withoutDirectives(valueList) as unknown[])
          : mergeListField(schema, field, cloneJson(beforeList), valueList)
    }
    set(original, name, applyElementOrder(merged, order as unknown[], beforeList ?? [], field.mergeKey, valueList))
    Reflect.deleteProperty(patch, name)
  }
}

function mergeList(schema: Schema, field: PatchedField, original: unknown[], patch: unknown[]): unknown[] {
  if (original.length === 0 && patch.length === 0) return original
  const { mergeKey } = field
  if (![...original, ...patch].some(isRecord)) {
    return ordered(deduplicated([...original, ...patch]), patch, original, undefined)
  }
  if (mergeKey === undefined) {
    const name = field.type.kind === 'list' && field.type.items.kind === 'object' ? field.type.items.typeName : ''
    throw new StrategicMergeError(`cannot merge lists without merge key for ${name.split('.').at(-1) ?? ''}`)
  }
  const items = field.type.kind === 'list' ? field.type.items : field.type
  let merged = [...original]
  const additions: Json[] = []
  let replaces = false
  for (const item of patch) {
    if (!isRecord(item)) throw new StrategicMergeError('expected a map, but received another kind of value in a list')
    if (!(directive in item)) {
      if (!(mergeKey in item)) throw noMergeKey(item, mergeKey)
      additions.push(item)
    } else if (item[directive] === 'replace') replaces = true
    else if (item[directive] === 'delete') {
      if (!(mergeKey in item)) throw noMergeKey(item, mergeKey)
      merged = merged.filter(each => !isRecord(each) || each[mergeKey] !== item[mergeKey])
    } else if (item[directive] === 'merge') {
      throw new StrategicMergeError('merging lists cannot yet be specified in the patch')
    } else throw unknownDirective(item)
  }
  if (replaces) return additions
  const beforeMerge = [...merged]
  for (const item of additions) {
    const index = indexIn(merged, item, mergeKey)
    const existing = merged[index]
    if (isRecord(existing)) merged[index] = mergeMap(schema, items, existing, item)
    // As it is, nulls included: decoding the merged object by its type drops them.
    else merged.push(item)
  }
  return ordered(merged, additions, beforeMerge, mergeKey)
}

function noMergeKey(item: Json, mergeKey: string): StrategicMergeError {
  return new StrategicMergeError(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`)
}

function unknownDirective(item: Json): StrategicMergeError {
  return new StrategicMergeError(`unknown patch type: ${String(item[directive])} in map: ${goText(item)}`)
}
