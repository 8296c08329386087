/** Where a pod fits, and where room could be made for it; what is promised to others counts as taken. */
import type { PodDisruptionBudget } from '../controllers/disruption/budget.ts'
import { hasRequiredAntiAffinity, neighbourFilter, type ClusterView, type NeighbourFilter } from './pod-affinity.ts'
import type { Index, Informer, Informers } from '../controllers/runtime/informer.ts'
import { isFinished, isTerminating } from '../controllers/runtime/pods.ts'
import { budgets, namespaces, nodes, pods } from '../controllers/runtime/resources.ts'
import type { Namespace, Node, Pod } from '../controllers/types/core.ts'
import { rejects, type Rejection } from './filters.ts'
import { noneAvailable } from './messages.ts'
import { nodeNamedByAffinity } from './node-affinity.ts'
import { leavesForAnother, pickCandidate, selectVictims, type Victims } from './preemption.ts'
import { priorityOf } from './priority.ts'
import { scoreOf } from './scores.ts'
import { spreadFilter } from './topology-spread.ts'

/** Why a pod fits nowhere, by the names of all nodes. */
export type Rejections = ReadonlyMap<string, Rejection>

/** Pods that have to go; or why there are none, and whether a node that was promised to the pod no longer is. */
export type Room = Victims | { readonly message: string; readonly promiseHolds: boolean }

export interface Placement {
  /** @returns the best node, or why each of them is refused. */
  choose(pod: Pod): string | Rejections
  /** What would have to go so that the pod fits somewhere. */
  makeRoom(pod: Pod, rejections: Rejections): Room
  /** The pods that wait for a node that was promised to them. */
  promisedOn(node: string): readonly Pod[]
}

/** Files pods that hold resources under their node. */
export const holdingOn: Index<Pod> = pod => {
  const { nodeName } = pod.spec
  return nodeName === undefined || nodeName === '' || isFinished(pod) ? [] : [nodeName]
}

/** Files bound pods that keep others away from where they are. */
const keepingAway: Index<Pod> = pod => (holdingOn(pod).length > 0 && hasRequiredAntiAffinity(pod) ? ['yes'] : [])

/** Files pods without a node under the one that was promised to them. */
const promised: Index<Pod> = pod => {
  const node = pod.status?.nominatedNodeName ?? ''
  return node === '' || (pod.spec.nodeName ?? '') !== '' || isFinished(pod) || isTerminating(pod) ? [] : [node]
}

/** DefaultPreemptionArgs: how many of the nodes where room could be made are looked at, in percent and at least. */
const candidatePercentage = 10
const fewestCandidates = 100

