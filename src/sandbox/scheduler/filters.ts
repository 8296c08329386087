/** Why a pod cannot run on a node: the filter plugins of pkg/scheduler/framework/plugins, in their order and words. */
import type { Node, Pod } from '../controllers/types/core.ts'
import { matchesNodeAffinity } from './node-affinity.ts'
import type { NeighbourFilter } from './pod-affinity.ts'
import { allocatable, hostPorts, podRequests, portsClash, sumOf } from './resources.ts'
import { tolerates, untoleratedTaint } from './tolerations.ts'

export interface Rejection {
  readonly reasons: readonly string[]
  /** Whether other pods could be made to go so that this one fits. */
  readonly preemptable: boolean
}

const unschedulableTaint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const

/**
 * @param there the pods that hold resources of the node.
 * @param neighbours what the pods of the whole cluster say of the node.
 * @returns `undefined` when the pod fits.
 */
export function rejects(
  pod: Pod,
  node: Node,
  there: readonly Pod[],
  neighbours: readonly NeighbourFilter[] = []
): Rejection | undefined {
  const { spec } = pod
  if (node.spec.unschedulable === true && !(spec.tolerations ?? []).some(each => tolerates(each, unschedulableTaint))) {
    return lasting('node(s) were unschedulable')
  }
  const taint = untoleratedTaint(node.spec.taints, spec.tolerations, ['NoSchedule', 'NoExecute'])
  if (taint !== undefined) return lasting(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`)
  if (!matchesNodeAffinity(spec, node)) return lasting("node(s) didn't match Pod's node affinity/selector")
  if (portsTaken(pod, there)) {
    return { reasons: ["node(s) didn't have free ports for the requested pod ports"], preemptable: true }
  }
  const short = insufficient(pod, node, there)
  // No node becomes larger when pods leave it.
  if (short.length > 0) return { reasons: short, preemptable: !exceeds(pod, node) }
  for (const filter of neighbours) {
    const rejection = filter(node)
    if (rejection !== undefined) return rejection
  }
  return undefined
}

/** Whether a pod asks for more of something than all of the node. */
function exceeds(pod: Pod, node: Node): boolean {
  const has = allocatable(node)
  return [...podRequests(pod.spec)].some(([name, amount]) => amount > (has.get(name) ?? 0) + 1e-9)
}

function lasting(reason: string): Rejection {
  return { reasons: [reason], preemptable: false }
}

export function portsTaken(pod: Pod, there: readonly Pod[]): boolean {
  const wanted = hostPorts(pod.spec)
  if (wanted.length === 0) return false
  const taken = there.flatMap(each => hostPorts(each.spec))
  return wanted.some(port => taken.some(other => portsClash(port, other)))
}

/** For example `Insufficient memory`; `Too many pods` when the node is full. */
export function insufficient(pod: Pod, node: Node, there: readonly Pod[]): string[] {
  const reasons: string[] = []
  const has = allocatable(node)
  if (there.length + 1 > (has.get('pods') ?? 110)) reasons.push('Too many pods')
  const wants = podRequests(pod.spec)
  if (wants.size === 0) return reasons
  const used = sumOf(there)
  for (const [name, amount] of wants) {
    if (amount > 0 && amount > (has.get(name) ?? 0) - (used.get(name) ?? 0) + 1e-9) reasons.push(`Insufficient ${name}`)
  }
  return reasons
}
