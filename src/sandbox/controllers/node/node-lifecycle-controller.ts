import { timestamp } from '../../clock.ts'
import { leaseNamespace } from '../../nodes/registration.ts'
import { byNode } from '../../nodes/kubelet.ts'
import { findCondition, withCondition } from '../runtime/conditions.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { isReady, timeOf } from '../runtime/pods.ts'
import { leases, nodes, pods } from '../runtime/resources.ts'
import type { Condition, Lease, Node, Pod } from '../types/core.ts'
import { lifecycleTaints } from './taints.ts'

/** Milliseconds after which a silent node counts as lost (node-monitor-grace-period, 50 s since 1.32). */
const monitorGrace = 50_000

const conditionTypes = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']

/** Notices nodes whose kubelet is silent, and taints nodes by their conditions: pkg/controller/nodelifecycle. */
export const startNodeLifecycleController: StartController = context => {
  const { client, clock, informers } = context
  const nodeInformer = informers.for<Node>(nodes)
  const leaseInformer = informers.for<Lease>(leases)
  const podInformer = informers.for<Pod>(pods)
  const recorder = context.recorder('node-controller')
  const registered = new Set<string>()
  const controller = runController(context, 'node-lifecycle', sync)
  const { queue } = controller

  nodeInformer.onChange((type, node, before) => {
    const { name, uid = '' } = node.metadata
    if (type === 'deleted') {
      registered.delete(uid)
      recorder.event(node, 'Normal', 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`)
      return
    }
    if (before === undefined || !sameJson([before.spec, statuses(before)], [node.spec, statuses(node)])) queue.add(name)
  })
  // A lease that is back again is noticed at once; renewals of a healthy node need no look.
  leaseInformer.onChange((type, { metadata }) => {
    const node = nodeInformer.get(metadata.name)
    if (
      type !== 'deleted' &&
      node !== undefined &&
      findCondition(node.status?.conditions, 'Ready')?.status !== 'True'
    ) {
      queue.add(metadata.name)
    }
  })

  function sync(name: string): void {
    const node = nodeInformer.get(name)
    if (node === undefined) return
    register(node)
    const left = silentIn(node)
    const current = left > 0 ? node : markUnknown(node)
    // Looks again when the lease will have run out, were it not renewed until then.
    if (left > 0) queue.addAfter(name, left + 1)
    taint(current)
    if (findCondition(current.status?.conditions, 'Ready')?.status !== 'True') markPodsNotReady(current)
  }

  function register(node: Node): void {
    const { name, uid = '' } = node.metadata
    if (registered.has(uid)) return
    registered.add(uid)
    // After a restart of the sandbox, nodes that were there before have been told of.
    if (clock.now() - timeOf(node.metadata.creationTimestamp) > monitorGrace) return
    recorder.event(node, 'Normal', 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`)
  }

  /** Milliseconds until a node counts as silent; 0 or less when it does. */
  function silentIn(node: Node): number {
    const lease = leaseInformer.get(`${leaseNamespace}/${node.metadata.name}`)
    const ready = findCondition(node.status?.conditions, 'Ready')
    const heard = Math.max(
      timeOf(lease?.spec?.renewTime),
      timeOf(ready?.status === 'Unknown' ? undefined : ready?.lastHeartbeatTime),
      timeOf(node.metadata.creationTimestamp)
    )
    return heard + monitorGrace - clock.now()
  }

  function markUnknown(node: Node): Node {
    let conditions = node.status?.conditions
    const now = timestamp(clock)
    for (const type of conditionTypes) {
      const before = findCondition(conditions, type)
      if (before?.status === 'Unknown') continue
      const heard = before === undefined ? {} : { lastHeartbeatTime: before.lastHeartbeatTime ?? now }
      const condition: Condition = { type, status: 'Unknown', ...silence(before), ...heard, lastTransitionTime: now }
      conditions = withCondition(conditions, condition)
    }
    if (conditions === node.status?.conditions) return node
    const status = { ...node.status, ...(conditions === undefined ? {} : { conditions }) }
    const marked = client.updateStatus<Node>(nodes, { ...node, status })
    const { name } = node.metadata
    recorder.event(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)
    return marked
  }

  function taint(node: Node): void {
    const wanted = lifecycleTaints(node, timestamp(clock))
    if (sameJson(wanted, node.spec.taints ?? [])) return
    client.patch(nodes, undefined, node.metadata.name, { spec: { taints: wanted.length === 0 ? null : wanted } })
  }

  function markPodsNotReady(node: Node): void {
    for (const pod of podInformer.indexed(byNode, node.metadata.name)) {
      if (!isReady(pod)) continue
      const conditions = withCondition(pod.status?.conditions, {
        ...(findCondition(pod.status?.conditions, 'Ready') ?? { type: 'Ready' }),
        status: 'False',
        lastTransitionTime: timestamp(clock)
      })
      unless(['NotFound', 'Conflict'], () =>
        client.updateStatus(pods, { ...pod, status: { ...pod.status, conditions } })
      )
      context.recorder('node-controller').event(pod, 'Warning', 'NodeNotReady', 'Node is not ready')
    }
  }

  return controller
}

function silence(before: Condition | undefined): { reason: string; message: string } {
  return before === undefined
    ? { reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.' }
    : { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
}

function statuses(node: Node): unknown {
  return node.status?.conditions?.map(({ type, status }) => [type, status])
}
