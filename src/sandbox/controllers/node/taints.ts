/** The taints that follow from a node's conditions and spec: pkg/controller/nodelifecycle. */
import { findCondition } from '../runtime/conditions.ts'
import type { Node, Taint } from '../types/core.ts'

const notReady = 'node.kubernetes.io/not-ready'
const unreachable = 'node.kubernetes.io/unreachable'
const unschedulable = 'node.kubernetes.io/unschedulable'
const pressures = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure',
  DiskPressure: 'node.kubernetes.io/disk-pressure',
  PIDPressure: 'node.kubernetes.io/pid-pressure',
  NetworkUnavailable: 'node.kubernetes.io/network-unavailable'
} as const

const managed = new Set<string>([notReady, unreachable, unschedulable, ...Object.values(pressures)])

/** The taints that the node is to have, those of others kept; the time of a taint that stays is kept too. */
export function lifecycleTaints(node: Node, now: string): Taint[] {
  const present = node.spec.taints ?? []
  const wanted = conditionTaints(node).map(taint => {
    const same = present.find(each => each.key === taint.key && each.effect === taint.effect)
    // A cordon writes no time, as `kubectl cordon` does not either.
    return same ?? (taint.key === unschedulable ? taint : { ...taint, timeAdded: now })
  })
  const kept = present.filter(taint => !managed.has(taint.key) || wanted.includes(taint))
  return [...kept, ...wanted.filter(taint => !kept.includes(taint))]
}

function conditionTaints(node: Node): Taint[] {
  const taints: Taint[] = []
  const ready = findCondition(node.status?.conditions, 'Ready')
  if (ready?.status === 'False') taints.push(...both(notReady))
  if (ready?.status === 'Unknown') taints.push(...both(unreachable))
  for (const [type, key] of Object.entries(pressures)) {
    if (findCondition(node.status?.conditions, type)?.status === 'True') taints.push({ key, effect: 'NoSchedule' })
  }
  if (node.spec.unschedulable === true) taints.push({ key: unschedulable, effect: 'NoSchedule' })
  return taints
}

function both(key: string): Taint[] {
  return [
    { key, effect: 'NoSchedule' },
    { key, effect: 'NoExecute' }
  ]
}
