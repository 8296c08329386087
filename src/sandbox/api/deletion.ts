import { timestamp, type Clock } from '../clock.ts'
import type { DeleteOptions } from '../client.ts'
import type { KubeObject } from '../object.ts'
import { cloneJson } from './json.ts'
import type { Kind } from './kinds/kind.ts'

export const orphanFinalizer = 'orphan'
export const foregroundFinalizer = 'foregroundDeletion'

/** What a DELETE makes of an object: nothing more to do, a marked object to be stored, or its removal. */
export type Deletion =
  { readonly outcome: 'unchanged' } | { readonly outcome: 'marked' | 'removed'; readonly object: KubeObject }

/**
 * Decides what becomes of an object that is to be deleted: rest.BeforeDelete and Store.Delete of
 * apiserver/pkg/registry (v1.35). Grace periods may only be shortened; finalizers keep the object.
 */
export function decideDeletion(kind: Kind, old: KubeObject, options: DeleteOptions, clock: Clock): Deletion {
  const object = cloneJson(old)
  const { metadata } = object
  let graceful = false
  if (kind.gracePeriod) {
    if (metadata.deletionTimestamp === undefined) {
      const grace = kind.gracePeriod(old, options.gracePeriodSeconds)
      graceful = grace > 0
      if (graceful) markDeleted(object, clock, grace)
    } else if (metadata.deletionGracePeriodSeconds !== undefined) {
      const requested = options.gracePeriodSeconds
      if (requested === undefined || requested >= metadata.deletionGracePeriodSeconds) {
        if (metadata.deletionGracePeriodSeconds > 0 || metadata.finalizers?.length) return { outcome: 'unchanged' }
      } else if (requested > 0) {
        const end = Date.parse(metadata.deletionTimestamp) + (requested - metadata.deletionGracePeriodSeconds) * 1000
        metadata.deletionTimestamp = timestamp({ ...clock, now: () => end })
        metadata.deletionGracePeriodSeconds = requested
        graceful = true
      }
    }
  }
  const finalizers = finalizersFor(kind, metadata.finalizers ?? [], options.propagationPolicy)
  if (finalizers.length > 0) metadata.finalizers = finalizers
  else delete metadata.finalizers
  if (graceful) return { outcome: 'marked', object }
  if (finalizers.length === 0 && !kind.heldBack?.(object)) return { outcome: 'removed', object }
  markDeleted(object, clock, 0)
  kind.prepareForDelete?.(object)
  return { outcome: 'marked', object }
}

/** Whether a stored object that was marked has nothing left that keeps it. */
export function deletionFinished(kind: Kind, object: KubeObject): boolean {
  const { metadata } = object
  if (metadata.deletionTimestamp === undefined || metadata.finalizers?.length) return false
  if (metadata.deletionGracePeriodSeconds) return false
  return !kind.heldBack?.(object)
}

function markDeleted({ metadata }: KubeObject, clock: Clock, grace: number): void {
  if (metadata.deletionTimestamp === undefined && metadata.generation) metadata.generation++
  const end = clock.now() + grace * 1000
  if (metadata.deletionTimestamp === undefined || Date.parse(metadata.deletionTimestamp) > end)
    metadata.deletionTimestamp = timestamp({ ...clock, now: () => end })
  metadata.deletionGracePeriodSeconds = grace
}

/** deletionFinalizersForGarbageCollection: the two finalizers that the garbage collector acts on. */
function finalizersFor(kind: Kind, present: readonly string[], policy: DeleteOptions['propagationPolicy']): string[] {
  const orphan =
    policy === 'Orphan' ||
    (policy === undefined &&
      (present.includes(orphanFinalizer) || (kind.orphansByDefault === true && !present.includes(foregroundFinalizer))))
  const foreground =
    policy === 'Foreground' || (policy === undefined && !orphan && present.includes(foregroundFinalizer))
  return [
    ...present.filter(name => name !== orphanFinalizer && name !== foregroundFinalizer),
    ...(orphan ? [orphanFinalizer] : []),
    ...(foreground ? [foregroundFinalizer] : [])
  ]
}
