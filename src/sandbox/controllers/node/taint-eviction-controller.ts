import { timestamp } from '../../clock.ts'
import { byNode } from '../../nodes/kubelet.ts'
import { tolerates } from '../../scheduler/tolerations.ts'
import { withCondition } from '../runtime/conditions.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { isTerminating, timeOf } from '../runtime/pods.ts'
import { nodes, pods } from '../runtime/resources.ts'
import type { Node, Pod, Taint } from '../types/core.ts'

/** Deletes pods that do not tolerate a NoExecute taint, or no longer: pkg/controller/tainteviction. */
export const startTaintEvictionController: StartController = context => {
  const { client, clock, informers } = context
  const podInformer = informers.for<Pod>(pods)
  const nodeInformer = informers.for<Node>(nodes)
  const recorder = context.recorder('taint-eviction-controller')
  const doomed = new Set<string>()
  const controller = runController(context, 'taint-eviction', sync)
  const { queue } = controller

  podInformer.onChange((type, pod, before) => {
    if (type === 'deleted') doomed.delete(keyOf(pod))
    else if (before?.spec.nodeName !== pod.spec.nodeName || before?.spec.tolerations !== pod.spec.tolerations)
      queue.add(keyOf(pod))
  })
  nodeInformer.onChange((_type, node, before) => {
    if (sameJson(noExecute(before), noExecute(node))) return
    for (const pod of podInformer.indexed(byNode, node.metadata.name)) queue.add(keyOf(pod))
  })

  function sync(key: string): void {
    const pod = podInformer.get(key)
    if (pod === undefined || isTerminating(pod)) return
    const node = nodeInformer.get(pod.spec.nodeName ?? '')
    const wait = evictionIn(pod, noExecute(node), clock.now())
    if (wait === undefined) {
      if (doomed.delete(key)) recorder.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`)
      return
    }
    if (wait > 0) {
      doomed.add(key)
      queue.addAfter(key, wait)
      return
    }
    recorder.event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${key}`)
    const { namespace, name, uid } = pod.metadata
    const conditions = withCondition(pod.status?.conditions, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
      lastTransitionTime: timestamp(clock)
    })
    unless(['NotFound', 'Conflict'], () => client.updateStatus(pods, { ...pod, status: { ...pod.status, conditions } }))
    const options = uid === undefined ? {} : { preconditions: { uid } }
    unless(['NotFound', 'Conflict'], () => client.delete(pods, namespace, name, options))
  }

  return controller
}

function noExecute(node: Node | undefined): Taint[] {
  return (node?.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute')
}

/**
 * Milliseconds until a pod has to leave its node, `undefined` when it may stay: at once when a taint is not tolerated,
 * else after the shortest of the tolerated times, counted from when the taint was added.
 */
function evictionIn(pod: Pod, taints: readonly Taint[], now: number): number | undefined {
  let soonest: number | undefined
  for (const taint of taints) {
    const tolerations = (pod.spec.tolerations ?? []).filter(toleration => tolerates(toleration, taint))
    if (tolerations.length === 0) return 0
    const seconds = tolerations.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? [])
    if (seconds.length < tolerations.length) continue
    const since = taint.timeAdded === undefined ? now : timeOf(taint.timeAdded)
    const wait = since + Math.max(0, Math.min(...seconds)) * 1000 - now
    soonest = Math.min(soonest ?? wait, wait)
  }
  return soonest
}
