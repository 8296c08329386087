/** Which nodes a DaemonSet runs on: nodeShouldRunDaemonPod and its kin of pkg/controller/daemon/daemon_controller.go. */
import { matchesNodeAffinity } from '../../scheduler/node-affinity.ts'
import { untoleratedTaint } from '../../scheduler/tolerations.ts'
import type { DaemonSet } from '../types/apps.ts'
import type { Affinity, Node, PodSpec, Toleration } from '../types/core.ts'

export interface Placement {
  /** A pod is to be created where there is none. */
  readonly shouldRun: boolean
  /** A pod that is there may stay. */
  readonly shouldContinue: boolean
}

export function placementOn(daemonSet: DaemonSet, node: Node): Placement {
  const { spec } = daemonSet.spec.template
  if (spec.nodeName !== undefined && spec.nodeName !== '' && spec.nodeName !== node.metadata.name) return nowhere
  if (!matchesNodeAffinity(spec, node)) return nowhere
  const { taints } = node.spec
  if (taints === undefined || taints.length === 0) return here
  const tolerations = daemonTolerations(spec)
  if (untoleratedTaint(taints, tolerations, ['NoSchedule', 'NoExecute']) === undefined) return here
  return { shouldRun: false, shouldContinue: untoleratedTaint(taints, tolerations, ['NoExecute']) === undefined }
}

const here: Placement = { shouldRun: true, shouldContinue: true }
const nowhere: Placement = { shouldRun: false, shouldContinue: false }

const prefix = 'node.kubernetes.io/'

const added: readonly Toleration[] = [
  { key: `${prefix}not-ready`, operator: 'Exists', effect: 'NoExecute' },
  { key: `${prefix}unreachable`, operator: 'Exists', effect: 'NoExecute' },
  { key: `${prefix}disk-pressure`, operator: 'Exists', effect: 'NoSchedule' },
  { key: `${prefix}memory-pressure`, operator: 'Exists', effect: 'NoSchedule' },
  { key: `${prefix}pid-pressure`, operator: 'Exists', effect: 'NoSchedule' },
  { key: `${prefix}unschedulable`, operator: 'Exists', effect: 'NoSchedule' }
]

const addedOnHostNetwork: Toleration = { key: `${prefix}network-unavailable`, operator: 'Exists', effect: 'NoSchedule' }

/** The template's tolerations and those that every daemon pod has (AddOrUpdateDaemonPodTolerations). */
export function daemonTolerations(spec: PodSpec): Toleration[] {
  const tolerations = [...(spec.tolerations ?? [])]
  for (const toleration of spec.hostNetwork === true ? [...added, addedOnHostNetwork] : added) {
    const same = tolerations.findIndex(
      each => each.key === toleration.key && each.effect === toleration.effect && each.operator === 'Exists'
    )
    if (same < 0) tolerations.push(toleration)
    else tolerations[same] = toleration
  }
  return tolerations
}

/** Affinity that lets the scheduler bind a pod to this node alone (ReplaceDaemonSetPodNodeNameNodeAffinity). */
export function affinityTo(nodeName: string, affinity: Affinity | undefined): Affinity {
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }]
      }
    }
  }
}

/** Whether what a DaemonSet looks at on a node has changed; heartbeats have not. */
export function placementMayDiffer(before: Node, after: Node): boolean {
  return (
    JSON.stringify([before.metadata.labels, before.spec.taints]) !==
    JSON.stringify([after.metadata.labels, after.spec.taints])
  )
}
