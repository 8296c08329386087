import { noObjects, type ClusterObjects } from '../cluster/watch/objects.ts'

/** What a face draws the cluster from. */
export interface ClusterMap {
  /** Replaced when something changed. */
  readonly objects: () => ClusterObjects
  /** When that was, in milliseconds since the epoch. */
  readonly changedAt: () => number
  /** Keys of node labels that the lab's manifests name. */
  readonly labelKeys: () => readonly string[]
  /** Calls the listener after changes; nothing is asked of the cluster before the first one listens. */
  readonly subscribe: (listener: () => void) => () => void
}

/** The map of a session without a cluster. */
export const noMap: ClusterMap = {
  objects: () => noObjects,
  changedAt: () => 0,
  labelKeys: () => [],
  subscribe: () => () => undefined
}
