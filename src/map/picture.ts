import { condition, field, isTerminating, labelsOf, listAt, nameOf, textAt } from '../check/fields.ts'
import type { KubernetesObject } from '../cluster/kubectl.ts'
import { isTold, objectsOf, type ClusterObjects } from '../cluster/watch/objects.ts'
import { emptiness, type Emptiness } from './empty.ts'
import { nodeLabelKeys, type Focus } from './focus.ts'
import { latestEvents, type EventPicture } from './latest-events.ts'
import { bySeverity, type MapState } from './map-state.ts'
import { controllerOf, podPicture, type PodPicture } from './pod.ts'
import { podSpecOf, workloadPicture, workloadsOf, type WorkloadPicture } from './workload.ts'

export interface NodePicture {
  readonly name: string
  /** `NotReady` also when nobody knows. */
  readonly ready: 'Ready' | 'NotReady'
  readonly cordoned: boolean
  /** It is being deleted. */
  readonly leaving: boolean
  /** `key=value:Effect`; those that Kubernetes sets by itself for what `ready` and `cordoned` say are left out. */
  readonly taints: readonly string[]
  /** `key=value`, those that matter. */
  readonly labels: readonly string[]
  readonly address: string
  readonly pods: readonly PodPicture[]
  /** Why it has no pods. */
  readonly empty?: Emptiness
  /** The worst of the node and its pods. */
  readonly state: MapState
  readonly marked: boolean
}

/** A cluster as far as a lab is about it. */
export interface ClusterPicture {
  /** False while the watch is cut off, so that all of this may be out of date. */
  readonly live: boolean
  /** Why not. */
  readonly trouble?: string
  readonly nodes: readonly NodePicture[]
  /** Pods that are on no node, or on one that is not known. */
  readonly unplaced: readonly PodPicture[]
  readonly workloads: readonly WorkloadPicture[]
  /** What was said of pods, the newest first. */
  readonly events: readonly EventPicture[]
}

const byName = new Intl.Collator('en', { numeric: true })

/**
 * What is known of a cluster as a picture; undefined before its nodes and pods have been told. Pure.
 *
 * @param focus what the lab and its present step are about.
 */
export function clusterPicture(objects: ClusterObjects, focus: Focus): ClusterPicture | undefined {
  const trouble = [...objects.lost.values()][0]
  if (!isTold(objects)) {
    if (trouble === undefined) return undefined
    return { live: false, trouble, nodes: [], unplaced: [], workloads: [], events: [] }
  }
  const nodes = objectsOf(objects, 'Node').map(node => ({ ...node, kind: 'Node' }))
  const workloads = byMark(workloadsOf(objects), focus)
  const events = objectsOf(objects, 'Event')
  const pods = objectsOf(objects, 'Pod').map(pod => ({
    node: textAt(pod, 'spec', 'nodeName'),
    uid: pod.metadata?.uid ?? '',
    maker: textAt(controllerOf(pod), 'uid'),
    picture: podPicture(pod, events, focus.marks({ ...pod, kind: 'Pod' }))
  }))
  const labelKeys = new Set([...focus.labelKeys, ...workloads.flatMap(workload => nodeLabelKeys(podSpecOf(workload)))])
  const on = (name: string): PodPicture[] => sorted(pods.filter(pod => pod.node === name).map(({ picture }) => picture))
  const names = new Set(nodes.map(nameOf))
  return {
    live: trouble === undefined,
    ...(trouble !== undefined && { trouble }),
    nodes: sorted(nodes.map(node => nodePicture(node, on(nameOf(node)), { labelKeys, workloads, marks: focus.marks }))),
    unplaced: sorted(pods.filter(({ node }) => !names.has(node)).map(({ picture }) => picture)),
    workloads: workloads.map(workload => {
      const makers = new Set([workload.metadata?.uid ?? '', ...replicaSetsOf(workload, objects)])
      const fails = pods.some(({ maker, picture }) => makers.has(maker) && picture.state === 'failing')
      return workloadPicture(workload, nodes, fails, focus.marks(workload))
    }),
    events: latestEvents(events, new Map(pods.map(({ uid, picture }) => [uid, picture.short])))
  }
}

/** What the step is about first. */
function byMark(workloads: KubernetesObject[], focus: Focus): KubernetesObject[] {
  const mark = (object: KubernetesObject): number => (focus.marks(object) ? 0 : 1)
  return workloads.sort((a, b) => mark(a) - mark(b) || byName.compare(nameOf(a), nameOf(b)))
}

function replicaSetsOf(workload: KubernetesObject, objects: ClusterObjects): string[] {
  if (workload.kind !== 'Deployment') return []
  return objectsOf(objects, 'ReplicaSet')
    .filter(set => textAt(controllerOf(set), 'uid') === workload.metadata?.uid)
    .map(set => set.metadata?.uid ?? '')
}

function sorted<T extends { readonly name: string }>(objects: T[]): T[] {
  return objects.sort((a, b) => byName.compare(a.name, b.name))
}

/** What a node is looked at with. */
interface Surroundings {
  readonly labelKeys: ReadonlySet<string>
  readonly workloads: readonly KubernetesObject[]
  readonly marks: Focus['marks']
}

function nodePicture(
  node: KubernetesObject,
  pods: readonly PodPicture[],
  { labelKeys, workloads, marks }: Surroundings
): NodePicture {
  const name = nameOf(node)
  const isReady = condition(node, 'Ready')?.status === 'True'
  const leaving = isTerminating(node)
  const addresses = listAt(node, 'status', 'addresses')
  return {
    name,
    ready: isReady ? 'Ready' : 'NotReady',
    cordoned: field(node, 'spec', 'unschedulable') === true,
    leaving,
    taints: listAt(node, 'spec', 'taints').flatMap(taintText),
    // A node's host name is its name nearly everywhere, and says nothing then.
    labels: Object.entries(labelsOf(node))
      .filter(([key, value]) => labelKeys.has(key) && value !== name)
      .map(([key, value]) => `${key}=${value}`),
    address: textAt(
      addresses.find(address => textAt(address, 'type') === 'InternalIP'),
      'address'
    ),
    pods,
    ...(pods.length === 0 && { empty: emptiness(node, isReady, workloads) }),
    state: leaving ? 'stopping' : isReady ? (bySeverity(pods)[0]?.state ?? 'empty') : 'failing',
    marked: marks(node)
  }
}

/** Taints of this prefix say what else is said: not ready, unreachable, cordoned, under pressure. */
const ownTaints = 'node.kubernetes.io/'

function taintText(taint: unknown): string[] {
  const key = textAt(taint, 'key')
  const value = textAt(taint, 'value')
  if (key.startsWith(ownTaints)) return []
  return [`${key}${value === '' ? '' : `=${value}`}:${textAt(taint, 'effect')}`]
}
