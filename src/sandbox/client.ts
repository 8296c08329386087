import type { GroupResource, KubeObject } from './object.ts'

/**
 * How controllers, scheduler and nodes reach the API from inside the sandbox's process.
 *
 * It is the same path that HTTP requests take (defaults, validation, generation, finalizers, garbage collection, one
 * global resourceVersion), without the wire. Calls are synchronous, because the store is in memory; they throw
 * `ApiError` (api/status.ts) with the reasons of Kubernetes (`NotFound`, `Conflict`, `AlreadyExists`, …). The objects
 * that it returns are frozen and shared: clone before changing.
 */
export interface Client {
  /** The same API for another component: `kubelet` or `kube-scheduler` as the manager of the fields that it writes. */
  as(fieldManager: string): Client
  get<T extends KubeObject = KubeObject>(
    resource: GroupResource,
    namespace: string | undefined,
    name: string
  ): T | undefined
  /** @param options.selector a label selector as the API carries it: matchLabels and matchExpressions. */
  list<T extends KubeObject = KubeObject>(
    resource: GroupResource,
    options?: { readonly namespace?: string; readonly selector?: LabelSelector }
  ): readonly T[]
  create<T extends KubeObject = KubeObject>(resource: GroupResource, object: KubeObject): T
  /** Replaces; `metadata.resourceVersion`, when set, must be the stored one. */
  update<T extends KubeObject = KubeObject>(resource: GroupResource, object: KubeObject): T
  /** Replaces the status alone; everything else of the object given is ignored. */
  updateStatus<T extends KubeObject = KubeObject>(resource: GroupResource, object: KubeObject): T
  /**
   * A JSON merge patch (RFC 7386), of the object or of its status subresource. `finalize` writes a namespace's
   * spec.finalizers, as the namespace controller does through `namespaces/finalize`.
   */
  patch<T extends KubeObject = KubeObject>(
    resource: GroupResource,
    namespace: string | undefined,
    name: string,
    patch: Record<string, unknown>,
    subresource?: 'status' | 'finalize'
  ): T
  /** Binds a pod to a node, as the scheduler does (`pods/binding`). */
  bind(namespace: string, name: string, node: string): void
  delete(resource: GroupResource, namespace: string | undefined, name: string, options?: DeleteOptions): void
  /**
   * Calls `handler` for every present object as `added`, then for each change, in order, after the change is stored.
   * Handlers run synchronously and must only note what changed (put a key on a queue).
   *
   * @returns a function that ends the watch.
   */
  watch<T extends KubeObject = KubeObject>(resource: GroupResource, handler: WatchHandler<T>): () => void
}

export type WatchHandler<T extends KubeObject> = (type: 'added' | 'modified' | 'deleted', object: T, old?: T) => void

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground'
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
    readonly values?: readonly string[]
  }[]
}
