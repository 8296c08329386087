import path from 'node:path'
import { isRecord } from '../api/json.ts'
import type { GroupResource, KubeObject } from '../object.ts'
import { journalLine, openJournal, type Journal } from './journal.ts'
import { deepFreeze, textOf } from './text.ts'

/** A change as watchers see it, with what was there before. */
export interface StoreEvent {
  readonly revision: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly key: string
  readonly object: KubeObject
  readonly previous?: KubeObject
}

/**
 * The objects of one cluster, in memory and, when a folder is given, on disk. It knows nothing of kinds: it keeps
 * objects by resource, namespace and name, and gives every change the next resourceVersion of one sequence, as etcd
 * does for Kubernetes.
 */
export interface Store {
  /** The resourceVersion of the last change. */
  readonly revision: number
  /** The name under which a damaged file of objects was set aside at the start. */
  readonly damaged: string | undefined
  get(resource: GroupResource, namespace: string | undefined, name: string): KubeObject | undefined
  /** In the order of namespace and name. */
  list(resource: GroupResource, namespace?: string): readonly KubeObject[]
  /** Adds or replaces, with a new resourceVersion; the object is frozen and given back. */
  put(resource: GroupResource, object: KubeObject): KubeObject
  /** Removes; watchers see `object`, with the resourceVersion of the removal, as its last state. */
  remove(resource: GroupResource, object: KubeObject): KubeObject
  /** Calls the listener after each change of the resource, in the order of the changes. */
  subscribe(resource: GroupResource, listener: (event: StoreEvent) => void): () => void
  /** The changes of a resource after a resourceVersion, or `expired` when the window does not reach back so far. */
  since(resource: GroupResource, revision: number): readonly StoreEvent[] | 'expired'
  /** The resources that have objects. */
  resources(): readonly GroupResource[]
  close(): void
}

export interface StoreOptions {
  /** Where the log lies; without it the objects are in memory only. */
  readonly folder?: string
  /** How many changes watchers may go back. */
  readonly window?: number
}

interface Collection {
  readonly objects: Map<string, KubeObject>
  readonly listeners: Set<(event: StoreEvent) => void>
  sorted?: readonly KubeObject[]
}

/** One line of the journal: an object stored under a resource's key, its removal, or the revision reached so far. */
type StoreRecord =
  | { readonly put: KubeObject; readonly key: string }
  | { readonly remove: string; readonly key: string; readonly revision: number }
  | { readonly revision: number }

const compactAfterBytes = 16 << 20
/** By so much the resourceVersion goes on where it is not known how far it had come: clients may know later ones. */
const revisionGap = 1000

