import type { DeleteOptions } from '../../client.ts'
import type { KubeObject, OwnerReference } from '../../object.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import {
  foregroundFinalizer,
  isDeleting,
  orphanFinalizer,
  ownerGraph,
  waitsForDependents,
  waitsForOrphaning,
  type GraphNode
} from './graph.ts'
import { onDeletableResources } from './resources.ts'

/** Deletes what has lost its owners, and carries out foreground and orphaning deletion: pkg/controller/garbagecollector. */
export const startGarbageCollector: StartController = context => {
  const { client, informers, schema } = context
  const graph = ownerGraph()
  const controller = runController(context, 'garbage-collector', sync)
  const { queue } = controller

  onDeletableResources(context, resource => {
    // Events own nothing and are owned by nothing; they go by their age.
    if (resource.resource === 'events') return
    informers.for(resource).onChange((type, object, before) => {
      const { uid = '' } = object.metadata
      if (before !== undefined && before.metadata.uid !== uid) leave(before)
      if (type === 'deleted') {
        leave(object)
        return
      }
      graph.set({ resource, object })
      if (before !== undefined && !concerns(before, object)) return
      queue.add(uid)
      if (waitsForDependents(object)) for (const dependent of graph.dependents(uid)) queue.add(dependent)
      // An owner may have waited for exactly this reference to go.
      for (const reference of before?.metadata.ownerReferences ?? []) queue.add(reference.uid)
    })
  })

  function leave(object: KubeObject): void {
    const { uid = '', ownerReferences = [] } = object.metadata
    graph.remove(uid)
    for (const dependent of graph.dependents(uid)) queue.add(dependent)
    for (const reference of ownerReferences) queue.add(reference.uid)
  }

  function sync(uid: string): void {
    const node = graph.get(uid)
    if (node === undefined) return
    if (waitsForOrphaning(node.object)) orphanDependents(uid, node)
    else if (waitsForDependents(node.object)) finishForeground(uid, node)
    else if (!isDeleting(node.object)) deleteIfUnowned(uid, node)
  }

  function dependentsOf(uid: string): GraphNode[] {
    return graph.dependents(uid).flatMap(dependent => graph.get(dependent) ?? [])
  }

  /** Takes the owner out of its dependents' references, then lets it go. */
  function orphanDependents(uid: string, node: GraphNode): void {
    for (const dependent of dependentsOf(uid)) dropReferences(dependent, reference => reference.uid === uid)
    dropFinalizer(node, orphanFinalizer)
  }

  /** Lets an owner go whose last blocking dependent has gone. */
  function finishForeground(uid: string, node: GraphNode): void {
    const blocking = dependentsOf(uid).filter(({ object }) =>
      object.metadata.ownerReferences?.some(reference => reference.uid === uid && reference.blockOwnerDeletion === true)
    )
    if (blocking.length === 0) dropFinalizer(node, foregroundFinalizer)
    else for (const { object } of blocking) if (!isDeleting(object)) queue.add(object.metadata.uid ?? '')
  }

  /** attemptToDeleteItem: an owner that is there keeps an object; those that are gone or going do not. */
  function deleteIfUnowned(uid: string, node: GraphNode): void {
    const references = node.object.metadata.ownerReferences ?? []
    if (references.length === 0) return
    const isWaiting = (reference: OwnerReference): boolean => {
      const owner = graph.owner(node.object, reference)
      return owner !== undefined && waitsForDependents(owner.object)
    }
    const isGone = (reference: OwnerReference): boolean =>
      isServed(reference) && graph.owner(node.object, reference) === undefined
    const lost = references.filter(reference => isGone(reference) || isWaiting(reference))
    if (lost.length < references.length) {
      if (lost.length > 0) dropReferences(node, reference => lost.includes(reference))
      return
    }
    const dependents = dependentsOf(uid)
    if (references.some(isWaiting) && dependents.length > 0) {
      // A dependent that waits itself would block its owner for ever, were they to form a circle.
      if (dependents.some(({ object }) => waitsForDependents(object))) unblockOwners(node)
      remove(node, 'Foreground')
      return
    }
    const finalizers = node.object.metadata.finalizers ?? []
    const policy = finalizers.includes(orphanFinalizer)
      ? 'Orphan'
      : finalizers.includes(foregroundFinalizer)
        ? 'Foreground'
        : 'Background'
    remove(node, policy)
  }

  /** Owners of kinds that the API does not serve cannot be looked up, and count as being there. */
  function isServed({ apiVersion, kind }: OwnerReference): boolean {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion]
    return schema.kind(group ?? '', version ?? '', kind) !== undefined
  }

  function remove(
    { resource, object }: GraphNode,
    propagationPolicy: NonNullable<DeleteOptions['propagationPolicy']>
  ): void {
    const { namespace, name, uid } = object.metadata
    const options = { propagationPolicy, ...(uid === undefined ? {} : { preconditions: { uid } }) }
    unless(['NotFound', 'Conflict'], () => client.delete(resource, namespace, name, options))
  }

  function dropReferences(node: GraphNode, drop: (reference: OwnerReference) => boolean): void {
    const references = node.object.metadata.ownerReferences ?? []
    const left = references.filter(reference => !drop(reference))
    patch(node, { ownerReferences: left.length === 0 ? null : left })
  }

  function unblockOwners(node: GraphNode): void {
    const references = node.object.metadata.ownerReferences ?? []
    patch(node, { ownerReferences: references.map(reference => ({ ...reference, blockOwnerDeletion: false })) })
  }

  function dropFinalizer(node: GraphNode, finalizer: string): void {
    const left = (node.object.metadata.finalizers ?? []).filter(each => each !== finalizer)
    patch(node, { finalizers: left.length === 0 ? null : left })
  }

  function patch({ resource, object }: GraphNode, metadata: Record<string, unknown>): void {
    const { namespace, name, uid, resourceVersion } = object.metadata
    const body = { metadata: { uid, resourceVersion, ...metadata } }
    unless(['NotFound'], () => client.patch(resource, namespace, name, body))
  }

  return controller
}

/** Whether a change touches what the collector looks at. */
function concerns(before: KubeObject, after: KubeObject): boolean {
  return (
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    !sameJson(before.metadata.ownerReferences, after.metadata.ownerReferences) ||
    !sameJson(before.metadata.finalizers, after.metadata.finalizers)
  )
}
