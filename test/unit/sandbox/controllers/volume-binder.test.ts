import { afterEach, describe, expect, it } from 'vitest'
import {
  persistentVolumeClaims,
  persistentVolumes,
  pods
} from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { KubeObject } from '../../../../src/sandbox/object.ts'
import { manifest, testCluster, type TestCluster } from '../cluster.ts'

const storageClasses = { group: 'storage.k8s.io', resource: 'storageclasses' }

let cluster: TestCluster | undefined

afterEach(() => {
  cluster?.stop()
  expect(cluster?.errors ?? []).toEqual([])
  cluster = undefined
})

function addVolume({ client }: TestCluster, name: string, storage: string, spec: object = {}): void {
  const fields = { accessModes: ['ReadWriteOnce'], capacity: { storage }, hostPath: { path: '/data' }, ...spec }
  client.create(persistentVolumes, manifest('v1', 'PersistentVolume', name, { spec: fields }, { namespace: undefined }))
}

function addClaim({ client }: TestCluster, spec: object = {}): void {
  const fields = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } }, ...spec }
  client.create(persistentVolumeClaims, manifest('v1', 'PersistentVolumeClaim', 'data', { spec: fields }))
}

const volume = ({ client }: TestCluster, name: string): KubeObject | undefined =>
  client.get(persistentVolumes, undefined, name)
const claim = ({ client }: TestCluster): KubeObject | undefined => client.get(persistentVolumeClaims, 'default', 'data')

describe('the volume binder', () => {
  it('says that a volume is available', async () => {
    const running = (cluster = await testCluster())
    addVolume(running, 'disk', '1Gi')
    await running.settle()
    expect(volume(running, 'disk')?.status).toMatchObject({ phase: 'Available' })
  })

  it('binds a claim to the smallest volume that suffices, in whichever order they come', async () => {
    const running = (cluster = await testCluster())
    addVolume(running, 'small', '1Gi')
    addVolume(running, 'large', '9Gi')
    addClaim(running)
    addVolume(running, 'other-class', '2Gi', { storageClassName: 'fast' })
    await running.settle()
    expect(claim(running)).toMatchObject({
      spec: { volumeName: 'large' },
      status: { phase: 'Bound', capacity: { storage: '9Gi' }, accessModes: ['ReadWriteOnce'] }
    })
    expect(volume(running, 'large')).toMatchObject({
      spec: { claimRef: { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'data' } },
      status: { phase: 'Bound' }
    })
    for (const name of ['small', 'other-class'])
      expect(volume(running, name)?.status).toMatchObject({ phase: 'Available' })
  })

  it.each([
    ['Retain', 'Released'],
    ['Delete', 'Failed']
  ])('a volume to %s is %s when its claim is gone', async (policy, phase) => {
    const running = (cluster = await testCluster())
    addVolume(running, 'disk', '2Gi', { persistentVolumeReclaimPolicy: policy })
    addClaim(running)
    await running.settle()
    running.client.delete(persistentVolumeClaims, 'default', 'data')
    await running.settle()
    expect(claim(running)).toBeUndefined()
    expect(volume(running, 'disk')?.status).toMatchObject({ phase })
    addClaim(running)
    await running.settle()
    expect(claim(running)?.status).toMatchObject({ phase: 'Pending' })
  })

  it.each([
    [{}, 'FailedBinding: no persistent volumes available for this claim and no storage class is set'],
    [{ storageClassName: 'none' }, 'ProvisioningFailed: storageclass.storage.k8s.io "none" not found'],
    [{ storageClassName: 'fast' }, expect.stringMatching(/^ExternalProvisioning: Waiting for a volume to be created/)],
    [{ storageClassName: 'late' }, 'WaitForFirstConsumer: waiting for first consumer to be created before binding']
  ])('tells why a claim with %j is pending', async (spec, event) => {
    const running = (cluster = await testCluster())
    for (const [name, volumeBindingMode] of [
      ['fast', 'Immediate'],
      ['late', 'WaitForFirstConsumer']
    ])
      running.client.create(
        storageClasses,
        manifest(
          'storage.k8s.io/v1',
          'StorageClass',
          name!,
          { provisioner: 'example.com/disks', volumeBindingMode },
          { namespace: undefined }
        )
      )
    addClaim(running, spec)
    await running.settle()
    expect(running.eventsOf('data')).toEqual([event])
    if ((spec as { storageClassName?: string }).storageClassName !== 'late') return
    addVolume(running, 'disk', '2Gi', { storageClassName: 'late' })
    await running.settle()
    expect(claim(running)?.status).toMatchObject({ phase: 'Pending' })
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }]
    const containers = [{ name: 'main', image: 'nginx' }]
    running.client.create(pods, manifest('v1', 'Pod', 'web', { spec: { containers, volumes } }))
    await running.settle()
    expect(claim(running)?.status).toMatchObject({ phase: 'Bound' })
  })

  it('says that a claim has lost its volume', async () => {
    const running = (cluster = await testCluster())
    addVolume(running, 'disk', '2Gi')
    addClaim(running)
    await running.settle()
    running.client.patch(persistentVolumes, undefined, 'disk', { metadata: { finalizers: null } })
    running.client.delete(persistentVolumes, undefined, 'disk')
    await running.settle()
    expect(claim(running)?.status).toMatchObject({ phase: 'Lost' })
  })
})
