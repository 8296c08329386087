/** Pods that want to be near others, or far from them: plugins/interpodaffinity/filtering.go of kube-scheduler. */
import { matchesSelector } from '../controllers/runtime/labels.ts'
import type { Namespace, Node, Pod, PodAffinityTerm } from '../controllers/types/core.ts'
import type { Rejection } from './filters.ts'

/** What the filter sees of the cluster besides the node in question. */
export interface ClusterView {
  nodes(): Iterable<Node>
  /** The pods that hold resources of a node. */
  podsOn(node: string): readonly Pod[]
  namespace(name: string): Namespace | undefined
}

/** Answers for one pod and each node whether its neighbours suit it, and it them; why, when they do not. */
export type NeighbourFilter = (node: Node) => Rejection | undefined

const wantsNeighbours: Rejection = { reasons: ["node(s) didn't match pod affinity rules"], preemptable: false }
const wantsDistance: Rejection = { reasons: ["node(s) didn't match pod anti-affinity rules"], preemptable: true }
const isKeptAway: Rejection = {
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  preemptable: true
}

export function hasRequiredPodAffinity({ spec: { affinity } }: Pod): boolean {
  return required(affinity?.podAffinity).length > 0 || required(affinity?.podAntiAffinity).length > 0
}

export function hasRequiredAntiAffinity({ spec: { affinity } }: Pod): boolean {
  return required(affinity?.podAntiAffinity).length > 0
}

function required(
  affinity: { requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[] } | undefined
): PodAffinityTerm[] {
  return affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
}

/** A place in one topology, for example `zone=a`. */
function place(key: string, node: Node): string | undefined {
  const value = node.metadata.labels?.[key]
  return value === undefined ? undefined : `${key}=${value}`
}

/** @param avoiding whether any pod of the cluster keeps others away, so that all have to be looked at. */
export function neighbourFilter(pod: Pod, view: ClusterView, avoiding: boolean): NeighbourFilter | undefined {
  const near = required(pod.spec.affinity?.podAffinity)
  const far = required(pod.spec.affinity?.podAntiAffinity)
  if (near.length === 0 && far.length === 0 && !avoiding) return undefined
  const nearPlaces = near.map(() => new Set<string>())
  const farPlaces = new Set<string>()
  const keptFrom = new Set<string>()
  for (const node of view.nodes()) {
    for (const other of view.podsOn(node.metadata.name)) {
      // All terms have to be met by the same neighbour.
      if (near.length > 0 && near.every(term => selects(term, pod, other, view))) {
        for (const [index, term] of near.entries()) note(nearPlaces[index], place(term.topologyKey, node))
      }
      for (const term of far) if (selects(term, pod, other, view)) note(farPlaces, place(term.topologyKey, node))
      for (const term of required(other.spec.affinity?.podAntiAffinity)) {
        if (selects(term, other, pod, view)) note(keptFrom, place(term.topologyKey, node))
      }
    }
  }
  const isFirst = nearPlaces.every(places => places.size === 0) && near.every(term => selects(term, pod, pod, view))
  return node => {
    const suits = near.every((term, index) => {
      const here = place(term.topologyKey, node)
      // The first of a group that wants to be together has nobody to join.
      return here !== undefined && (isFirst || nearPlaces[index]?.has(here) === true)
    })
    if (!suits) return wantsNeighbours
    if (far.some(term => farPlaces.has(place(term.topologyKey, node) ?? ''))) return wantsDistance
    for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
      if (keptFrom.has(`${key}=${value}`)) return isKeptAway
    }
    return undefined
  }
}

function note(places: Set<string> | undefined, where: string | undefined): void {
  if (where !== undefined) places?.add(where)
}

/** Whether a term of `owner` is about `other`: by namespace, then by labels. */
function selects(term: PodAffinityTerm, owner: Pod, other: Pod, view: ClusterView): boolean {
  const namespace = other.metadata.namespace ?? ''
  const named = term.namespaces ?? []
  const isOwn = named.length === 0 && term.namespaceSelector === undefined && namespace === owner.metadata.namespace
  const bySelector =
    term.namespaceSelector !== undefined &&
    matchesSelector(term.namespaceSelector, view.namespace(namespace)?.metadata.labels)
  return (
    (isOwn || named.includes(namespace) || bySelector) && matchesSelector(term.labelSelector, other.metadata.labels)
  )
}
