import { isRecord } from '../json.ts'
import { fromFieldsV1, isEmptySet, toFieldsV1, type FieldSet } from './field-set.ts'

/** Who owns fields, and how: the parts of a metav1.ManagedFieldsEntry that tell managers apart. */
export interface Manager {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource?: string
}

/** A manager with its fields. */
export interface Owner extends Manager {
  readonly time?: string
  readonly fields: FieldSet
  /** The entry that this was read from, for as long as nothing in it changes. */
  readonly entry?: object
}

/** Owners by {@link identityOf}. */
export type Owners = ReadonlyMap<string, Owner>

/** managedfields.BuildManagerIdentifier: an applier is the same in every version. */
export function identityOf({ manager, operation, apiVersion, subresource = '' }: Manager): string {
  return JSON.stringify([manager, operation, operation === 'Apply' ? '' : apiVersion, subresource])
}

const read = new WeakMap<object, Owner>()

/**
 * Reads metadata.managedFields.
 *
 * @returns undefined when an entry is none; such a list is taken for none at all.
 */
export function readManagedFields(entries: readonly unknown[] | undefined): Owners | undefined {
  const owners = new Map<string, Owner>()
  for (const entry of entries ?? []) {
    if (!isRecord(entry)) return undefined
    let owner = read.get(entry)
    if (!owner) {
      const { manager, operation, apiVersion, subresource, time, fieldsV1 } = entry
      if (operation !== 'Apply' && operation !== 'Update') return undefined
      owner = {
        manager: text(manager),
        operation,
        apiVersion: text(apiVersion),
        ...(text(subresource) === '' ? {} : { subresource: text(subresource) }),
        ...(text(time) === '' ? {} : { time: text(time) }),
        fields: fromFieldsV1(fieldsV1),
        entry
      }
      // What is frozen stays as it was read.
      if (Object.isFrozen(entry)) read.set(entry, owner)
    }
    owners.set(identityOf(owner), owner)
  }
  return owners
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Writes metadata.managedFields: appliers first, then by time and name; undefined when nobody owns anything. */
export function writeManagedFields(owners: Owners): unknown[] | undefined {
  const written = [...owners.values()].filter(({ fields }) => !isEmptySet(fields))
  if (written.length === 0) return undefined
  const order = ({ operation, time = '', manager, apiVersion, subresource = '' }: Owner): string =>
    [operation, time, manager, apiVersion, subresource].join('\0')
  return written
    .map(owner => ({ owner, key: order(owner) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ owner: { entry, fields, ...who } }) => {
      const { manager, operation, apiVersion, time, subresource } = who
      return (
        entry ?? {
          manager,
          operation,
          apiVersion,
          ...(time === undefined ? {} : { time }),
          fieldsType: 'FieldsV1',
          fieldsV1: toFieldsV1(fields),
          ...(subresource === undefined ? {} : { subresource })
        }
      )
    })
}
