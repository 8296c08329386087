/** Who owns whom: the uid graph of pkg/controller/garbagecollector/graph.go. */
import type { GroupResource, KubeObject, OwnerReference } from '../../object.ts'

export interface GraphNode {
  readonly resource: GroupResource
  readonly object: KubeObject
}

export interface Graph {
  get(uid: string): GraphNode | undefined
  set(node: GraphNode): void
  remove(uid: string): void
  /** The uids of what names this one as an owner. */
  dependents(uid: string): readonly string[]
  /** Whether the owner that a reference names is there; one of another namespace is not. */
  owner(dependent: KubeObject, reference: OwnerReference): GraphNode | undefined
}

export function ownerGraph(): Graph {
  const nodes = new Map<string, GraphNode>()
  const dependents = new Map<string, Set<string>>()

  function unlink(uid: string, object: KubeObject): void {
    for (const reference of object.metadata.ownerReferences ?? []) {
      const set = dependents.get(reference.uid)
      set?.delete(uid)
      if (set?.size === 0) dependents.delete(reference.uid)
    }
  }

  return {
    get: uid => nodes.get(uid),
    set(node) {
      const { uid = '', ownerReferences = [] } = node.object.metadata
      const before = nodes.get(uid)
      if (before !== undefined) unlink(uid, before.object)
      nodes.set(uid, node)
      for (const reference of ownerReferences) {
        const set = dependents.get(reference.uid)
        if (set === undefined) dependents.set(reference.uid, new Set([uid]))
        else set.add(uid)
      }
    },
    remove(uid) {
      const before = nodes.get(uid)
      if (before !== undefined) unlink(uid, before.object)
      nodes.delete(uid)
    },
    dependents: uid => [...(dependents.get(uid) ?? [])],
    owner(dependent, reference) {
      const node = nodes.get(reference.uid)
      const namespace = node?.object.metadata.namespace
      return namespace === undefined || namespace === dependent.metadata.namespace ? node : undefined
    }
  }
}

export const foregroundFinalizer = 'foregroundDeletion'
export const orphanFinalizer = 'orphan'

export function isDeleting(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined
}

/** Whether an object is kept until its dependents are gone. */
export function waitsForDependents(object: KubeObject): boolean {
  return isDeleting(object) && object.metadata.finalizers?.includes(foregroundFinalizer) === true
}

export function waitsForOrphaning(object: KubeObject): boolean {
  return isDeleting(object) && object.metadata.finalizers?.includes(orphanFinalizer) === true
}
