import type { KubeObject } from '../../object.ts'
import type { ResourceInfo, Schema } from '../../schema/types.ts'
import { equalJson } from '../json.ts'
import { compareObjects, type Comparison } from './compare.ts'
import { difference, emptySet, intersection, isEmptySet, union, type FieldSet } from './field-set.ts'
import {
  identityOf,
  readManagedFields,
  writeManagedFields,
  type Manager,
  type Owner,
  type Owners
} from './managed-fields.ts'

/** Who writes, when, and through which subresource. */
export interface Writer {
  readonly manager: string
  readonly subresource?: string
  /** metadata.time, as the API writes times. */
  readonly time: string
}

/**
 * Notes in `after.metadata.managedFields` who wrote what: the fields that this write added or changed are the
 * writer's alone, those that it removed are nobody's. FieldManager.Update of apimachinery/pkg/util/managedfields and
 * Updater.Update of structured-merge-diff (v1.35).
 *
 * @param before the stored object; undefined when `after` is being created
 * @param after is changed
 */
export function trackUpdate(
  schema: Schema,
  info: ResourceInfo,
  before: KubeObject | undefined,
  after: KubeObject,
  writer: Writer
): void {
  const owners = ownersBefore(before, after, writer.subresource !== undefined)
  // An object that nobody was noted for, because somebody wiped the list, stays so until it is applied.
  if (before && owners.size === 0) {
    delete after.metadata.managedFields
    return
  }
  const comparison = compareOwned(schema, info, before, after)
  const next = new Map(taken(owners, comparison))
  const mine = union(comparison.added, comparison.modified)
  if (!isEmptySet(mine)) {
    const { subresource, time } = writer
    const apiVersion = info.group ? `${info.group}/${info.version}` : info.version
    const who: Manager = {
      manager: writer.manager,
      operation: 'Update',
      apiVersion,
      ...(subresource ? { subresource } : {})
    }
    const identity = identityOf(who)
    const known = next.get(identity)
    next.set(identity, { ...who, time, fields: known ? union(known.fields, mine) : mine })
  }
  setManagedFields(after, capped(next))
}

export function setManagedFields(object: KubeObject, owners: Owners): void {
  const managedFields = writeManagedFields(owners)
  if (managedFields) object.metadata.managedFields = managedFields
  else delete object.metadata.managedFields
}

/**
 * Who owned what before this write. A client may write the list itself, except through a subresource; one entry with
 * nothing in it wipes it. A client that knows nothing of the list leaves it as it was.
 */
function ownersBefore(before: KubeObject | undefined, after: KubeObject, isSubresource: boolean): Owners {
  const stored = before?.metadata.managedFields
  const given = after.metadata.managedFields
  const ofStored = (): Owners => readManagedFields(stored) ?? new Map<string, Owner>()
  if (isSubresource || !given || given.length === 0 || equalJson(given, stored)) return ofStored()
  if (given.length === 1 && equalJson(given[0], {})) return new Map()
  return readManagedFields(given) ?? ofStored()
}

/** Fields of the metadata that only the server sets (managedfields/internal/stripmeta.go), and the type's own names. */
const ofServer = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion'
]

/** An object as far as its fields can be owned. */
export function ownable(object: KubeObject): Record<string, unknown> {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = object
  const owned = Object.entries(metadata).filter(([key]) => !ofServer.includes(key))
  return owned.length === 0 ? rest : { ...rest, metadata: Object.fromEntries(owned) }
}

export function compareOwned(
  schema: Schema,
  info: ResourceInfo,
  before: KubeObject | undefined,
  after: KubeObject
): Comparison {
  return compareObjects(schema, info.typeName, before ? ownable(before) : {}, ownable(after))
}

/** What is left to the others when a write changed these fields. */
export function taken(owners: Owners, { added, modified, removed }: Comparison, except?: string): Owners {
  const lost = union(union(added, modified), removed)
  if (isEmptySet(lost)) return owners
  const left = new Map<string, Owner>()
  for (const [identity, owner] of owners) {
    const unchanged = identity === except || isEmptySet(intersection(owner.fields, lost))
    const rest = unchanged ? owner : withFields(owner, difference(owner.fields, lost))
    if (!isEmptySet(rest.fields)) left.set(identity, rest)
  }
  return left
}

function withFields({ entry: _entry, ...owner }: Owner, fields: FieldSet): Owner {
  return { ...owner, fields }
}

const mostUpdaters = 10

/** managedfields/internal/capmanagers.go: of more than ten updaters the oldest become one, `ancient-changes`. */
function capped(owners: ReadonlyMap<string, Owner>): Owners {
  const updaters = [...owners].filter(([, { operation }]) => operation === 'Update')
  if (updaters.length <= mostUpdaters) return owners
  const key = ([identity, { time = '' }]: [string, Owner]): string => `${time}${identity}`
  updaters.sort((one, other) => (key(one) < key(other) ? -1 : 1))
  const old = updaters.slice(0, updaters.length - mostUpdaters + 1)
  const next = new Map(owners)
  for (const apiVersion of new Set(old.map(([, owner]) => owner.apiVersion))) {
    const merged = old.filter(([, owner]) => owner.apiVersion === apiVersion)
    if (merged.length === 1) continue
    for (const [identity] of merged) next.delete(identity)
    const who: Manager = { manager: 'ancient-changes', operation: 'Update', apiVersion }
    const fields = merged.reduce((all: FieldSet, [, owner]) => union(all, owner.fields), emptySet)
    const time = merged.at(-1)?.[1].time
    next.set(identityOf(who), { ...who, ...(time === undefined ? {} : { time }), fields })
  }
  return next
}
