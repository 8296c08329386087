import type { Client, WatchHandler } from '../../client.ts'
import type { GroupResource, KubeObject } from '../../object.ts'

/**
 * A local, indexed view of one resource that a watch keeps up to date, as client-go's shared informers. The sandbox's
 * watch calls back as part of the write, so that the view never lags behind the store and controllers need none of the
 * "expectations" that kube-controller-manager keeps.
 */
export interface Informer<T extends KubeObject = KubeObject> {
  get(key: string): T | undefined
  list(): Iterable<T>
  inNamespace(namespace: string): Iterable<T>
  /** The objects that an index files under `value`. */
  indexed(index: Index<T>, value: string): readonly T[]
  /** Calls `handler` for every object there is, then for each change. */
  onChange(handler: WatchHandler<T>): void
}

/** Files an object under none, one or several values. The function itself is the index's identity. */
export type Index<T extends KubeObject> = (object: T) => readonly string[]

export interface Informers {
  for<T extends KubeObject>(resource: GroupResource): Informer<T>
  stop(): void
}

/** `namespace/name`, or the name alone for what has no namespace. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata
  return namespace === undefined ? name : `${namespace}/${name}`
}

export function splitKey(key: string): { readonly namespace: string | undefined; readonly name: string } {
  const slash = key.indexOf('/')
  return slash < 0
    ? { namespace: undefined, name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

/** One informer for each resource, shared by all who ask for it. */
export function sharedInformers(client: Client): Informers {
  const informers = new Map<string, { informer: Informer; stop: () => void }>()
  return {
    for<T extends KubeObject>(resource: GroupResource): Informer<T> {
      const id = `${resource.group}/${resource.resource}`
      let shared = informers.get(id)
      if (shared === undefined) {
        shared = startInformer(client, resource)
        informers.set(id, shared)
      }
      // One resource has one kind of object; who asks for it names its type, as with client-go's typed listers.
      return shared.informer as unknown as Informer<T>
    },
    stop() {
      for (const { stop } of informers.values()) stop()
      informers.clear()
    }
  }
}

const byNamespace: Index<KubeObject> = object => [object.metadata.namespace ?? '']

function startInformer(client: Client, resource: GroupResource): { informer: Informer; stop: () => void } {
  const objects = new Map<string, KubeObject>()
  const indexes = new Map<Index<KubeObject>, Map<string, Map<string, KubeObject>>>()
  const handlers: WatchHandler<KubeObject>[] = []

  function file(index: Index<KubeObject>, filed: Map<string, Map<string, KubeObject>>, object: KubeObject): void {
    for (const value of index(object)) {
      const bucket = filed.get(value)
      if (bucket === undefined) filed.set(value, new Map([[keyOf(object), object]]))
      else bucket.set(keyOf(object), object)
    }
  }

  function unfile(index: Index<KubeObject>, filed: Map<string, Map<string, KubeObject>>, object: KubeObject): void {
    for (const value of index(object)) {
      const bucket = filed.get(value)
      bucket?.delete(keyOf(object))
      if (bucket?.size === 0) filed.delete(value)
    }
  }

  function bucketsOf(index: Index<KubeObject>): Map<string, Map<string, KubeObject>> {
    let filed = indexes.get(index)
    if (filed === undefined) {
      filed = new Map()
      for (const object of objects.values()) file(index, filed, object)
      indexes.set(index, filed)
    }
    return filed
  }

  const stop = client.watch(resource, (type, object) => {
    const key = keyOf(object)
    const before = objects.get(key)
    if (type === 'deleted') objects.delete(key)
    else objects.set(key, object)
    for (const [index, filed] of indexes) {
      if (before !== undefined) unfile(index, filed, before)
      if (type !== 'deleted') file(index, filed, object)
    }
    for (const handler of handlers) handler(type, object, before)
  })

  const informer: Informer = {
    get: key => objects.get(key),
    list: () => objects.values(),
    inNamespace: namespace => bucketsOf(byNamespace).get(namespace)?.values() ?? [],
    indexed: (index, value) => [...(bucketsOf(index).get(value)?.values() ?? [])],
    onChange(handler) {
      for (const object of objects.values()) handler('added', object)
      handlers.push(handler)
    }
  }
  return { informer, stop }
}