const elsewhere: Rejection = { reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"], preemptable: false }
const notHelpful: Rejection = { reasons: ['Preemption is not helpful for scheduling'], preemptable: false }

export function placement(informers: Informers): Placement {
  const podInformer = informers.for<Pod>(pods)
  const nodeInformer = informers.for<Node>(nodes)
  const namespaceInformer = informers.for<Namespace>(namespaces)
  const budgetInformer: Informer<PodDisruptionBudget> = informers.for<PodDisruptionBudget>(budgets)

  const view: ClusterView = {
    nodes: () => nodeInformer.list(),
    podsOn: node => podInformer.indexed(holdingOn, node),
    namespace: name => namespaceInformer.get(name)
  }

  /** The cluster as it would be with these pods on a node in place of those that are there. */
  function viewWith(node: string, there: readonly Pod[]): ClusterView {
    return { ...view, podsOn: name => (name === node ? there : view.podsOn(name)) }
  }

  function neighbours(pod: Pod, seen: ClusterView): readonly NeighbourFilter[] {
    const avoiding = podInformer.indexed(keepingAway, 'yes').length > 0
    return [neighbourFilter(pod, seen, avoiding), spreadFilter(pod, seen)].filter(each => each !== undefined)
  }

  function promisedOn(node: string): readonly Pod[] {
    return podInformer.indexed(promised, node)
  }

  /** What is promised to pods that are no less important counts too (RunFilterPluginsWithNominatedPods). */
  function promisedToOthers(node: string, pod: Pod): readonly Pod[] {
    return promisedOn(node).filter(
      each => each.metadata.uid !== pod.metadata.uid && priorityOf(each) >= priorityOf(pod)
    )
  }

  function rejectsAmong(pod: Pod, node: Node, there: readonly Pod[]): Rejection | undefined {
    return rejects(pod, node, there, neighbours(pod, viewWith(node.metadata.name, there)))
  }

  function rejectsHere(pod: Pod, node: Node, filters: readonly NeighbourFilter[]): Rejection | undefined {
    const there = view.podsOn(node.metadata.name)
    const others = promisedToOthers(node.metadata.name, pod)
    const rejection = others.length === 0 ? undefined : rejectsAmong(pod, node, [...there, ...others])
    return rejection ?? rejects(pod, node, there, filters)
  }

  function choose(pod: Pod): string | Rejections {
    const filters = neighbours(pod, view)
    const promisedNode = nodeInformer.get(pod.status?.nominatedNodeName ?? '')
    if (promisedNode !== undefined && rejectsHere(pod, promisedNode, filters) === undefined) {
      return promisedNode.metadata.name
    }
    const named = nodeNamedByAffinity(pod.spec)
    if (named !== undefined) return chooseNamed(pod, named, filters)
    const rejections = new Map<string, Rejection>()
    let best: { name: string; score: number } | undefined
    for (const node of nodeInformer.list()) {
      const { name } = node.metadata
      const rejection = rejectsHere(pod, node, filters)
      if (rejection !== undefined) {
        rejections.set(name, rejection)
        continue
      }
      const score = scoreOf(pod, node, view.podsOn(name))
      if (best === undefined || score > best.score) best = { name, score }
    }
    return best?.name ?? rejections
  }

  /** A pod that is meant for one node asks no other (PreFilter of plugins/nodeaffinity). */
  function chooseNamed(pod: Pod, named: string, filters: readonly NeighbourFilter[]): string | Rejections {
    const node = nodeInformer.get(named)
    const rejection = node === undefined ? undefined : rejectsHere(pod, node, filters)
    if (node !== undefined && rejection === undefined) return named
    const rejections = new Map<string, Rejection>()
    for (const { metadata } of nodeInformer.list()) rejections.set(metadata.name, elsewhere)
    if (rejection !== undefined) rejections.set(named, rejection)
    return rejections
  }

  /** Evaluator.Preempt up to the choice of the candidate. */
  function makeRoom(pod: Pod, rejections: Rejections): Room {
    const reason = mayNotPreempt(pod, rejections)
    if (reason !== undefined) return { message: reason, promiseHolds: true }
    const hopeful = [...rejections].filter(([, { preemptable }]) => preemptable)
    const most = Math.max(fewestCandidates, Math.floor((hopeful.length * candidatePercentage) / 100))
    const guards = [...budgetInformer.list()]
    const candidates: Victims[] = []
    const found = new Map<string, Rejection>()
    for (const [name] of hopeful) {
      const victims = victimsOn(pod, name, guards)
      if (victims === undefined) continue
      if ('node' in victims) candidates.push(victims)
      else found.set(name, victims)
      if (candidates.length >= most && candidates.some(({ violations }) => violations === 0)) break
    }
    const [first, ...rest] = candidates
    if (first !== undefined) return pickCandidate([first, ...rest])
    const message = noneAvailable([...rejections.keys()].map(name => found.get(name) ?? notHelpful))
    return { message, promiseHolds: false }
  }

  function victimsOn(pod: Pod, name: string, guards: readonly PodDisruptionBudget[]): Victims | Rejection | undefined {
    const node = nodeInformer.get(name)
    if (node === undefined) return undefined
    const others = promisedToOthers(name, pod)
    const rejectsBeside = (kept: readonly Pod[]): Rejection | undefined =>
      (others.length === 0 ? undefined : rejectsAmong(pod, node, [...kept, ...others])) ?? rejectsAmong(pod, node, kept)
    return selectVictims(pod, name, view.podsOn(name), rejectsBeside, guards)
  }

  /** PodEligibleToPreemptOthers. */
  function mayNotPreempt(pod: Pod, rejections: Rejections): string | undefined {
    if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.'
    const node = pod.status?.nominatedNodeName ?? ''
    if (node === '' || rejections.get(node)?.preemptable === false) return undefined
    const leaving = view.podsOn(node).some(each => priorityOf(each) < priorityOf(pod) && leavesForAnother(each))
    return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined
  }

  return { choose, makeRoom, promisedOn }
}
