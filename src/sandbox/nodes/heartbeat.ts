import { microTimestamp, timestamp } from '../clock.ts'
import type { ControllerContext } from '../controllers/runtime/controller.ts'
import { unless } from '../controllers/runtime/errors.ts'
import type { EventRecorder } from '../controllers/runtime/event-recorder.ts'
import { leases, namespaces, nodes } from '../controllers/runtime/resources.ts'
import { sameJson } from '../controllers/runtime/hash.ts'
import { isTrue } from '../controllers/runtime/conditions.ts'
import type { Lease, Node } from '../controllers/types/core.ts'
import { leaseNamespace, newLease, nodeConditions } from './registration.ts'

/** Milliseconds between two renewals of a lease, a quarter of its duration as with the kubelet. */
export const renewInterval = 10_000
/** Milliseconds between two reports of an unchanged status (nodeStatusReportFrequency). */
const reportInterval = 300_000

/**
 * Renews the lease of a node, and reports its status when it is due, differs, or was taken for lost.
 *
 * @param own what the machine has, in quantities.
 */
export function heartbeat(
  context: ControllerContext,
  node: Node,
  own: Readonly<Record<string, string>>,
  recorder: EventRecorder
): void {
  const { client, clock } = context
  const { name } = node.metadata
  const renewed = unless(['NotFound'], () =>
    client.patch<Lease>(leases, leaseNamespace, name, {
      spec: { renewTime: microTimestamp(clock), holderIdentity: name }
    })
  )
  if (renewed === undefined) createLease(context, node)
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')
  const reported = Date.parse(ready?.lastHeartbeatTime ?? '')
  const lost = ready?.status !== 'True'
  const amounts = amountsOf(node, own)
  if (!lost && amounts === undefined && clock.now() - reported < reportInterval) return
  const conditions = nodeConditions(timestamp(clock), node.status?.conditions)
  unless(['NotFound', 'Conflict'], () =>
    client.updateStatus(nodes, { ...node, status: { ...node.status, ...amounts, conditions } })
  )
  if (lost) recorder.event(node, 'Normal', 'NodeReady', `Node ${name} status is now: NodeReady`)
}

/**
 * Capacity of a kind that the machine knows nothing of, which somebody wrote into the status, can be allocated as it
 * is; of what the machine knows it corrects the figures (MachineInfo of pkg/kubelet/nodestatus/setters.go).
 *
 * @returns `undefined` when the status says so already.
 */
function amountsOf(
  node: Node,
  own: Readonly<Record<string, string>>
): Pick<NonNullable<Node['status']>, 'capacity' | 'allocatable'> | undefined {
  const capacity = { ...node.status?.capacity, ...own }
  if (sameJson(capacity, node.status?.capacity) && sameJson(capacity, node.status?.allocatable)) return undefined
  return { capacity, allocatable: capacity }
}

function createLease({ client, clock }: ControllerContext, node: Node): void {
  if (client.get(namespaces, undefined, leaseNamespace) === undefined) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: leaseNamespace } }
    unless(['AlreadyExists'], () => client.create(namespaces, namespace))
  }
  unless(['AlreadyExists', 'Forbidden'], () => client.create(leases, newLease(node, clock)))
}

/** The events of a kubelet that comes up. */
export function tellStart(node: Node, recorder: EventRecorder): void {
  const { name } = node.metadata
  recorder.event(node, 'Normal', 'Starting', 'Starting kubelet.')
  for (const state of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) {
    recorder.event(node, 'Normal', state, `Node ${name} status is now: ${state}`)
  }
  recorder.event(node, 'Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods')
  if (isTrue(node.status?.conditions, 'Ready')) {
    recorder.event(node, 'Normal', 'NodeReady', `Node ${name} status is now: NodeReady`)
  }
}
