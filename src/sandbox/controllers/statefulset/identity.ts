/** The names and claims of a StatefulSet's pods: pkg/controller/statefulset/stateful_set_utils.go. */
import type { KubeObject } from '../../object.ts'
import { controllerReference } from '../runtime/owner-references.ts'
import { podFromTemplate } from '../runtime/pod-control.ts'
import { revisionHashLabel } from '../runtime/revisions.ts'
import type { StatefulSet } from '../types/apps.ts'
import type { Pod, PodTemplate, Volume } from '../types/core.ts'

const podNameLabel = 'statefulset.kubernetes.io/pod-name'
const podIndexLabel = 'apps.kubernetes.io/pod-index'

/** The ordinal at the end of a pod's name, when the rest is the StatefulSet's. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`
  const rest = pod.metadata.name.slice(prefix.length)
  return pod.metadata.name.startsWith(prefix) && /^\d+$/.test(rest) ? Number(rest) : undefined
}

/** @param revision the name of the revision whose template it is, which the pod's label carries. */
export function statefulPod(set: StatefulSet, template: PodTemplate, revision: string, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`
  const pod = podFromTemplate(template, set, controllerReference(set), {
    [podNameLabel]: name,
    [podIndexLabel]: String(ordinal),
    [revisionHashLabel]: revision
  })
  const { generateName: _generateName, ...metadata } = pod.metadata
  const claimed = (set.spec.volumeClaimTemplates ?? []).map((claim): Volume => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: claimName(claim, name) }
  }))
  const others = (pod.spec.volumes ?? []).filter(volume => !claimed.some(each => each.name === volume.name))
  const volumes = [...claimed, ...others]
  return {
    ...pod,
    metadata: { ...metadata, name },
    spec: {
      ...pod.spec,
      hostname: name,
      ...(set.spec.serviceName === undefined ? {} : { subdomain: set.spec.serviceName }),
      ...(volumes.length === 0 ? {} : { volumes })
    }
  }
}

function claimName(claim: KubeObject, podName: string): string {
  return `${claim.metadata.name}-${podName}`
}

/** The claims that a pod needs before it is created. */
export function claimsOf(set: StatefulSet, ordinal: number): KubeObject[] {
  const podName = `${set.metadata.name}-${ordinal}`
  return (set.spec.volumeClaimTemplates ?? []).map(claim => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName(claim, podName),
      ...(set.metadata.namespace === undefined ? {} : { namespace: set.metadata.namespace }),
      labels: { ...claim.metadata.labels, ...set.spec.selector.matchLabels }
    },
    spec: claim['spec']
  }))
}
