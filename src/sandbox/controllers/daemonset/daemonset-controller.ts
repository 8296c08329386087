import { backOff } from '../runtime/back-off.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges, enqueueOwners } from '../runtime/dependents.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { isEmptySelector, matchesSelector } from '../runtime/labels.ts'
import { claimDependents, controllerReference } from '../runtime/owner-references.ts'
import { podControl, podFromTemplate } from '../runtime/pod-control.ts'
import { availableIn, isAvailable, isReady } from '../runtime/pods.ts'
import { controllerRevisions, daemonSets, nodes, pods } from '../runtime/resources.ts'
import { revisionHashLabel, truncateHistory } from '../runtime/revisions.ts'
import type { ControllerRevision, DaemonSet } from '../types/apps.ts'
import type { Node, Pod } from '../types/core.ts'
import { syncHistory } from './history.ts'
import { affinityTo, daemonTolerations, placementMayDiffer, placementOn, type Placement } from './placement.ts'
import { planNode, podsByNode, podsOfVanishedNodes, type Plan, type PlanContext } from './plan.ts'
import { planRollingUpdate, rolloutLimits } from './rolling-update.ts'
import { daemonSetStatus } from './status.ts'

/** How many pods one sync creates and deletes at most: BurstReplicas of daemon_controller.go. */
const burst = 250
const generationAnnotation = 'deprecated.daemonset.template.generation'
const generationLabel = 'pod-template-generation'

