/** Whether a node takes a pod that is bound to it: pkg/kubelet/lifecycle/predicate.go. */
import { isFinished } from '../controllers/runtime/pods.ts'
import type { Node, Pod } from '../controllers/types/core.ts'
import { insufficient, portsTaken } from '../scheduler/filters.ts'
import { matchesNodeAffinity } from '../scheduler/node-affinity.ts'
import { allocatable, podRequests, sumOf } from '../scheduler/resources.ts'
import { untoleratedTaint } from '../scheduler/tolerations.ts'

export interface Refusal {
  /** For example `NodePorts` or `OutOfmemory`. */
  readonly reason: string
  readonly message: string
}

/** @param bound all pods that are bound to the node, this one among them; those that it runs already come first. */
export function refuses(pod: Pod, bound: readonly Pod[], object: Node | undefined): Refusal | undefined {
  if (object === undefined) return undefined
  const there = bound.filter(
    each => each.metadata.uid !== pod.metadata.uid && !isFinished(each) && each.status?.startTime !== undefined
  )
  if (!matchesNodeAffinity(pod.spec, object)) {
    return {
      reason: 'NodeAffinity',
      message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
    }
  }
  if (untoleratedTaint(object.spec.taints, pod.spec.tolerations, ['NoExecute']) !== undefined) {
    return {
      reason: 'TaintToleration',
      message: "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate"
    }
  }
  if (portsTaken(pod, there)) {
    return {
      reason: 'NodePorts',
      message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"
    }
  }
  const [short] = insufficient(pod, object, there)
  if (short === undefined) return undefined
  const resource = short === 'Too many pods' ? 'pods' : short.replace('Insufficient ', '')
  const numbers =
    resource === 'pods'
      ? [1, there.length]
      : [podRequests(pod.spec).get(resource) ?? 0, sumOf(there).get(resource) ?? 0]
  const [requested, used, capacity] = [...numbers, allocatable(object).get(resource) ?? 0].map(number =>
    inUnits(resource, number)
  )
  const message = `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`
  return { reason: `OutOf${resource}`, message }
}

/** Cores are told in thousandths. */
function inUnits(resource: string, amount: number): number {
  return Math.round(resource === 'cpu' ? amount * 1000 : amount)
}
