import { afterEach, describe, expect, it } from 'vitest'
import { persistentVolumeClaims, pods, statefulSets } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { StatefulSet } from '../../../../src/sandbox/controllers/types/apps.ts'
import { zeroTimeline } from '../../../../src/sandbox/nodes/timeline.ts'
import { manifest, template, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

const labels = { app: 'db' }

function db(replicas: number, fields: Record<string, unknown> = {}): ReturnType<typeof manifest> {
  const spec = {
    replicas,
    serviceName: 'db',
    selector: { matchLabels: labels },
    template: template('nginx:1.25', labels)
  }
  return manifest('apps/v1', 'StatefulSet', 'db', { spec: { ...spec, ...fields } })
}

const names = (): string[] => cluster.pods().map(pod => pod.metadata.name)
const images = (): (string | undefined)[] => cluster.pods().map(pod => pod.spec.containers[0]?.image)
const status = (): StatefulSet['status'] => cluster.client.get<StatefulSet>(statefulSets, 'default', 'db')?.status

function setImage(image: string): void {
  cluster.client.patch(statefulSets, 'default', 'db', {
    spec: { template: { spec: { containers: [{ name: 'main', image }] } } }
  })
}

describe('the StatefulSet controller', () => {
  it('starts pods in their order, each after the one before is ready, with claims of their own', async () => {
    cluster = await testCluster({ timeline: { ...zeroTimeline, start: 100 } })
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
    const volumeClaimTemplates = [{ metadata: { name: 'data' }, spec }]
    cluster.client.create(statefulSets, db(3, { volumeClaimTemplates }))
    await cluster.settle()
    expect(names()).toEqual(['db-0'])
    await cluster.pass(100, 50)
    expect(names()).toEqual(['db-0', 'db-1'])
    await cluster.pass(1000, 50)
    expect(names()).toEqual(['db-0', 'db-1', 'db-2'])
    expect(cluster.pods()[0]?.spec).toMatchObject({
      hostname: 'db-0',
      subdomain: 'db',
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } },
        { name: expect.stringMatching(/^kube-api-access-/), projected: {} }
      ]
    })
    expect(cluster.client.list(persistentVolumeClaims).map(({ metadata }) => metadata.name)).toEqual([
      'data-db-0',
      'data-db-1',
      'data-db-2'
    ])
    expect(status()).toMatchObject({ replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3 })
    expect(cluster.eventsOf('db')).toContain('SuccessfulCreate: create Pod db-0 in StatefulSet db successful')
  })

  it('shrinks from the end', async () => {
    cluster = await testCluster()
    cluster.client.create(statefulSets, db(3))
    await cluster.settle()
    cluster.client.patch(statefulSets, 'default', 'db', { spec: { replicas: 1 } })
    await cluster.settle()
    expect(names()).toEqual(['db-0'])
  })

  it('gives a pod that was lost its name back', async () => {
    cluster = await testCluster()
    cluster.client.create(statefulSets, db(2))
    await cluster.settle()
    const before = cluster.pods()[0]?.metadata.uid
    cluster.client.delete(pods, 'default', 'db-0')
    await cluster.settle()
    expect(names()).toEqual(['db-0', 'db-1'])
    expect(cluster.pods()[0]?.metadata.uid).not.toBe(before)
  })

  it('updates from the end, down to its partition', async () => {
    cluster = await testCluster()
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }
    cluster.client.create(statefulSets, db(3, { updateStrategy }))
    await cluster.settle()
    setImage('nginx:1.27')
    await cluster.settle()
    expect(images()).toEqual(['nginx:1.25', 'nginx:1.27', 'nginx:1.27'])
    expect(status()?.currentRevision).not.toBe(status()?.updateRevision)
    cluster.client.patch(statefulSets, 'default', 'db', {
      spec: { updateStrategy: { rollingUpdate: { partition: 0 } } }
    })
    await cluster.settle()
    expect(images()).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.27'])
    expect(status()?.currentRevision).toBe(status()?.updateRevision)
  })

  it('lets as many pods be unavailable as it may, while it updates', async () => {
    cluster = await testCluster({ timeline: { ...zeroTimeline, start: 1000 } })
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } }
    cluster.client.create(statefulSets, db(4, { updateStrategy, podManagementPolicy: 'Parallel' }))
    await cluster.pass(5000, 100)
    setImage('nginx:1.27')
    let least = 4
    for (let step = 0; step < 50; step += 1) {
      await cluster.pass(100, 100)
      least = Math.min(least, status()?.availableReplicas ?? 0)
    }
    expect(least).toBe(2)
    expect(new Set(images())).toEqual(new Set(['nginx:1.27']))
  })

  const claims = (): string[] => cluster.client.list(persistentVolumeClaims).map(({ metadata }) => metadata.name)
  const data = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
  }

  it('takes its claims along as its policy says', async () => {
    cluster = await testCluster()
    const persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Delete', whenScaled: 'Delete' }
    cluster.client.create(statefulSets, db(2, { persistentVolumeClaimRetentionPolicy, volumeClaimTemplates: [data] }))
    await cluster.settle()
    expect(claims()).toEqual(['data-db-0', 'data-db-1'])
    cluster.client.patch(statefulSets, 'default', 'db', { spec: { replicas: 1 } })
    await cluster.settle()
    expect(claims()).toEqual(['data-db-0'])
    cluster.client.delete(statefulSets, 'default', 'db', { propagationPolicy: 'Background' })
    await cluster.settle()
    expect(claims()).toEqual([])
  })

  it('leaves its claims behind otherwise, also when the policy changes to that', async () => {
    cluster = await testCluster()
    const policy = { whenDeleted: 'Delete', whenScaled: 'Retain' }
    const fields = { persistentVolumeClaimRetentionPolicy: policy, volumeClaimTemplates: [data] }
    cluster.client.create(statefulSets, db(2, fields))
    await cluster.settle()
    cluster.client.patch(statefulSets, 'default', 'db', { spec: { replicas: 1 } })
    await cluster.settle()
    expect(claims()).toEqual(['data-db-0', 'data-db-1'])
    cluster.client.patch(statefulSets, 'default', 'db', {
      spec: { replicas: 2, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' } }
    })
    await cluster.settle()
    cluster.client.delete(statefulSets, 'default', 'db', { propagationPolicy: 'Background' })
    await cluster.settle()
    expect(claims()).toEqual(['data-db-0', 'data-db-1'])
  })

  it('replaces a pod that its node refused, once the port is free', async () => {
    cluster = await testCluster({ nodes: 1 })
    const ports = [{ containerPort: 80, hostPort: 8080 }]
    const spec = { nodeName: 'node1', containers: [{ name: 'main', image: 'nginx', ports }] }
    cluster.client.create(pods, manifest('v1', 'Pod', 'first', { spec }))
    await cluster.settle()
    cluster.client.create(statefulSets, db(1, { template: { metadata: { labels }, spec } }))
    await cluster.pass(3000)
    expect(cluster.eventsOf('db-0')).toContain(
      "NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"
    )
    cluster.client.delete(pods, 'default', 'first')
    await cluster.pass(5000)
    expect(cluster.client.get(pods, 'default', 'db-0')).toMatchObject({ status: { phase: 'Running' } })
  })
})
