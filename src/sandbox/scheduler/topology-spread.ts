/** Pods that are to be spread evenly: plugins/podtopologyspread/filtering.go of kube-scheduler. */
import { matchesSelector } from '../controllers/runtime/labels.ts'
import { isTerminating } from '../controllers/runtime/pods.ts'
import type { Node, Pod, TopologySpreadConstraint } from '../controllers/types/core.ts'
import type { Rejection } from './filters.ts'
import { matchesNodeAffinity } from './node-affinity.ts'
import type { ClusterView, NeighbourFilter } from './pod-affinity.ts'

const lacksLabel: Rejection = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  preemptable: false
}
const uneven: Rejection = { reasons: ["node(s) didn't match pod topology spread constraints"], preemptable: true }

/** @returns a filter when the pod has constraints that must hold, else `undefined`. */
export function spreadFilter(pod: Pod, view: ClusterView): NeighbourFilter | undefined {
  const constraints = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule'
  )
  if (constraints.length === 0) return undefined
  const counts = constraints.map(constraint => countByPlace(pod, constraint, constraints, view))
  return node => {
    for (const [index, constraint] of constraints.entries()) {
      const here = node.metadata.labels?.[constraint.topologyKey]
      if (here === undefined) return lacksLabel
      const places = counts[index] ?? new Map<string, number>()
      const tooFew = constraint.minDomains !== undefined && places.size < constraint.minDomains
      const fewest = tooFew ? 0 : Math.min(...places.values())
      const itself = matchesSelector(constraint.labelSelector, pod.metadata.labels) ? 1 : 0
      if ((places.get(here) ?? 0) + itself - fewest > constraint.maxSkew) return uneven
    }
    return undefined
  }
}

/** How many matching pods there are in each place whose nodes the pod may use. */
function countByPlace(
  pod: Pod,
  constraint: TopologySpreadConstraint,
  all: readonly TopologySpreadConstraint[],
  view: ClusterView
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const node of view.nodes()) {
    const here = node.metadata.labels?.[constraint.topologyKey]
    if (here === undefined || !isUsable(pod, node, all)) continue
    const matching = view
      .podsOn(node.metadata.name)
      .filter(
        other =>
          other.metadata.namespace === pod.metadata.namespace &&
          !isTerminating(other) &&
          matchesSelector(constraint.labelSelector, other.metadata.labels)
      )
    counts.set(here, (counts.get(here) ?? 0) + matching.length)
  }
  return counts
}

function isUsable(pod: Pod, node: Node, constraints: readonly TopologySpreadConstraint[]): boolean {
  const hasLabels = constraints.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined)
  return hasLabels && matchesNodeAffinity(pod.spec, node)
}
