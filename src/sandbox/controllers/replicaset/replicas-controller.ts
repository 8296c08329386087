import { timestamp } from '../../clock.ts'
import type { GroupResource, KubeObject } from '../../object.ts'
import type { LabelSelector } from '../../client.ts'
import { backOff } from '../runtime/back-off.ts'
import { runController, type Controller, type ControllerContext } from '../runtime/controller.ts'
import { enqueueChanges, enqueueOwners } from '../runtime/dependents.ts'
import { reasonOf } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { isEmptySelector, matchesSelector } from '../runtime/labels.ts'
import { byController, claimDependents, controllerOf, controllerReference } from '../runtime/owner-references.ts'
import { messageOf, podControl, podFromTemplate } from '../runtime/pod-control.ts'
import { availableIn, deletionOrder, isActive, isReady, isTerminating } from '../runtime/pods.ts'
import { pods } from '../runtime/resources.ts'
import type { ReplicaSet, ReplicationController } from '../types/apps.ts'
import type { Pod } from '../types/core.ts'
import { replicaStatus } from './status.ts'

/** How many pods one sync creates or deletes at most: BurstReplicas of replica_set.go. */
const burst = 500

export interface ReplicasOptions<T> {
  /** For events, for example `replicaset-controller`. */
  readonly component: string
  readonly resource: GroupResource
  readonly kind: string
  readonly selectorOf: (owner: T) => LabelSelector
}

interface Failure {
  readonly reason: string
  readonly message: string
  readonly error: unknown
}

/** Keeps as many pods as are wished: pkg/controller/replicaset, which serves ReplicationControllers as well. */
export function startReplicasController<T extends ReplicaSet | ReplicationController>(
  context: ControllerContext,
  { component, resource, kind, selectorOf }: ReplicasOptions<T>
): Controller {
  const { client, clock, informers } = context
  const owners = informers.for<T>(resource)
  const podInformer = informers.for<Pod>(pods)
  const control = podControl(client, context.recorder(component))
  const failures = backOff(clock, 500, 60_000)
  const controller = runController(context, component, sync)
  const { queue } = controller
  enqueueChanges(owners, queue)
  enqueueOwners(owners, podInformer, kind, matches, queue)

  function matches(owner: T, pod: KubeObject): boolean {
    const selector = selectorOf(owner)
    return !isEmptySelector(selector) && matchesSelector(selector, pod.metadata.labels)
  }

  function sync(key: string): void {
    const owner = owners.get(key)
    if (owner === undefined) return
    const owned = podsOf(owner)
    const active = owned.filter(isActive)
    const isWorking = owner.metadata.deletionTimestamp === undefined && !holdsBack(owner, owned, active)
    const failure = isWorking ? manage(owner, active) : undefined
    const left = failure === undefined ? podsOf(owner) : owned
    const told = failure && { reason: failure.reason, message: failure.message }
    const status = replicaStatus(owner, left, told, clock, timestamp(clock))
    if (!sameJson(status, owner.status)) client.updateStatus(resource, { ...owner, status })
    syncWhenAvailable(owner, left.filter(isActive))
    if (failure !== undefined) throw failure.error
  }

  function podsOf(owner: T): Pod[] {
    return claimDependents(client, pods, podInformer, owner, pod => matches(owner, pod))
  }

  /**
   * Whether to wait before more pods are created, because those before failed. Kubernetes does not wait: where a node
   * refuses every pod of a template, it fills the cluster with failed ones.
   */
  function holdsBack(owner: T, owned: readonly Pod[], active: readonly Pod[]): boolean {
    const key = keyOf(owner)
    const failed = owned.some(pod => pod.status?.phase === 'Failed' && !isTerminating(pod))
    if (!failed || active.length >= (owner.spec.replicas ?? 1)) return false
    const wait = failures.remaining(key)
    if (wait > 0) queue.addAfter(key, wait)
    else failures.next(key)
    return wait > 0
  }

  /** @returns why pods could not be created, for the condition ReplicaFailure. */
  function manage(owner: T, active: readonly Pod[]): Failure | undefined {
    const missing = (owner.spec.replicas ?? 1) - active.length
    if (missing < 0) {
      const order = deletionOrder(rankOf(owner))
      for (const pod of [...active].sort(order).slice(0, Math.min(-missing, burst))) control.delete(owner, pod)
    }
    for (let count = 0; count < Math.min(missing, burst); count += 1) {
      try {
        control.create(owner, podFromTemplate(owner.spec.template, owner, controllerReference(owner)))
      } catch (error) {
        if (reasonOf(error) === undefined) throw error
        return { reason: 'FailedCreate', message: messageOf(error), error }
      }
    }
    if (Math.abs(missing) > burst) queue.add(keyOf(owner))
    return undefined
  }

  /** How many active pods of this owner, and of its siblings under one Deployment, share a pod's node. */
  function rankOf(owner: T): (pod: Pod) => number {
    const deployment = controllerOf(owner)?.uid
    const siblings = deployment === undefined ? [owner] : owners.indexed(byController, deployment)
    const counts = new Map<string, number>()
    for (const sibling of siblings) {
      for (const pod of podInformer.indexed(byController, sibling.metadata.uid ?? '')) {
        const { nodeName } = pod.spec
        if (nodeName !== undefined && isActive(pod)) counts.set(nodeName, (counts.get(nodeName) ?? 0) + 1)
      }
    }
    return pod => counts.get(pod.spec.nodeName ?? '') ?? 0
  }

  /** A ready pod counts as available only after `minReadySeconds`, and nothing else will wake the queue then. */
  function syncWhenAvailable(owner: T, active: readonly Pod[]): void {
    const { minReadySeconds = 0 } = owner.spec
    if (minReadySeconds === 0) return
    const waits = active.filter(isReady).map(pod => availableIn(pod, minReadySeconds, clock))
    const soonest = Math.min(...waits.filter(wait => wait > 0))
    if (Number.isFinite(soonest)) queue.addAfter(keyOf(owner), soonest)
  }

  return controller
}
