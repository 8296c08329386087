import { eligibility } from '../check/eligible.ts'
import { field, isTerminating, nameOf, numberAt } from '../check/fields.ts'
import { isStale } from '../check/readiness.ts'
import type { KubernetesObject } from '../cluster/kubectl.ts'
import { objectsOf, type ClusterObjects } from '../cluster/watch/objects.ts'
import type { MapState } from './map-state.ts'
import { controllerOf } from './pod.ts'

export interface WorkloadPicture {
  readonly name: string
  /** As kubectl takes it: `ds/web`. */
  readonly title: string
  readonly ready: number
  readonly desired: number
  readonly state: MapState
  readonly marked: boolean
}

const shortKinds: Readonly<Record<string, string>> = {
  DaemonSet: 'ds',
  Deployment: 'deploy',
  ReplicaSet: 'rs',
  StatefulSet: 'sts'
}

/** What makes pods, save what something else looks after: a Deployment stands for its ReplicaSets. */
export function workloadsOf(objects: ClusterObjects): KubernetesObject[] {
  return (['DaemonSet', 'Deployment', 'StatefulSet', 'ReplicaSet'] as const)
    .flatMap(kind => objectsOf(objects, kind).map(object => ({ ...object, kind })))
    .filter(object => controllerOf(object) === undefined)
}

export function podSpecOf(workload: KubernetesObject): unknown {
  return field(workload, 'spec', 'template', 'spec')
}

export function workloadPicture(
  workload: KubernetesObject,
  nodes: readonly KubernetesObject[],
  fails: boolean,
  marked: boolean
): WorkloadPicture {
  const { ready, desired } = counts(workload, nodes)
  const name = nameOf(workload)
  const kind = workload.kind ?? ''
  const state = isTerminating(workload)
    ? 'stopping'
    : ready >= desired && !isStale(workload)
      ? 'ready'
      : fails
        ? 'failing'
        : 'coming'
  return { name, title: `${shortKinds[kind] ?? kind.toLowerCase()}/${name}`, ready, desired, state, marked }
}

/** How many pods are ready, of how many. A DaemonSet's status is late: until it tells, the nodes are counted. */
function counts(workload: KubernetesObject, nodes: readonly KubernetesObject[]): { ready: number; desired: number } {
  if (workload.kind === 'DaemonSet') {
    const desired = isStale(workload)
      ? nodes.filter(node => eligibility(podSpecOf(workload), node).runs).length
      : numberAt(workload, 'status', 'desiredNumberScheduled')
    return { ready: numberAt(workload, 'status', 'numberReady'), desired }
  }
  const replicas = field(workload, 'spec', 'replicas')
  return { ready: numberAt(workload, 'status', 'readyReplicas'), desired: typeof replicas === 'number' ? replicas : 1 }
}

/** Whether a workload wants any pod at all. */
export function wantsPods(workload: KubernetesObject): boolean {
  return !isTerminating(workload) && (workload.kind === 'DaemonSet' || field(workload, 'spec', 'replicas') !== 0)
}
