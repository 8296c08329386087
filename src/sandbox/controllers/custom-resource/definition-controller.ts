import {
  cleanupFinalizer,
  definitions,
  isEstablished,
  type DefinitionCondition,
  type StoredDefinition
} from '../../api/custom/definition.ts'
import { timestamp } from '../../clock.ts'
import { withCondition } from '../runtime/conditions.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { acceptNames } from './accepted-names.ts'

/**
 * Takes the names of new definitions and lets their objects be served; empties a definition that is being deleted,
 * then lets it go: controller/status, controller/establish and controller/finalizer of apiextensions-apiserver.
 */
export const startDefinitionController: StartController = context => {
  const { clock, informers } = context
  const client = context.client.as('kube-apiserver')
  const informer = informers.for<StoredDefinition>(definitions)
  const controller = runController(context, 'customresourcedefinition', sync)
  const { queue } = controller
  const watched = new Set<string>()
  informer.onChange((type, { metadata, spec }) => {
    queue.add(metadata.name)
    if (type !== 'deleted') return
    // Its names are free for others.
    for (const other of informer.list()) if (other.spec.group === spec.group) queue.add(other.metadata.name)
  })

  function sync(name: string): void {
    const definition = informer.get(name)
    if (definition === undefined) return
    if (definition.metadata.deletionTimestamp !== undefined) {
      finish(definition)
      return
    }
    const others = [...informer.list()].filter(
      other => other !== definition && other.spec.group === definition.spec.group
    )
    const { acceptedNames, conditions } = acceptNames(definition, others)
    update(definition, conditions, { acceptedNames })
  }

  /** Stores a changed status; gives back the definition as it is then. */
  function update(definition: StoredDefinition, changed: readonly DefinitionCondition[], rest = {}): StoredDefinition {
    let conditions = definition.status?.conditions
    for (const condition of changed)
      conditions = withCondition(conditions, { ...condition, lastTransitionTime: timestamp(clock) })
    const status = { ...definition.status, conditions, ...rest }
    return sameJson(status, definition.status)
      ? definition
      : client.updateStatus<StoredDefinition>(definitions, { ...definition, status })
  }

  function finish(definition: StoredDefinition): void {
    const { metadata } = definition
    if (!metadata.finalizers?.includes(cleanupFinalizer)) return
    const terminating = (status: 'True' | 'False', reason: string, message: string): DefinitionCondition => ({
      type: 'Terminating',
      status,
      reason,
      message
    })
    if (isEstablished(definition)) {
      const left = empty(definition)
      if (left > 0) {
        update(definition, [
          terminating('True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress')
        ])
        return
      }
    }
    const current = update(definition, [
      isEstablished(definition)
        ? terminating('False', 'InstanceDeletionCompleted', 'removed all instances')
        : terminating('False', 'NeverEstablished', 'resource was never established')
    ])
    const finalizers = (metadata.finalizers ?? []).filter(each => each !== cleanupFinalizer)
    const { uid, resourceVersion } = current.metadata
    const patch = { metadata: { uid, resourceVersion, finalizers: finalizers.length === 0 ? null : finalizers } }
    unless(['NotFound'], () => client.patch(definitions, undefined, metadata.name, patch))
  }

  /** Deletes the objects of a definition, and says how many are left; the last of them to go wakes this up again. */
  function empty({ metadata, spec, status }: StoredDefinition): number {
    const resource = { group: spec.group, resource: status?.acceptedNames?.plural ?? spec.names.plural }
    const key = `${resource.group}/${resource.resource}`
    if (!watched.has(key)) {
      watched.add(key)
      informers.for(resource).onChange(type => {
        if (type === 'deleted') queue.add(metadata.name)
      })
    }
    for (const { metadata: each } of client.list(resource)) {
      if (each.deletionTimestamp !== undefined) continue
      unless(['NotFound', 'Conflict'], () => client.delete(resource, each.namespace, each.name))
    }
    return client.list(resource).length
  }

  return controller
}
