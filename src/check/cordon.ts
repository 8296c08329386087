import type { KubernetesObject } from '../cluster/kubectl.ts'
import { causeTexts } from '../texts/texts.ts'
import type { Cause } from './cause.ts'
import { nodeOf } from './daemon-set.ts'
import { field, isTerminating, listAt, nameOf, textAt } from './fields.ts'

/**
 * A cordon that does not do what was hoped for: a cordoned node among these objects, with a pod of a DaemonSet on it. Its
 * controller tolerates the cordon on the pods' behalf (Kubernetes, pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations).
 */
export function cordonCause(objects: readonly KubernetesObject[]): Cause | undefined {
  for (const node of objects) {
    if (node.kind !== 'Node' || field(node, 'spec', 'unschedulable') !== true) continue
    const name = nameOf(node)
    const pod = objects.find(each => each.kind === 'Pod' && nodeOf(each) === name && isDaemon(each))
    if (pod === undefined) continue
    return {
      why: causeTexts.cordoned(name, nameOf(pod)),
      hint: causeTexts.cordonedHint(name, `kubectl uncordon ${name}`),
      lasting: false
    }
  }
  return undefined
}

function isDaemon(pod: KubernetesObject): boolean {
  const owners = listAt(pod, 'metadata', 'ownerReferences')
  return !isTerminating(pod) && owners.some(owner => textAt(owner, 'kind') === 'DaemonSet')
}
