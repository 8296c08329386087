import { timestamp } from '../../clock.ts'
import { withCondition } from '../runtime/conditions.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { namespaces } from '../runtime/resources.ts'
import type { Condition, Namespace } from '../types/core.ts'
import { deletableResources, onDeletableResources, type DeletableResource } from '../garbage/resources.ts'

const finalizer = 'kubernetes'

/** Empties a namespace that is being deleted, then lets it go: pkg/controller/namespace/deletion. */
export const startNamespaceController: StartController = context => {
  const { client, clock, informers, schema } = context
  const namespaceInformer = informers.for<Namespace>(namespaces)
  const controller = runController(context, 'namespace', sync)
  const { queue } = controller
  enqueueChanges(namespaceInformer, queue)
  onDeletableResources(context, resource => {
    if (!resource.namespaced || resource.resource === 'events') return
    informers.for(resource).onChange((type, { metadata }) => {
      const { namespace = '' } = metadata
      if (type !== 'deleted') return
      if (namespaceInformer.get(namespace)?.metadata.deletionTimestamp !== undefined) queue.add(namespace)
    })
  })

  function sync(name: string): void {
    const namespace = namespaceInformer.get(name)
    if (namespace === undefined || namespace.metadata.deletionTimestamp === undefined) return
    const finalizers = namespace.spec?.finalizers ?? []
    if (!finalizers.includes(finalizer)) return
    const resources = deletableResources(schema).filter(({ namespaced }) => namespaced)
    const remaining = resources.map(resource => empty(resource, name)).filter(({ count }) => count > 0)
    const current = tell(namespace, remaining)
    if (remaining.length > 0) return
    const patch = { spec: { finalizers: finalizers.filter(each => each !== finalizer) } }
    unless(['NotFound'], () => client.patch(namespaces, undefined, current.metadata.name, patch, 'finalize'))
  }

  /** Deletes the objects of one resource; what stays has a grace period or finalizers. */
  function empty(resource: DeletableResource, namespace: string): Remaining {
    for (const { metadata } of client.list(resource, { namespace })) {
      if (metadata.deletionTimestamp !== undefined) continue
      const options = { propagationPolicy: 'Background' } as const
      unless(['NotFound', 'Conflict', 'MethodNotAllowed'], () =>
        client.delete(resource, namespace, metadata.name, options)
      )
    }
    const left = client.list(resource, { namespace })
    const finalizers = new Map<string, number>()
    for (const { metadata } of left) {
      for (const each of metadata.finalizers ?? []) finalizers.set(each, (finalizers.get(each) ?? 0) + 1)
    }
    return { resource, count: left.length, finalizers }
  }

  function tell(namespace: Namespace, remaining: readonly Remaining[]): Namespace {
    let conditions = namespace.status?.conditions
    for (const condition of conditionsOf(remaining)) {
      conditions = withCondition(conditions, { ...condition, lastTransitionTime: timestamp(clock) })
    }
    if (sameJson(conditions, namespace.status?.conditions)) return namespace
    const status = { ...namespace.status, ...(conditions === undefined ? {} : { conditions }) }
    return client.updateStatus<Namespace>(namespaces, { ...namespace, status })
  }

  return controller
}

interface Remaining {
  readonly resource: DeletableResource
  readonly count: number
  readonly finalizers: ReadonlyMap<string, number>
}

/** In the words of namespaced_resources_deleter's status_condition_utils.go. */
function conditionsOf(remaining: readonly Remaining[]): Condition[] {
  const content = remaining.map(
    ({ resource, count }) =>
      `${[resource.resource, resource.group].filter(part => part !== '').join('.')} has ${count} resource instances`
  )
  const counts = new Map<string, number>()
  for (const { finalizers } of remaining) {
    for (const [name, count] of finalizers) counts.set(name, (counts.get(name) ?? 0) + count)
  }
  const finalizers = [...counts].sort().map(([name, count]) => `${name} in ${count} resource instances`)
  return [
    met('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    met(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed'
    ),
    met(
      'NamespaceDeletionContentFailure',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization'
    ),
    content.length === 0
      ? met('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : unmet(
          'NamespaceContentRemaining',
          'SomeResourcesRemain',
          `Some resources are remaining: ${content.sort().join(', ')}`
        ),
    finalizers.length === 0
      ? met('NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished')
      : unmet(
          'NamespaceFinalizersRemaining',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${finalizers.join(', ')}`
        )
  ]
}

function met(type: string, reason: string, message: string): Condition {
  return { type, status: 'False', reason, message }
}

function unmet(type: string, reason: string, message: string): Condition {
  return { type, status: 'True', reason, message }
}
