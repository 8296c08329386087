import type { KubeObject } from '../../object.ts'
import { keyOf, type Informer } from './informer.ts'
import { controllerOf } from './owner-references.ts'
import { sameJson } from './hash.ts'
import type { WorkQueue } from './work-queue.ts'

/**
 * Puts the key of an owner on the queue whenever one of its dependents changes, and those of all owners that might
 * adopt when an orphan turns up (addPod, updatePod and deletePod of the workload controllers).
 *
 * @param mightAdopt whether an owner's selector matches an orphan.
 */
export function enqueueOwners<O extends KubeObject, D extends KubeObject>(
  owners: Informer<O>,
  dependents: Informer<D>,
  kind: string,
  mightAdopt: (owner: O, orphan: D) => boolean,
  queue: Pick<WorkQueue, 'add'>
): void {
  dependents.onChange((type, object, before) => {
    const now = ownerKey(object, kind)
    const earlier = before === undefined ? undefined : ownerKey(before, kind)
    if (now !== undefined) queue.add(now)
    if (earlier !== undefined && earlier !== now) queue.add(earlier)
    if (type === 'deleted' || controllerOf(object) !== undefined) return
    const sameAsBefore =
      before !== undefined &&
      controllerOf(before) === undefined &&
      sameJson(before.metadata.labels, object.metadata.labels)
    if (sameAsBefore) return
    for (const owner of owners.inNamespace(object.metadata.namespace ?? '')) {
      if (mightAdopt(owner, object)) queue.add(keyOf(owner))
    }
  })
}

function ownerKey(object: KubeObject, kind: string): string | undefined {
  const reference = controllerOf(object)
  return reference?.kind === kind ? `${object.metadata.namespace ?? ''}/${reference.name}` : undefined
}

/** Puts the key of every object of a resource on the queue when it appears, changes or goes. */
export function enqueueChanges<T extends KubeObject>(informer: Informer<T>, queue: Pick<WorkQueue, 'add'>): void {
  informer.onChange((_type, object) => queue.add(keyOf(object)))
}
