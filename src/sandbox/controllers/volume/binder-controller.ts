import type { GroupResource, KubeObject } from '../../object.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { keyOf } from '../runtime/informer.ts'
import { persistentVolumeClaims, persistentVolumes, pods } from '../runtime/resources.ts'
import type { Pod } from '../types/core.ts'
import { bestMatch, isFor, type Claim, type Volume } from './binding.ts'

const storageClasses: GroupResource = { group: 'storage.k8s.io', resource: 'storageclasses' }
const boundByController = 'pv.kubernetes.io/bound-by-controller'
const bindCompleted = 'pv.kubernetes.io/bind-completed'

interface StorageClass extends KubeObject {
  provisioner?: string
  volumeBindingMode?: string
}

/**
 * Binds claims to the volumes that there are: pkg/controller/volume/persistentvolume (v1.35). Nothing makes volumes,
 * since the sandbox has no storage; a claim that finds none stays pending, and its events say why.
 */
export const startVolumeBinderController: StartController = context => {
  const { client, informers } = context
  const recorder = context.recorder('persistentvolume-controller')
  const claims = informers.for<Claim>(persistentVolumeClaims)
  const volumes = informers.for<Volume>(persistentVolumes)
  const classes = informers.for<StorageClass>(storageClasses)
  const podInformer = informers.for<Pod>(pods)
  const controller = runController(context, 'persistentvolume-binder', sync)
  const { queue } = controller
  // Volumes have no namespace, and claims have one: the keys tell them apart.
  const addClaims = (): void => {
    for (const claim of claims.list()) if (!claim.spec.volumeName) queue.add(keyOf(claim))
  }
  claims.onChange((_type, claim) => {
    queue.add(keyOf(claim))
    for (const volume of volumes.list()) if (volume.spec.claimRef && isNamed(volume, claim)) queue.add(keyOf(volume))
  })
  volumes.onChange((type, volume) => {
    queue.add(keyOf(volume))
    const { namespace, name } = volume.spec.claimRef ?? {}
    if (name !== undefined) queue.add(`${namespace ?? ''}/${name}`)
    else if (type !== 'deleted') addClaims()
  })
  classes.onChange(addClaims)
  podInformer.onChange((type, pod) => {
    if (type === 'added') for (const name of claimsOf(pod)) queue.add(`${pod.metadata.namespace ?? ''}/${name}`)
  })

  function sync(key: string): void {
    const volume = volumes.get(key)
    const claim = claims.get(key)
    if (volume) syncVolume(volume)
    else if (claim) syncClaim(claim)
  }

  function syncVolume(volume: Volume): void {
    const { claimRef } = volume.spec
    if (claimRef?.uid === undefined) {
      setPhase(volume, 'Available')
      return
    }
    const claim = claims.get(`${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`)
    if (claim?.metadata.uid === claimRef.uid) {
      if (claim.spec.volumeName === volume.metadata.name) setPhase(volume, 'Bound')
      return
    }
    if (volume.spec.persistentVolumeReclaimPolicy !== 'Delete') {
      setPhase(volume, 'Released')
      return
    }
    if (volume.status?.phase === 'Failed') return
    const message = `error getting deleter volume plugin for volume "${volume.metadata.name}": no deletable volume plugin matched`
    recorder.event(volume, 'Warning', 'VolumeFailedDelete', message)
    setPhase(volume, 'Failed', message)
  }

  function setPhase(volume: Volume, phase: string, message?: string): void {
    if (volume.status?.phase === phase) return
    client.updateStatus(persistentVolumes, {
      ...volume,
      status: { ...volume.status, phase, ...(message === undefined ? {} : { message }) }
    })
  }

  function syncClaim(claim: Claim): void {
    const { volumeName } = claim.spec
    if (!volumeName) {
      if (waitsForPod(claim)) return
      const found = bestMatch(claim, volumes.list())
      if (found) bind(claim, found)
      else tellWhyPending(claim)
      return
    }
    const volume = volumes.get(volumeName)
    if (volume) {
      if (!volume.spec.claimRef || isFor(volume, claim)) bind(claim, volume)
    } else if (claim.metadata.annotations?.[bindCompleted] && claim.status?.phase !== 'Lost') {
      const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!'
      recorder.event(claim, 'Warning', 'ClaimLost', message)
      client.updateStatus(persistentVolumeClaims, { ...claim, status: { phase: 'Lost' } })
    }
  }

  /** The volume is promised to the claim, then the claim names the volume, and then both say that they are bound. */
  function bind(claim: Claim, volume: Volume): void {
    const { namespace, name, uid, resourceVersion } = claim.metadata
    let held = volume
    if (volume.spec.claimRef?.uid === undefined) {
      const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion }
      const spec = { ...volume.spec, claimRef }
      const mark: Record<string, string> = volume.spec.claimRef ? {} : { [boundByController]: 'yes' }
      held = client.update<Volume>(persistentVolumes, withAnnotations({ ...volume, spec }, mark))
    }
    let bound = claim
    if (claim.spec.volumeName !== volume.metadata.name || !claim.metadata.annotations?.[bindCompleted]) {
      const mark = { [bindCompleted]: 'yes', ...(claim.spec.volumeName ? {} : { [boundByController]: 'yes' }) }
      const spec = { ...claim.spec, volumeName: volume.metadata.name }
      bound = client.update<Claim>(persistentVolumeClaims, withAnnotations({ ...claim, spec }, mark))
    }
    setPhase(held, 'Bound')
    if (bound.status?.phase === 'Bound') return
    const { accessModes, capacity } = volume.spec
    client.updateStatus(persistentVolumeClaims, { ...bound, status: { phase: 'Bound', accessModes, capacity } })
  }

  /** A class may let its claims wait until a pod wants them, so that the scheduler has a say. */
  function waitsForPod(claim: Claim): boolean {
    const mode = classes.get(claim.spec.storageClassName ?? '')?.volumeBindingMode
    const { namespace = '', name } = claim.metadata
    if (mode !== 'WaitForFirstConsumer') return false
    if ([...podInformer.inNamespace(namespace)].some(pod => claimsOf(pod).includes(name))) return false
    const message = 'waiting for first consumer to be created before binding'
    recorder.event(claim, 'Normal', 'WaitForFirstConsumer', message)
    return true
  }

  function tellWhyPending(claim: Claim): void {
    const name = claim.spec.storageClassName ?? ''
    const found = classes.get(name)
    if (name === '') {
      const message = 'no persistent volumes available for this claim and no storage class is set'
      recorder.event(claim, 'Normal', 'FailedBinding', message)
    } else if (!found)
      recorder.event(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${name}" not found`)
    else {
      const message =
        `Waiting for a volume to be created either by the external provisioner '${found.provisioner ?? ''}' or ` +
        'manually by the system administrator. If volume creation is delayed, please verify that the provisioner is ' +
        'running and correctly registered.'
      recorder.event(claim, 'Normal', 'ExternalProvisioning', message)
    }
  }

  return controller
}

function isNamed({ spec: { claimRef } }: Volume, { metadata }: Claim): boolean {
  return claimRef?.name === metadata.name && claimRef.namespace === metadata.namespace
}

function claimsOf({ spec }: Pod): string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => (claim ? [claim.claimName] : []))
}

function withAnnotations<T extends KubeObject>(object: T, added: Record<string, string>): T {
  const { metadata } = object
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...added } } }
}
