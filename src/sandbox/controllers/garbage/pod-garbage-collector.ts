import { timestamp } from '../../clock.ts'
import { withCondition } from '../runtime/conditions.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { unless } from '../runtime/errors.ts'
import { keyOf } from '../runtime/informer.ts'
import { isFinished } from '../runtime/pods.ts'
import { nodes, pods } from '../runtime/resources.ts'
import type { Node, Pod } from '../types/core.ts'
import { byNode } from '../../nodes/kubelet.ts'

/**
 * Milliseconds that a node may be missing before its pods go. Kubernetes looks every 20 seconds and waits for 40 more;
 * here nobody is to wait for it.
 */
const quarantine = 1000

/** Deletes the pods of nodes that are no more: pkg/controller/podgc. */
export const startPodGarbageCollector: StartController = context => {
  const { client, clock, informers } = context
  const podInformer = informers.for<Pod>(pods)
  const nodeInformer = informers.for<Node>(nodes)
  const controller = runController(context, 'pod-garbage-collector', sync)
  const { queue } = controller

  podInformer.onChange((type, pod) => {
    if (type !== 'deleted' && isLost(pod)) queue.addAfter(keyOf(pod), quarantine)
  })
  nodeInformer.onChange((type, node) => {
    if (type !== 'deleted') return
    for (const pod of podInformer.indexed(byNode, node.metadata.name)) queue.addAfter(keyOf(pod), quarantine)
  })

  function isLost(pod: Pod): boolean {
    const { nodeName = '' } = pod.spec
    return nodeName !== '' && nodeInformer.get(nodeName) === undefined
  }

  function sync(key: string): void {
    const pod = podInformer.get(key)
    if (pod === undefined || !isLost(pod)) return
    const { namespace, name, uid } = pod.metadata
    if (!isFinished(pod)) {
      const conditions = withCondition(pod.status?.conditions, {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
        lastTransitionTime: timestamp(clock)
      })
      client.updateStatus(pods, { ...pod, status: { ...pod.status, phase: 'Failed', conditions } })
    }
    const options = { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { preconditions: { uid } }) }
    unless(['NotFound', 'Conflict'], () => client.delete(pods, namespace, name, options))
  }

  return controller
}
