import type { DeleteOptions } from '../client.ts'
import type { GroupResource, KubeObject } from '../object.ts'
import type { ResourceInfo } from '../schema/types.ts'
import { equalJson } from './json.ts'
import type { Kind } from './kinds/kind.ts'
import { conflict, staleObject } from './status.ts'
import { invalid, invalidObject } from './validation/field.ts'

/**
 * Optimistic locking: what an update says of the version that it was made from.
 *
 * @throws ApiError 409 when the stored object is another one, 422 where the kind wants a version and there is none.
 */
export function checkRevision(info: ResourceInfo, kind: Kind, object: KubeObject, old: KubeObject): void {
  const given = object.metadata.resourceVersion
  if (!given || given === '0') {
    if (kind.conditionalUpdateOnly)
      // The generic registry names the resource where others name the kind (registry/store.go).
      throw invalidObject({ group: info.group, kind: info.resource }, old.metadata.name, [
        { ...invalid('metadata.resourceVersion', 0, ''), body: 'Invalid value: 0: must be specified for an update' }
      ])
  } else if (given !== old.metadata.resourceVersion) throw conflict(info, old.metadata.name, staleObject)
}

/**
 * A PUT is meant for the object with the uid that it carries, where it carries one.
 *
 * @throws ApiError 409 when another object has that name by now
 */
export function checkIdentity(info: ResourceInfo, object: KubeObject, old: KubeObject): void {
  const { uid } = object.metadata
  if (uid && uid !== old.metadata.uid)
    throw conflict(info, old.metadata.name, failedPrecondition('UID', uid, old.metadata.uid))
}

/** @throws ApiError 409 when the object is not the one that a DELETE is meant for. */
export function checkPreconditions(info: GroupResource, { metadata }: KubeObject, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {}
  if (uid !== undefined && uid !== metadata.uid)
    throw conflict(info, metadata.name, failedPrecondition('UID', uid, metadata.uid))
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = failedPrecondition('ResourceVersion', resourceVersion, metadata.resourceVersion)
    throw conflict(info, metadata.name, why)
  }
}

function failedPrecondition(what: string, wanted: string, found: string | undefined): string {
  return `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found ?? ''}`
}

/** Whether a write changes nothing; the times at which managers wrote do not count (handlers/fieldmanager/equality.go). */
export function unchanged(object: KubeObject, old: KubeObject): boolean {
  if (equalJson(object, old)) return true
  const timeless = ({ metadata: { managedFields, ...metadata }, ...rest }: KubeObject) => ({
    ...rest,
    metadata,
    managedFields: managedFields?.map(entry => ({ ...(entry as object), time: undefined }))
  })
  return equalJson(timeless(object), timeless(old))
}
