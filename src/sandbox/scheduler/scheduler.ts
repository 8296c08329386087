import { timestamp } from '../clock.ts'
import { runController, type Controller, type ControllerContext } from '../controllers/runtime/controller.ts'
import { withCondition } from '../controllers/runtime/conditions.ts'
import { unless } from '../controllers/runtime/errors.ts'
import { keyOf } from '../controllers/runtime/informer.ts'
import { isFinished, isTerminating } from '../controllers/runtime/pods.ts'
import { nodes, pods } from '../controllers/runtime/resources.ts'
import type { Event, Node, Pod, PodStatus } from '../controllers/types/core.ts'
import { failedScheduling } from './messages.ts'
import { nodeNamedByAffinity } from './node-affinity.ts'
import { holdingOn, placement, type Rejections } from './placement.ts'
import { hasRequiredPodAffinity } from './pod-affinity.ts'
import { preemptionReason, type Victims } from './preemption.ts'
import { priorityOf } from './priority.ts'
import { schedulerName, schedulingEvents } from './scheduling-events.ts'

/** Binds pods that have no node yet, the most important first: kube-scheduler, one pod at a time. */
export function startScheduler(context: ControllerContext): Controller {
  const { clock, informers } = context
  const client = context.client.as('kube-scheduler')
  const podInformer = informers.for<Pod>(pods)
  const nodeInformer = informers.for<Node>(nodes)
  const events = schedulingEvents({ client, clock })
  const places = placement(informers)
  /** Pods that fit nowhere and wait for a change, with the series of their events. */
  const waiting = new Map<string, Waiting>()
  const controller = runController(context, 'scheduler', schedule, { rank: key => priorityOfKey(key) })
  const { queue } = controller

  podInformer.onChange((type, pod, before) => {
    const key = keyOf(pod)
    if (type === 'deleted') waiting.delete(key)
    else if (isPending(pod)) {
      if (before === undefined || specChanged(before, pod)) queue.add(key)
      return
    }
    if (pod.spec.nodeName !== undefined) waiting.delete(key)
    const freed = before !== undefined && holdingOn(before).length > 0 && (type === 'deleted' || isFinished(pod))
    const joined = before !== undefined && holdingOn(before).length === 0 && holdingOn(pod).length > 0
    if (freed) retryWaiting(pod.spec.nodeName, 'pod left')
    else if (joined) retryWaitingForNeighbours()
    // What was promised to a pod that goes without having come is free again.
    else if (pod.status?.nominatedNodeName !== undefined) retryWaiting(pod.status.nominatedNodeName, 'pod left')
  })
  nodeInformer.onChange((type, node, before) => {
    if (type === 'deleted') return
    if (before === undefined || offersMore(before, node)) retryWaiting(node.metadata.name, 'node changed')
  })

  function priorityOfKey(key: string): number {
    const pod = podInformer.get(key)
    return pod === undefined ? 0 : priorityOf(pod)
  }

  /** Looks again at pods that wait, save those that are meant for another node. */
  function retryWaiting(node: string | undefined, why: 'node changed' | 'pod left'): void {
    for (const [key, { target, forPods }] of waiting) {
      // Where only the node itself speaks against a pod, others that leave it do not help (the scheduler's queueing hints).
      if (why === 'pod left' && !forPods) continue
      if (target === undefined || target === node) queue.add(key)
    }
  }

  /** A pod that was bound may be the neighbour that others wait for. */
  function retryWaitingForNeighbours(): void {
    for (const [key, { wantsNeighbours }] of waiting) if (wantsNeighbours) queue.add(key)
  }

  function schedule(key: string): void {
    const pod = podInformer.get(key)
    if (pod === undefined || !isPending(pod)) return
    const node = places.choose(pod)
    if (typeof node !== 'string') {
      refuse(key, pod, node)
      return
    }
    const { namespace = '', name } = pod.metadata
    const bound = unless(['NotFound', 'Conflict'], () => {
      client.bind(namespace, name, node)
      return true
    })
    if (bound === undefined) return
    waiting.delete(key)
    const message = `Successfully assigned ${namespace}/${name} to ${node}`
    events.record(pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message })
  }

  /** Says why a pod fits nowhere, and tells what is less important to go, where that helps. */
  function refuse(key: string, pod: Pod, rejections: Rejections): void {
    const room = places.makeRoom(pod, rejections)
    const isRoom = 'node' in room
    // Those that go at once already find the pod waiting.
    tell(key, pod, rejections, isRoom ? '' : room.message)
    const { nominatedNodeName, ...status } = pod.status ?? {}
    const promise = isRoom ? room.node : room.promiseHolds ? nominatedNodeName : undefined
    writeRefusal(pod, {
      ...status,
      ...(promise === undefined ? {} : { nominatedNodeName: promise }),
      conditions: withCondition(status.conditions, {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: waiting.get(key)?.message ?? '',
        lastProbeTime: null,
        lastTransitionTime: timestamp(clock)
      })
    })
    if (isRoom) preempt(pod, room)
  }

  function tell(key: string, pod: Pod, rejections: Rejections, preemption: string): void {
    const message = failedScheduling([...rejections.values()], preemption)
    const before = waiting.get(key)
    if (before?.message === message) {
      before.count += 1
      if (before.event !== undefined) events.countAgain(before.event, before.count)
      return
    }
    const event = events.record(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message })
    waiting.set(key, {
      message,
      event,
      count: 1,
      target: nodeNamedByAffinity(pod.spec),
      forPods: [...rejections.values()].some(({ preemptable }) => preemptable),
      wantsNeighbours: hasRequiredPodAffinity(pod) || (pod.spec.topologySpreadConstraints ?? []).length > 0
    })
  }

  function writeRefusal(pod: Pod, status: PodStatus): void {
    const message = ({ conditions }: PodStatus): string | undefined =>
      conditions?.find(({ type, status: holds }) => type === 'PodScheduled' && holds === 'False')?.message
    const before = pod.status ?? {}
    if (message(before) === message(status) && before.nominatedNodeName === status.nominatedNodeName) return
    unless(['NotFound', 'Conflict'], () => client.updateStatus(pods, { ...pod, status }))
  }

  /** Tells pods to go, each with its own grace (Evaluator.prepareCandidate). */
  function preempt(pod: Pod, { node, pods: victims }: Victims): void {
    // What was promised here to less important pods they will have to look for elsewhere.
    for (const each of places.promisedOn(node)) {
      if (priorityOf(each) >= priorityOf(pod) || each.metadata.uid === pod.metadata.uid) continue
      const { namespace, name } = each.metadata
      unless(['NotFound', 'Conflict'], () =>
        client.patch(pods, namespace, name, { status: { nominatedNodeName: null } }, 'status')
      )
      queue.add(keyOf(each))
    }
    for (const victim of victims) if (!isTerminating(victim)) evict(victim, pod, node)
  }

  function evict(victim: Pod, pod: Pod, node: string): void {
    const { namespace, name, uid } = victim.metadata
    const conditions = withCondition(victim.status?.conditions, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: preemptionReason,
      message: `${pod.spec.schedulerName ?? schedulerName}: preempting to accommodate a higher priority pod`,
      lastProbeTime: null,
      lastTransitionTime: timestamp(clock)
    })
    const gone = unless(['NotFound', 'Conflict'], () => {
      client.updateStatus(pods, { ...victim, status: { ...victim.status, conditions } })
      client.delete(pods, namespace, name, uid === undefined ? {} : { preconditions: { uid } })
      return true
    })
    if (gone === undefined) return
    const message = `Preempted by pod ${pod.metadata.uid ?? ''} on node ${node}`
    events.record(victim, { type: 'Normal', reason: 'Preempted', action: 'Preempting', message, related: pod })
  }

  return controller
}

interface Waiting {
  readonly message: string
  readonly event: Event | undefined
  count: number
  /** The one node that the pod is meant for, when its affinity names it. */
  readonly target: string | undefined
  /** Whether other pods are in the way. */
  readonly forPods: boolean
  readonly wantsNeighbours: boolean
}

function isPending(pod: Pod): boolean {
  const { nodeName = '', schedulerName: wanted = schedulerName, schedulingGates = [] } = pod.spec
  return (
    nodeName === '' &&
    wanted === schedulerName &&
    schedulingGates.length === 0 &&
    !isTerminating(pod) &&
    !isFinished(pod)
  )
}

function specChanged(before: Pod, after: Pod): boolean {
  return before.spec !== after.spec && JSON.stringify(before.spec) !== JSON.stringify(after.spec)
}

/** Whether a node may take what it refused before: labels, taints, capacity; heartbeats change none of them. */
function offersMore(before: Node, after: Node): boolean {
  const seen = ({ metadata, spec, status }: Node): string =>
    JSON.stringify([metadata.labels, spec.taints, spec.unschedulable, status?.allocatable])
  return seen(before) !== seen(after)
}
