import type { KubernetesObject } from '../kubectl.ts'
import type { WatchedKind, WatchedList, WatchEvent } from './events.ts'

type Objects = ReadonlyMap<string, KubernetesObject>

/** What is known of a cluster's objects. Replaced, never changed in place. */
export interface ClusterObjects {
  /** The lists that will be told. */
  readonly asked: readonly string[]
  /** The objects of each list by UID; a list that was not told yet has no entry. */
  readonly lists: ReadonlyMap<string, { readonly kind: WatchedKind; readonly objects: Objects }>
  /** Why a list may be out of date. */
  readonly lost: ReadonlyMap<string, string>
}

export const noObjects: ClusterObjects = { asked: [], lists: new Map(), lost: new Map() }

/** What is known after one more event. Pure. */
export function reduceObjects(before: ClusterObjects, event: WatchEvent): ClusterObjects {
  if (event.type === 'asked') return { ...before, asked: event.lists.map(keyOf) }
  const key = keyOf(event.list)
  switch (event.type) {
    case 'listed': {
      const lost = new Map(before.lost)
      lost.delete(key)
      return { ...before, lists: withList(before, event.list, new Map(event.objects.map(entryOf))), lost }
    }
    case 'changed': {
      const objects = new Map(before.lists.get(key)?.objects)
      objects.set(...entryOf(event.object))
      return { ...before, lists: withList(before, event.list, objects) }
    }
    case 'deleted': {
      const objects = new Map(before.lists.get(key)?.objects)
      objects.delete(entryOf(event.object)[0])
      return { ...before, lists: withList(before, event.list, objects) }
    }
    case 'lost':
      return { ...before, lost: new Map(before.lost).set(key, event.why) }
  }
}

/** Every object of a kind, whatever its namespace. */
export function objectsOf({ lists }: ClusterObjects, kind: WatchedKind): KubernetesObject[] {
  return [...lists.values()].filter(list => list.kind === kind).flatMap(list => [...list.objects.values()])
}

/** Whether nodes and pods have been told, and of everything else either what there is or why not. */
export function isTold({ asked, lists, lost }: ClusterObjects): boolean {
  if (!asked.every(key => lists.has(key) || lost.has(key))) return false
  return ['Node', 'Pod'].every(kind => [...lists.values()].some(list => list.kind === kind))
}

function keyOf({ kind, namespace }: WatchedList): string {
  return namespace === undefined ? kind : `${kind} ${namespace}`
}

function entryOf(object: KubernetesObject): [uid: string, object: KubernetesObject] {
  return [object.metadata?.uid ?? object.metadata?.name ?? '', object]
}

function withList({ lists }: ClusterObjects, list: WatchedList, objects: Objects): ClusterObjects['lists'] {
  return new Map(lists).set(keyOf(list), { kind: list.kind, objects })
}
