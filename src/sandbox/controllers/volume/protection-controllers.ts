/** Claims stay while pods use them, volumes while claims do: pkg/controller/volume/pvcprotection and pvprotection. */
import type { Client } from '../../client.ts'
import type { GroupResource, KubeObject } from '../../object.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { persistentVolumeClaims, persistentVolumes, pods } from '../runtime/resources.ts'
import type { Pod } from '../types/core.ts'

interface Volume extends KubeObject {
  status?: { phase?: string }
}

export const startClaimProtectionController: StartController = context => {
  const { client, informers } = context
  const claimInformer = informers.for(persistentVolumeClaims)
  const podInformer = informers.for<Pod>(pods)
  const controller = runController(context, 'pvc-protection', sync)
  enqueueChanges(claimInformer, controller.queue)
  podInformer.onChange((_type, pod) => {
    for (const claim of claimsOf(pod)) controller.queue.add(`${pod.metadata.namespace ?? ''}/${claim}`)
  })

  function sync(key: string): void {
    const claim = claimInformer.get(key)
    if (claim?.metadata.deletionTimestamp === undefined) return
    const { namespace = '', name } = claim.metadata
    // A pod without a node does not start any more with a claim that is being deleted.
    const isUsed = [...podInformer.inNamespace(namespace)].some(
      pod => pod.spec.nodeName !== undefined && claimsOf(pod).includes(name)
    )
    if (!isUsed) letGo(client, persistentVolumeClaims, claim, 'kubernetes.io/pvc-protection')
  }

  return controller
}

export const startVolumeProtectionController: StartController = context => {
  const { client, informers } = context
  const volumeInformer = informers.for<Volume>(persistentVolumes)
  const controller = runController(context, 'pv-protection', sync)
  enqueueChanges(volumeInformer, controller.queue)

  function sync(key: string): void {
    const volume = volumeInformer.get(key)
    if (volume?.metadata.deletionTimestamp === undefined || volume.status?.phase === 'Bound') return
    letGo(client, persistentVolumes, volume, 'kubernetes.io/pv-protection')
  }

  return controller
}

function claimsOf({ spec }: Pod): string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => (claim ? [claim.claimName] : []))
}

function letGo(client: Client, resource: GroupResource, object: KubeObject, finalizer: string): void {
  const { namespace, name, finalizers = [] } = object.metadata
  if (!finalizers.includes(finalizer)) return
  const left = finalizers.filter(each => each !== finalizer)
  const patch = { metadata: { finalizers: left.length === 0 ? null : left } }
  unless(['NotFound'], () => client.patch(resource, namespace, name, patch))
}
