import type { Client } from '../../client.ts'
import type { KubeObject, OwnerReference } from '../../object.ts'
import type { Pod, PodTemplate } from '../types/core.ts'
import { reasonOf, unless } from './errors.ts'
import type { EventRecorder } from './event-recorder.ts'
import { pods } from './resources.ts'

/** Creates and deletes pods for a controller, with its events (RealPodControl in controller_utils.go). */
export interface PodControl {
  /** @throws the API's refusal, after the event `FailedCreate` about the owner. */
  create(owner: KubeObject, pod: Pod): Pod
  delete(owner: KubeObject, pod: Pod): void
}

export function podControl(client: Client, recorder: EventRecorder): PodControl {
  return {
    create(owner, pod) {
      try {
        const created = client.create<Pod>(pods, pod)
        recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`)
        return created
      } catch (error) {
        // Nobody needs to hear that a namespace that is being deleted takes no more pods.
        if (reasonOf(error) !== undefined && !isNamespaceTerminating(error)) {
          recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`)
        }
        throw error
      }
    },
    delete(owner, pod) {
      const { namespace, name, uid } = pod.metadata
      const options = uid === undefined ? {} : { preconditions: { uid } }
      const deleted = unless(['NotFound', 'Conflict'], () => {
        client.delete(pods, namespace, name, options)
        return true
      })
      if (deleted === true) recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)
    }
  }
}

function isNamespaceTerminating(error: unknown): boolean {
  return reasonOf(error) === 'Forbidden' && messageOf(error).includes('because it is being terminated')
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A pod as the template of its controller describes it (GetPodFromTemplate in controller_utils.go). */
export function podFromTemplate(
  template: PodTemplate,
  owner: KubeObject,
  reference: OwnerReference,
  labels: Readonly<Record<string, string>> = {}
): Pod {
  const { annotations, finalizers } = template.metadata ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: '',
      generateName: `${owner.metadata.name}-`,
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      labels: { ...template.metadata?.labels, ...labels },
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [reference]
    },
    spec: template.spec
  }
}
