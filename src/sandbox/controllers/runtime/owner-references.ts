import type { Client } from '../../client.ts'
import type { GroupResource, KubeObject, OwnerReference } from '../../object.ts'
import { unless } from './errors.ts'
import type { Index, Informer } from './informer.ts'

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(reference => reference.controller === true)
}

/** A reference that makes `owner` the controller of what carries it (metav1.NewControllerRef). */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true
  }
}

/** Files objects under the uid of their controller; those without one under `none/<namespace>`. */
export const byController: Index<KubeObject> = object => [
  controllerOf(object)?.uid ?? `none/${object.metadata.namespace ?? ''}`
]

/**
 * The dependents of an owner after adoption and release, as controller_ref_manager.go: those that the owner controls
 * and its selector matches; orphans that match are adopted, unless the owner is being deleted; those that no longer
 * match are released.
 */
export function claimDependents<T extends KubeObject>(
  client: Client,
  resource: GroupResource,
  informer: Informer<T>,
  owner: KubeObject,
  matches: (object: T) => boolean
): T[] {
  const claimed: T[] = []
  const deleting = owner.metadata.deletionTimestamp !== undefined
  for (const object of informer.indexed(byController, owner.metadata.uid ?? '')) {
    if (matches(object)) claimed.push(object)
    else if (!deleting) release(client, resource, object, owner)
  }
  if (deleting) return claimed
  for (const object of informer.indexed(byController, `none/${owner.metadata.namespace ?? ''}`)) {
    if (object.metadata.deletionTimestamp !== undefined || !matches(object)) continue
    const adopted = adopt<T>(client, resource, object, owner)
    if (adopted !== undefined) claimed.push(adopted)
  }
  return claimed
}

function adopt<T extends KubeObject>(
  client: Client,
  resource: GroupResource,
  object: T,
  owner: KubeObject
): T | undefined {
  const { namespace, name, uid, ownerReferences = [] } = object.metadata
  const patch = { metadata: { uid, ownerReferences: [...ownerReferences, controllerReference(owner)] } }
  return unless(['NotFound', 'Conflict'], () => client.patch<T>(resource, namespace, name, patch))
}

function release(client: Client, resource: GroupResource, object: KubeObject, owner: KubeObject): void {
  const { namespace, name, uid, ownerReferences = [] } = object.metadata
  const left = ownerReferences.filter(reference => reference.uid !== owner.metadata.uid)
  const patch = { metadata: { uid, ownerReferences: left.length > 0 ? left : null } }
  unless(['NotFound', 'Conflict'], () => client.patch(resource, namespace, name, patch))
}
