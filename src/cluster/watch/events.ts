import type { KubernetesObject } from '../kubectl.ts'

/** The kinds that are watched, with the path of their list; `NAMESPACE` stands for the namespace's name. */
const watchedKinds = {
  Node: '/api/v1/nodes',
  Pod: '/api/v1/namespaces/NAMESPACE/pods',
  DaemonSet: '/apis/apps/v1/namespaces/NAMESPACE/daemonsets',
  Deployment: '/apis/apps/v1/namespaces/NAMESPACE/deployments',
  ReplicaSet: '/apis/apps/v1/namespaces/NAMESPACE/replicasets',
  StatefulSet: '/apis/apps/v1/namespaces/NAMESPACE/statefulsets',
  Event: '/api/v1/namespaces/NAMESPACE/events'
} as const

export type WatchedKind = keyof typeof watchedKinds

/** A list that is watched: a kind in a namespace, or in the whole cluster. */
export interface WatchedList {
  readonly kind: WatchedKind
  readonly namespace: string | undefined
}

/** What a watch tells. */
export type WatchEvent =
  /** These lists will be told. */
  | { readonly type: 'asked'; readonly lists: readonly WatchedList[] }
  /** All there is; what was known before is out of date. */
  | { readonly type: 'listed'; readonly list: WatchedList; readonly objects: readonly KubernetesObject[] }
  | { readonly type: 'changed'; readonly list: WatchedList; readonly object: KubernetesObject }
  | { readonly type: 'deleted'; readonly list: WatchedList; readonly object: KubernetesObject }
  /** The cluster does not say any more, and why; what is known stays, but may be out of date. */
  | { readonly type: 'lost'; readonly list: WatchedList; readonly why: string }

/** What to watch for a lab: the nodes, and in each of its namespaces what makes pods, the pods, and their events. */
export function listsFor(namespaces: readonly string[]): WatchedList[] {
  const kinds = (Object.keys(watchedKinds) as WatchedKind[]).filter(kind => kind !== 'Node')
  return [
    { kind: 'Node', namespace: undefined },
    ...namespaces.flatMap(namespace => kinds.map(kind => ({ kind, namespace })))
  ]
}

/** The path and query of a list's address. */
export function addressOf({ kind, namespace = '' }: WatchedList, query: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams({
    ...(kind === 'Event' && { fieldSelector: 'involvedObject.kind=Pod' }),
    ...query
  })
  return `${watchedKinds[kind].replace('NAMESPACE', encodeURIComponent(namespace))}?${parameters.toString()}`
}
