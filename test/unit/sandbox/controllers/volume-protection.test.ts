import { afterEach, describe, expect, it } from 'vitest'
import {
  persistentVolumeClaims,
  persistentVolumes,
  pods
} from '../../../../src/sandbox/controllers/runtime/resources.ts'
import { manifest, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

const storage = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }

describe('a claim that is deleted', () => {
  it('goes when no pod uses it any more', async () => {
    cluster = await testCluster()
    cluster.client.create(persistentVolumeClaims, manifest('v1', 'PersistentVolumeClaim', 'data', { spec: storage }))
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }]
    const containers = [{ name: 'main', image: 'nginx' }]
    cluster.client.create(pods, manifest('v1', 'Pod', 'p', { spec: { containers, volumes, nodeName: 'node1' } }))
    await cluster.settle()
    cluster.client.delete(persistentVolumeClaims, 'default', 'data')
    await cluster.settle()
    expect(cluster.client.get(persistentVolumeClaims, 'default', 'data')).toMatchObject({
      metadata: { finalizers: ['kubernetes.io/pvc-protection'] }
    })
    cluster.client.delete(pods, 'default', 'p')
    await cluster.pass(60_000)
    expect(cluster.client.get(persistentVolumeClaims, 'default', 'data')).toBeUndefined()
  })
})

describe('a volume that is deleted', () => {
  it('stays until the claim that it is bound to is gone', async () => {
    cluster = await testCluster()
    const accessModes = ['ReadWriteOnce']
    const spec = { capacity: { storage: '1Gi' }, accessModes, hostPath: { path: '/data' } }
    const volume = { ...manifest('v1', 'PersistentVolume', 'v', { spec }), metadata: { name: 'v' } }
    const wanted = { accessModes, resources: { requests: { storage: '1Gi' } } }
    cluster.client.create(persistentVolumes, volume)
    cluster.client.create(persistentVolumeClaims, manifest('v1', 'PersistentVolumeClaim', 'data', { spec: wanted }))
    await cluster.settle()
    cluster.client.delete(persistentVolumes, undefined, 'v')
    await cluster.settle()
    expect(cluster.client.get(persistentVolumes, undefined, 'v')).toMatchObject({ status: { phase: 'Bound' } })
    cluster.client.delete(persistentVolumeClaims, 'default', 'data')
    await cluster.settle()
    expect(cluster.client.get(persistentVolumes, undefined, 'v')).toBeUndefined()
  })
})
