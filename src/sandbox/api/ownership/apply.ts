import type { KubeObject } from '../../object.ts'
import type { ResourceInfo, Schema } from '../../schema/types.ts'
import { equalJson, isRecord } from '../json.ts'
import { compareObjects } from './compare.ts'
import { applyConflict, type Conflict } from './conflicts.ts'
import {
  difference,
  emptySet,
  equalSets,
  intersection,
  isEmptySet,
  pathsOf,
  union,
  type FieldSet
} from './field-set.ts'
import { identityOf, readManagedFields, type Manager, type Owner } from './managed-fields.ts'
import { mergeObjects, removeFields } from './merge.ts'
import { setOfObject, withNamedFields } from './set-of-object.ts'
import { compareOwned, ownable, setManagedFields, taken, type Writer } from './tracking.ts'

export interface ApplyOptions extends Writer {
  /** Fields that others own are taken over. */
  readonly force: boolean
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * A server-side apply: the configuration is merged into the live object; what this manager applied before and applies
 * no longer goes, unless somebody else owns it. FieldManager.Apply of apimachinery/pkg/util/managedfields, and
 * Updater.Apply of structured-merge-diff (v1.35).
 *
 * @param live the stored object; undefined when there is none
 * @param config decoded by its type
 * @returns the object to be stored, its managedFields included
 * @throws ApiError 409 with a cause for each field in conflict; ApplyError when the configuration cannot be merged
 */
export function applyConfiguration(
  schema: Schema,
  info: ResourceInfo,
  live: KubeObject | undefined,
  config: KubeObject,
  options: ApplyOptions
): KubeObject {
  const { manager, subresource, time } = options
  const apiVersion = info.group ? `${info.group}/${info.version}` : info.version
  const applier: Manager = { manager, operation: 'Apply', apiVersion, ...(subresource ? { subresource } : {}) }
  const identity = identityOf(applier)
  const before: KubeObject = live ?? { apiVersion, kind: info.kind, metadata: { name: '' } }
  const owners = new Map(ownersOf(schema, info, live, time))

  const lastSet = owners.get(identity)?.fields ?? emptySet
  const fields = setOfObject(schema, info.typeName, ownable(config))
  const mine: Owner = { ...applier, time, fields }
  owners.set(identity, mine)
  const merged = mergeObjects(schema, info.typeName, before, { ...config, apiVersion, kind: info.kind })
  // Here counts all that the configuration says, its name too, though nobody owns that.
  const said = setOfObject(schema, info.typeName, { ...config })
  const claimed = [...owners.values()].reduce((all: FieldSet, owner) => union(all, owner.fields), said)
  const result = pruned(schema, info.typeName, merged, lastSet, claimed) as unknown as KubeObject

  const comparison = compareOwned(schema, info, live, result)
  const wanted = union(comparison.added, comparison.modified)
  const conflicts = [...owners]
    .filter(([each]) => each !== identity)
    .flatMap(([, owner]): Conflict[] =>
      pathsOf(intersection(owner.fields, wanted)).map(path => ({ manager: owner, path }))
    )
  if (!options.force && conflicts.length > 0) {
    const allowed = manager === 'kubectl' && live ? ownedByLastApplied(schema, info, live) : emptySet
    const left = conflicts.filter(({ path }) => !has(allowed, path))
    if (left.length > 0) throw applyConflict(left)
  }
  const next = new Map(taken(owners, comparison, identity))
  const known = readManagedFields(live?.metadata.managedFields)?.get(identity)
  const kept = known && equalSets(known.fields, fields) && equalJson(ownable(before), ownable(result))
  if (isEmptySet(fields)) next.delete(identity)
  else next.set(identity, kept ? known : mine)
  const applied: KubeObject = { ...result, metadata: { ...result.metadata } }
  setManagedFields(applied, next)
  if (manager === 'kubectl' && applied.metadata.annotations?.[lastApplied] !== undefined)
    applied.metadata.annotations = { ...applied.metadata.annotations, [lastApplied]: lastAppliedText(config) }
  return applied
}

/** The owners of a live object; what was there before anybody was noted belongs to `before-first-apply`. */
function ownersOf(schema: Schema, info: ResourceInfo, live: KubeObject | undefined, time: string) {
  const owners = readManagedFields(live?.metadata.managedFields)
  if (!live || (owners && owners.size > 0)) return owners ?? new Map<string, Owner>()
  const apiVersion = info.group ? `${info.group}/${info.version}` : info.version
  const who: Manager = { manager: 'before-first-apply', operation: 'Update', apiVersion }
  const { added, modified } = compareOwned(schema, info, undefined, live)
  return new Map([[identityOf(who), { ...who, time, fields: union(added, modified) }]])
}

/** Updater.prune: without what this manager applied last and nobody claims now. */
function pruned(
  schema: Schema,
  typeName: string,
  merged: Readonly<Record<string, unknown>>,
  lastSet: FieldSet,
  claimed: FieldSet
): Readonly<Record<string, unknown>> {
  if (isEmptySet(lastSet)) return merged
  const named = (set: FieldSet): FieldSet => withNamedFields(schema, typeName, set)
  const setOf = (object: Readonly<Record<string, unknown>>): FieldSet => named(setOfObject(schema, typeName, object))
  const mergedSet = setOf(merged)
  const last = named(lastSet)
  const without = removeFields(schema, typeName, merged, last)
  // Others, and this configuration, keep what they claim.
  const unclaimed = difference(mergedSet, union(setOf(without), named(claimed)))
  const backed = removeFields(schema, typeName, merged, unclaimed)
  // What was not this manager's before stays, whoever made it.
  const dangling = intersection(difference(mergedSet, setOf(backed)), last)
  return removeFields(schema, typeName, merged, dangling)
}

/**
 * Fields that a client-side apply of kubectl set and that still have the value it gave them: kubectl may take them
 * over without a conflict (managedfields/internal/lastappliedmanager.go).
 */
function ownedByLastApplied(schema: Schema, info: ResourceInfo, live: KubeObject): FieldSet {
  const text = live.metadata.annotations?.[lastApplied]
  if (text === undefined) return emptySet
  let applied: unknown
  try {
    applied = JSON.parse(text)
  } catch {
    return emptySet
  }
  if (!isRecord(applied)) return emptySet
  const set = setOfObject(schema, info.typeName, applied)
  const { added, modified, removed } = compareObjects(schema, info.typeName, applied, live)
  return difference(set, union(union(added, modified), removed))
}

function has(set: FieldSet, path: readonly string[]): boolean {
  let place: FieldSet | undefined = set
  for (const element of path.slice(0, -1)) place = place?.children.get(element)
  return place?.members.has(path.at(-1) ?? '') === true
}

/** The configuration as kubectl's annotation holds it (managedfields/internal/lastappliedupdater.go). */
function lastAppliedText(config: KubeObject): string {
  const { managedFields: _fields, annotations, ...metadata } = config.metadata
  const { [lastApplied]: _text, ...others } = annotations ?? {}
  const kept = annotations ? { annotations: others } : {}
  return `${JSON.stringify({ ...config, metadata: { ...kept, ...metadata } })}\n`
}
