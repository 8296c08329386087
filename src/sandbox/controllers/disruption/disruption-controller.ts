import { timestamp } from '../../clock.ts'
import type { GroupResource, KubeObject } from '../../object.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { matchesSelector } from '../runtime/labels.ts'
import { isFinished } from '../runtime/pods.ts'
import * as resources from '../runtime/resources.ts'
import type { Pod } from '../types/core.ts'
import { deletionTimeout, statusOf, type PodDisruptionBudget } from './budget.ts'

/** The kinds that say how many pods they want, by the group and kind of an owner reference. */
const scaledKinds: Readonly<Record<string, GroupResource>> = {
  'v1/ReplicationController': resources.replicationControllers,
  'apps/v1/Deployment': resources.deployments,
  'apps/v1/ReplicaSet': resources.replicaSets,
  'apps/v1/StatefulSet': resources.statefulSets
}

/** Keeps in the status of every PodDisruptionBudget how many of its pods may go: pkg/controller/disruption (v1.35). */
export const startDisruptionController: StartController = context => {
  const { client, clock, informers } = context
  const budgetInformer = informers.for<PodDisruptionBudget>(resources.budgets)
  const podInformer = informers.for<Pod>(resources.pods)
  const controller = runController(context, 'disruption', sync)
  const { queue } = controller
  budgetInformer.onChange((_type, budget) => queue.add(keyOf(budget)))
  podInformer.onChange((_type, pod, before) => {
    for (const budget of budgetInformer.inNamespace(pod.metadata.namespace ?? ''))
      if (selects(budget, pod) || (before && selects(budget, before))) queue.add(keyOf(budget))
  })
  for (const resource of Object.values(scaledKinds))
    informers.for(resource).onChange((_type, object) => {
      for (const budget of budgetInformer.inNamespace(object.metadata.namespace ?? '')) queue.add(keyOf(budget))
    })

  function sync(key: string): void {
    const budget = budgetInformer.get(key)
    if (budget === undefined) return
    const selected = [...podInformer.inNamespace(budget.metadata.namespace ?? '')].filter(pod => selects(budget, pod))
    const pods = selected.filter(pod => !isFinished(pod))
    const status = statusOf(budget, pods, () => scaleOf(pods), { now: clock.now(), time: timestamp(clock) })
    if (!sameJson(status, budget.status)) client.updateStatus(resources.budgets, { ...budget, status })
    if (status.disruptedPods) queue.addAfter(key, deletionTimeout)
  }

  /** What the controllers of pods want together, each counted once; a ReplicaSet's Deployment in its place. */
  function scaleOf(pods: readonly Pod[]): number {
    const owners = new Map<string, number>()
    for (const pod of pods) {
      const owner = scaledOwner(pod)
      if (owner) owners.set(owner.metadata.uid ?? '', replicasOf(owner))
    }
    return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0)
  }

  function scaledOwner(object: KubeObject): KubeObject | undefined {
    const reference = object.metadata.ownerReferences?.find(owner => owner.controller)
    const resource = reference && scaledKinds[`${reference.apiVersion}/${reference.kind}`]
    if (!resource) return undefined
    const namespace = object.metadata.namespace ?? ''
    const owner = informers.for(resource).get(`${namespace}/${reference.name}`)
    if (owner?.metadata.uid !== reference.uid) return undefined
    return scaledOwner(owner) ?? owner
  }

  return controller
}

function selects({ spec }: PodDisruptionBudget, pod: Pod): boolean {
  return matchesSelector(spec.selector, pod.metadata.labels)
}

function replicasOf(owner: KubeObject): number {
  return (owner['spec'] as { replicas?: number } | undefined)?.replicas ?? 0
}