/** Opens a store; see {@link Store}. Errors of the file system are thrown, damage in the file is not an error. */
export function openStore(options: StoreOptions = {}): Store {
  const window = options.window ?? 4000
  const collections = new Map<string, Collection>()
  let history: StoreEvent[] = []
  let revision = 0
  let log: Journal | undefined
  let damaged: string | undefined
  let compactAbove = compactAfterBytes
  if (options.folder !== undefined) {
    const { journal, content } = openJournal(path.join(options.folder, 'objects.log'), readRecord)
    log = journal
    damaged = content.damaged
    for (const record of content.records) {
      if ('put' in record) {
        revision = Math.max(revision, Number(record.put.metadata.resourceVersion))
        collection(record.key).objects.set(nameKey(record.put), deepFreeze(record.put))
      } else {
        revision = Math.max(revision, record.revision)
        if ('remove' in record) collection(record.key).objects.delete(record.remove)
      }
    }
    if (content.endUnknown) revision += revisionGap
    if (damaged !== undefined) compact(log)
  }
  let oldest = revision
  const undelivered: StoreEvent[] = []
  let delivering = false

  function collection(key: string): Collection {
    let found = collections.get(key)
    if (!found) {
      found = { objects: new Map(), listeners: new Set() }
      collections.set(key, found)
    }
    return found
  }

  function compact(target: Journal): void {
    target.rewrite(
      (function* () {
        yield journalLine(JSON.stringify({ revision }))
        for (const [key, { objects }] of collections)
          for (const object of objects.values()) yield journalLine(putRecord(key, object))
      })()
    )
  }

  /** After the change that made it grow is in memory too: the file is written anew from there. */
  function compactWhenGrown(): void {
    if (!log || log.grown <= Math.max(compactAbove, 4 * log.base)) return
    try {
      compact(log)
    } catch {
      // The file is as good as it was, only longer.
      compactAbove = 2 * log.grown
    }
  }

  function record(event: StoreEvent): void {
    history.push(event)
    if (history.length >= 2 * window) {
      const dropped = history.length - window
      oldest = history[dropped - 1]?.revision ?? oldest
      history = history.slice(dropped)
    }
    // A listener that writes must not let others see its change before the one that it answers to.
    undelivered.push(event)
    if (delivering) return
    delivering = true
    try {
      for (let next = undelivered.shift(); next; next = undelivered.shift())
        for (const listener of [...collection(next.key).listeners]) listener(next)
    } finally {
      delivering = false
    }
  }

  return {
    get revision() {
      return revision
    },
    damaged,
    get: (resource, namespace, name) => collection(resourceKey(resource)).objects.get(`${namespace ?? ''}/${name}`),
    list(resource, namespace) {
      const found = collection(resourceKey(resource))
      found.sorted ??= [...found.objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
      if (namespace === undefined) return found.sorted
      return found.sorted.filter(object => object.metadata.namespace === namespace)
    },
    put(resource, object) {
      const key = resourceKey(resource)
      const into = collection(key)
      const previous = into.objects.get(nameKey(object))
      const stored = deepFreeze(withRevision(object, revision + 1))
      log?.append(journalLine(putRecord(key, stored)))
      revision += 1
      into.objects.set(nameKey(stored), stored)
      into.sorted = undefined
      compactWhenGrown()
      record({ revision, type: previous ? 'MODIFIED' : 'ADDED', key, object: stored, previous })
      return stored
    },
    remove(resource, object) {
      const key = resourceKey(resource)
      const from = collection(key)
      const previous = from.objects.get(nameKey(object))
      if (!previous) return object
      const last = deepFreeze(withRevision(object, revision + 1))
      log?.append(journalLine(JSON.stringify({ remove: nameKey(object), key, revision: revision + 1 })))
      revision += 1
      from.objects.delete(nameKey(object))
      from.sorted = undefined
      compactWhenGrown()
      record({ revision, type: 'DELETED', key, object: last, previous })
      return last
    },
    subscribe(resource, listener) {
      const { listeners } = collection(resourceKey(resource))
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    since(resource, from) {
      if (from < oldest) return 'expired'
      const key = resourceKey(resource)
      return history.slice(firstAfter(history, from)).filter(event => event.key === key)
    },
    resources: () => [...collections].filter(([, { objects }]) => objects.size > 0).map(([key]) => resourceOfKey(key)),
    close() {
      log?.close()
      log = undefined
    }
  }
}

/** `apps/daemonsets`; the core group has an empty name. */
function resourceKey(resource: GroupResource): string {
  return `${resource.group}/${resource.resource}`
}

function resourceOfKey(key: string): GroupResource {
  const slash = key.indexOf('/')
  return { group: key.slice(0, slash), resource: key.slice(slash + 1) }
}

function nameKey(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

function withRevision(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }
}

function putRecord(key: string, object: KubeObject): string {
  return `{"key":${JSON.stringify(key)},"put":${textOf(object)}}`
}

/** @returns undefined for what is no record of a store. */
function readRecord(value: unknown): StoreRecord | undefined {
  const { put, remove, key, revision } = isRecord(value) ? value : {}
  if (put === undefined) {
    if (typeof revision !== 'number' || !(revision >= 0)) return undefined
    if (remove === undefined) return { revision }
    return typeof remove === 'string' && typeof key === 'string' ? { remove, key, revision } : undefined
  }
  if (typeof key !== 'string' || !isRecord(put) || !isRecord(put.metadata)) return undefined
  const { name, resourceVersion } = put.metadata
  if (typeof name !== 'string' || !(Number(resourceVersion) > 0)) return undefined
  return { put: put as unknown as KubeObject, key }
}

/** The index of the first event after a revision; events are in the order of revisions. */
function firstAfter(events: readonly StoreEvent[], revision: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((events[middle]?.revision ?? 0) <= revision) low = middle + 1
    else high = middle
  }
  return low
}
