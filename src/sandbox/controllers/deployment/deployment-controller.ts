import { runController, type StartController } from '../runtime/controller.ts'
import { findCondition } from '../runtime/conditions.ts'
import { enqueueChanges, enqueueOwners } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { isEmptySelector, matchesSelector } from '../runtime/labels.ts'
import { byController, claimDependents, controllerOf } from '../runtime/owner-references.ts'
import { isFinished } from '../runtime/pods.ts'
import { deployments, pods, replicaSets } from '../runtime/resources.ts'
import type { Deployment, DeploymentStatus, ReplicaSet } from '../types/apps.ts'
import type { Pod } from '../types/core.ts'
import { createNewReplicaSet, sizeAnnotations, syncRevision, tellProgress, tellRevision } from './new-replica-set.ts'
import { allOf, desiredReplicasAnnotation, divide, isInUse, byRevision, sizeOf, type Replicas } from './replica-sets.ts'
import { nextSizeOfNew, replicasOf, rescale, shrinkOld } from './sizes.ts'
import {
  calculateStatus,
  deadlineIn,
  hasDeadline,
  isComplete,
  newCondition,
  rolloutStatus,
  setCondition
} from './status.ts'

/** Rolls out Deployments: pkg/controller/deployment of Kubernetes. */
export const startDeploymentController: StartController = context => {
  const { client, clock, informers } = context
  const deploymentInformer = informers.for<Deployment>(deployments)
  const setInformer = informers.for<ReplicaSet>(replicaSets)
  const podInformer = informers.for<Pod>(pods)
  const recorder = context.recorder('deployment-controller')
  const controller = runController(context, 'deployment', sync)
  const { queue } = controller
  enqueueChanges(deploymentInformer, queue)
  enqueueOwners(deploymentInformer, setInformer, 'Deployment', controls, queue)
  // Recreate waits for the last old pod, which no ReplicaSet counts any more while it terminates.
  podInformer.onChange((type, pod) => {
    if (type !== 'deleted') return
    const set = controllerOf(pod)
    if (set?.kind !== 'ReplicaSet') return
    const owner = controllerOf(setInformer.get(`${pod.metadata.namespace ?? ''}/${set.name}`) ?? pod)
    if (owner?.kind === 'Deployment') queue.add(`${pod.metadata.namespace ?? ''}/${owner.name}`)
  })

  function sync(key: string): void {
    const stored = deploymentInformer.get(key)
    if (stored === undefined) return
    if (isEmptySelector(stored.spec.selector)) {
      const message = 'This deployment is selecting all pods. A non-empty selector is required.'
      recorder.event(stored, 'Warning', 'SelectingAll', message)
      return
    }
    const sets = claimDependents(client, replicaSets, setInformer, stored, set => controls(stored, set))
    if (stored.metadata.deletionTimestamp !== undefined) {
      writeStatus(stored, calculateStatus(stored, divide(stored, sets), clock))
      return
    }
    const deployment = notePause(stored)
    const replicas = syncRevision(context, deployment, divide(deployment, sets))
    if (deployment.spec.paused === true || wasRescaled(deployment, replicas)) afterScaling(deployment, replicas)
    else if (deployment.spec.strategy?.type === 'Recreate') recreate(deployment, replicas)
    else roll(deployment, replicas)
  }

  function roll(deployment: Deployment, replicas: Replicas): void {
    const found = ensureNew(deployment, replicas)
    if (found === undefined) return
    const { newSet } = found.replicas
    if (newSet !== undefined) {
      const size = nextSizeOfNew(found.deployment, found.replicas)
      if (resize(found.deployment, newSet, size)) {
        finish(found.deployment)
        return
      }
    }
    const shrinking = shrinkOld(found.deployment, found.replicas)
    for (const { set, to } of shrinking) resize(found.deployment, set, to)
    finish(found.deployment, shrinking.length === 0)
  }

  function recreate(deployment: Deployment, replicas: Replicas): void {
    const inUse = replicas.oldSets.filter(isInUse)
    for (const set of inUse) resize(deployment, set, 0)
    if (inUse.length > 0 || replicas.oldSets.some(hasRunningPods)) {
      finish(deployment)
      return
    }
    const found = ensureNew(deployment, replicas)
    if (found === undefined) return
    if (found.replicas.newSet !== undefined) resize(found.deployment, found.replicas.newSet, replicasOf(deployment))
    finish(found.deployment, true)
  }

  function hasRunningPods(set: ReplicaSet): boolean {
    return podInformer.indexed(byController, set.metadata.uid ?? '').some(pod => !isFinished(pod))
  }

  function afterScaling(deployment: Deployment, replicas: Replicas): void {
    for (const { set, to } of rescale(deployment, replicas)) resize(deployment, set, to)
    const current = currentReplicas(deployment)
    if (deployment.spec.paused === true) cleanUp(deployment, current.oldSets)
    writeStatus(deployment, calculateStatus(deployment, current, clock))
  }

  /** The ReplicaSet of the present template, made when there is none. */
  function ensureNew(
    deployment: Deployment,
    replicas: Replicas
  ): { readonly deployment: Deployment; readonly replicas: Replicas } | undefined {
    if (replicas.newSet === undefined) {
      const created = createNewReplicaSet(context, recorder, deployment, replicas.oldSets)
      if (created === undefined) return undefined
      return { deployment: created.deployment, replicas: { newSet: created.newSet, oldSets: replicas.oldSets } }
    }
    const revised = tellRevision(context, deployment, replicas.newSet)
    if (findCondition(revised.status?.conditions, 'Progressing') !== undefined) return { deployment: revised, replicas }
    const message = `Found new replica set "${replicas.newSet.metadata.name}"`
    return { deployment: tellProgress(context, revised, 'FoundNewReplicaSet', message), replicas }
  }

  /** The ReplicaSets as they are after what this sync has written. */
  function currentReplicas(deployment: Deployment): Replicas {
    const sets = setInformer.indexed(byController, deployment.metadata.uid ?? '')
    return divide(
      deployment,
      sets.filter(set => controls(deployment, set))
    )
  }

  function finish(deployment: Deployment, mayCleanUp = false): void {
    const replicas = currentReplicas(deployment)
    if (mayCleanUp && isComplete(deployment, deployment.status)) cleanUp(deployment, replicas.oldSets)
    writeStatus(deployment, rolloutStatus(deployment, replicas, clock))
    const current = deploymentInformer.get(keyOf(deployment))
    if (current === undefined || !hasDeadline(current) || isComplete(current, current.status)) return
    const progressing = findCondition(current.status?.conditions, 'Progressing')
    if (progressing === undefined || progressing.status !== 'True') return
    if (progressing.reason === 'NewReplicaSetAvailable') return
    queue.addAfter(keyOf(current), Math.max(1000, deadlineIn(current, clock) + 1000))
  }

  function writeStatus(deployment: Deployment, status: DeploymentStatus): void {
    if (!sameJson(status, deployment.status)) client.updateStatus(deployments, { ...deployment, status })
  }

  /** @returns whether the size changed, and not only what the annotations remember of it. */
  function resize(deployment: Deployment, set: ReplicaSet, to: number): boolean {
    const from = sizeOf(set)
    const annotations = { ...set.metadata.annotations, ...sizeAnnotations(deployment) }
    if (from === to && sameJson(annotations, set.metadata.annotations)) return false
    client.update(replicaSets, {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...set.spec, replicas: to }
    })
    if (from === to) return false
    const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${to}`
    recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message)
    return true
  }

  /** Deletes the oldest ReplicaSets beyond the history limit that run nothing. */
  function cleanUp(deployment: Deployment, oldSets: readonly ReplicaSet[]): void {
    const alive = oldSets.filter(set => set.metadata.deletionTimestamp === undefined)
    const surplus = alive.length - (deployment.spec.revisionHistoryLimit ?? 10)
    if (surplus <= 0) return
    for (const set of [...alive].sort(byRevision).slice(0, surplus)) {
      const unseen = (set.metadata.generation ?? 0) > (set.status?.observedGeneration ?? 0)
      if (sizeOf(set) > 0 || (set.status?.replicas ?? 0) > 0 || unseen) continue
      unless(['NotFound'], () => client.delete(replicaSets, set.metadata.namespace, set.metadata.name))
    }
  }

  /** A paused rollout makes no progress, and its deadline does not run (checkPausedConditions). */
  function notePause(deployment: Deployment): Deployment {
    if (!hasDeadline(deployment)) return deployment
    const { paused = false } = deployment.spec
    const reason = findCondition(deployment.status?.conditions, 'Progressing')?.reason
    if (reason === 'ProgressDeadlineExceeded' || paused === (reason === 'DeploymentPaused')) return deployment
    const condition = paused
      ? newCondition(clock, 'Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused')
      : newCondition(clock, 'Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed')
    const conditions = setCondition(deployment.status?.conditions, condition)
    return client.updateStatus<Deployment>(deployments, { ...deployment, status: { ...deployment.status, conditions } })
  }

  return controller
}

function controls(deployment: Deployment, set: ReplicaSet): boolean {
  return matchesSelector(deployment.spec.selector, set.metadata.labels)
}

/** Whether the wished number has changed since a ReplicaSet was last sized (isScalingEvent). */
function wasRescaled(deployment: Deployment, replicas: Replicas): boolean {
  return allOf(replicas)
    .filter(isInUse)
    .some(({ metadata }) => {
      const desired = metadata.annotations?.[desiredReplicasAnnotation]
      return desired !== undefined && Number(desired) !== replicasOf(deployment)
    })
}