/** Keeps one pod on every eligible node: pkg/controller/daemon of Kubernetes. */
export const startDaemonSetController: StartController = context => {
  const { client, clock, informers } = context
  const daemonSetInformer = informers.for<DaemonSet>(daemonSets)
  const podInformer = informers.for<Pod>(pods)
  const nodeInformer = informers.for<Node>(nodes)
  const revisionInformer = informers.for<ControllerRevision>(controllerRevisions)
  const recorder = context.recorder('daemonset-controller')
  const control = podControl(client, recorder)
  const failedPods = backOff(clock, 1000, 15 * 60_000)
  const controller = runController(context, 'daemonset', sync)
  const { queue } = controller

  enqueueChanges(daemonSetInformer, queue)
  enqueueOwners(daemonSetInformer, podInformer, 'DaemonSet', adopts, queue)
  enqueueOwners(daemonSetInformer, revisionInformer, 'DaemonSet', adopts, queue)
  nodeInformer.onChange((type, node, before) => {
    if (type === 'modified' && before !== undefined && !placementMayDiffer(before, node)) return
    for (const daemonSet of daemonSetInformer.list()) queue.add(keyOf(daemonSet))
  })

  function sync(key: string): void {
    const daemonSet = daemonSetInformer.get(key)
    if (daemonSet === undefined) return
    if (isEmptySelector(daemonSet.spec.selector)) {
      const message = 'This daemon set is selecting all pods. A non-empty selector is required.'
      recorder.event(daemonSet, 'Warning', 'SelectingAll', message)
      return
    }
    // While it is being deleted, its pods and revisions may be collected or orphaned in any order.
    if (daemonSet.metadata.deletionTimestamp !== undefined) return
    const history = syncHistory(client, revisionInformer, daemonSet, podsOf(daemonSet))
    if (history === undefined) return
    const hash = history.current.metadata.labels?.[revisionHashLabel] ?? ''
    const planning = planningFor(daemonSet, hash)
    const placements = new Map<string, Placement>()
    for (const node of nodeInformer.list()) placements.set(node.metadata.name, placementOn(daemonSet, node))

    manage(daemonSet, placements, planning, hash)
    if (daemonSet.spec.updateStrategy?.type !== 'OnDelete') update(daemonSet, placements, planning, hash)
    const left = podsOf(daemonSet)
    const live = new Set(left.map(pod => pod.metadata.labels?.[revisionHashLabel]))
    truncateHistory(client, history.old, daemonSet.spec.revisionHistoryLimit ?? 10, live)

    const status = daemonSetStatus(daemonSet, placements, podsByNode(left), planning)
    if (!sameJson(status, daemonSet.status)) client.updateStatus(daemonSets, { ...daemonSet, status })
    syncWhenAvailable(daemonSet, left)
  }

  function podsOf(daemonSet: DaemonSet): Pod[] {
    return claimDependents(client, pods, podInformer, daemonSet, pod => adopts(daemonSet, pod))
  }

  /** Creates what is missing, deletes what is too much. */
  function manage(
    daemonSet: DaemonSet,
    placements: ReadonlyMap<string, Placement>,
    planning: PlanContext,
    hash: string
  ): void {
    const byNode = podsByNode(podsOf(daemonSet))
    const plan: Plan = { create: [], remove: podsOfVanishedNodes(byNode, node => placements.has(node)) }
    for (const [node, placement] of placements) {
      const { create, remove } = planNode(node, placement, byNode.get(node), planning)
      plan.create.push(...create)
      plan.remove.push(...remove)
    }
    carryOut(daemonSet, plan, hash)
  }

  function update(
    daemonSet: DaemonSet,
    placements: ReadonlyMap<string, Placement>,
    planning: PlanContext,
    hash: string
  ): void {
    const byNode = podsByNode(podsOf(daemonSet))
    let desired = 0
    for (const [node, { shouldRun }] of placements) {
      if (!shouldRun) continue
      desired += 1
      if (!byNode.has(node)) byNode.set(node, [])
    }
    carryOut(daemonSet, planRollingUpdate(byNode, rolloutLimits(daemonSet, desired), planning), hash)
  }

  function carryOut(daemonSet: DaemonSet, plan: Plan, hash: string): void {
    for (const pod of plan.remove.slice(0, burst)) control.delete(daemonSet, pod)
    for (const node of plan.create.slice(0, burst)) control.create(daemonSet, daemonPod(daemonSet, node, hash))
    if (plan.create.length > burst || plan.remove.length > burst) queue.add(keyOf(daemonSet))
  }

  function planningFor(daemonSet: DaemonSet, hash: string): PlanContext {
    const generation = daemonSet.metadata.annotations?.[generationAnnotation]
    return {
      allowsSurge: daemonSet.spec.updateStrategy?.type !== 'OnDelete' && rolloutLimits(daemonSet, 1).maxSurge > 0,
      isUpdated({ metadata: { labels } }) {
        const byGeneration = generation !== undefined && labels?.[generationLabel] === generation
        return byGeneration || labels?.[revisionHashLabel] === hash
      },
      isAvailable: pod => isAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, clock),
      mayReplace: (pod, node) => mayReplace(daemonSet, pod, node)
    }
  }

  function mayReplace(daemonSet: DaemonSet, pod: Pod, node: string): boolean {
    const where = `daemon pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name} on node ${node}`
    if (pod.status?.phase === 'Succeeded') {
      recorder.event(daemonSet, 'Normal', 'SucceededDaemonPod', `Found succeeded ${where}, will try to delete it`)
      return true
    }
    const backOffKey = `${daemonSet.metadata.uid ?? ''}/${String(daemonSet.metadata.generation)}/${node}`
    const wait = failedPods.remaining(backOffKey)
    if (wait > 0) {
      queue.addAfter(keyOf(daemonSet), wait)
      return false
    }
    failedPods.next(backOffKey)
    recorder.event(daemonSet, 'Warning', 'FailedDaemonPod', `Found failed ${where}, will try to kill it`)
    return true
  }

  /** A ready pod counts as available only after `minReadySeconds`, and nothing else will wake the queue then. */
  function syncWhenAvailable(daemonSet: DaemonSet, daemonPods: readonly Pod[]): void {
    const { minReadySeconds = 0 } = daemonSet.spec
    if (minReadySeconds === 0) return
    const waits = daemonPods.filter(isReady).map(pod => availableIn(pod, minReadySeconds, clock))
    const soonest = Math.min(...waits.filter(wait => wait > 0))
    if (Number.isFinite(soonest)) queue.addAfter(keyOf(daemonSet), soonest)
  }

  return controller
}

function adopts(daemonSet: DaemonSet, object: Pod | ControllerRevision): boolean {
  return matchesSelector(daemonSet.spec.selector, object.metadata.labels)
}

function daemonPod(daemonSet: DaemonSet, node: string, hash: string): Pod {
  const { template } = daemonSet.spec
  const generation = daemonSet.metadata.annotations?.[generationAnnotation]
  const pod = podFromTemplate(template, daemonSet, controllerReference(daemonSet), {
    [revisionHashLabel]: hash,
    ...(generation === undefined ? {} : { [generationLabel]: generation })
  })
  const spec = {
    ...pod.spec,
    affinity: affinityTo(node, template.spec.affinity),
    tolerations: daemonTolerations(pod.spec)
  }
  return { ...pod, spec }
}
