import { afterEach, describe, expect, it } from 'vitest'
import { deployments, pods, replicaSets } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { Deployment, ReplicaSet } from '../../../../src/sandbox/controllers/types/apps.ts'
import { zeroTimeline } from '../../../../src/sandbox/nodes/timeline.ts'
import { manifest, template, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

const labels = { app: 'web' }

function web(replicas: number, fields: Record<string, unknown> = {}): ReturnType<typeof manifest> {
  const spec = {
    replicas,
    selector: { matchLabels: labels },
    template: template('nginx:1.25', labels),
    progressDeadlineSeconds: 600
  }
  return manifest('apps/v1', 'Deployment', 'web', { spec: { ...spec, ...fields } })
}

function deployment(): Deployment {
  return cluster.client.get<Deployment>(deployments, 'default', 'web')!
}

function sets(): ReplicaSet[] {
  return [...cluster.client.list<ReplicaSet>(replicaSets)].sort(
    (a, b) => Number(a.metadata.annotations?.[revision]) - Number(b.metadata.annotations?.[revision])
  )
}

const revision = 'deployment.kubernetes.io/revision'

function setImage(image: string): void {
  cluster.client.patch(deployments, 'default', 'web', {
    spec: { template: { spec: { containers: [{ name: 'main', image }] } } }
  })
}

function conditions(): Record<string, string> {
  return Object.fromEntries(
    (deployment().status?.conditions ?? []).map(({ type, status, reason }) => [type, `${status} ${reason ?? ''}`])
  )
}

describe('the Deployment controller', () => {
  it('makes a ReplicaSet that makes the pods', async () => {
    cluster = await testCluster()
    cluster.client.create(deployments, web(3))
    await cluster.settle()
    const [set] = sets()
    expect(set?.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]+$/)
    expect(cluster.pods({ ...labels, 'pod-template-hash': set!.metadata.labels!['pod-template-hash']! })).toHaveLength(
      3
    )
    expect(deployment().status).toMatchObject({
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3
    })
    expect(deployment().metadata.annotations?.[revision]).toBe('1')
    expect(conditions()).toEqual({
      Available: 'True MinimumReplicasAvailable',
      Progressing: 'True NewReplicaSetAvailable'
    })
    expect(cluster.eventsOf('web')).toEqual([
      `ScalingReplicaSet: Scaled up replica set ${set!.metadata.name} from 0 to 3`
    ])
    expect(new Set(cluster.pods().map(pod => pod.spec.nodeName)).size).toBe(2)
  })

  it('keeps within surge and unavailability while it rolls', async () => {
    cluster = await testCluster({ timeline: { ...zeroTimeline, start: 100, stop: 100 } })
    cluster.client.create(deployments, web(4))
    await cluster.pass(2000, 50)
    setImage('nginx:1.27')
    for (let step = 0; step < 60; step += 1) {
      await cluster.pass(50, 50)
      const size = sets().reduce((total, set) => total + (set.spec.replicas ?? 0), 0)
      expect(size).toBeLessThanOrEqual(5)
      expect(deployment().status?.availableReplicas ?? 0).toBeGreaterThanOrEqual(3)
    }
    expect(cluster.pods().map(pod => pod.spec.containers[0]?.image)).toEqual(Array(4).fill('nginx:1.27'))
    expect(sets().map(set => set.spec.replicas)).toEqual([0, 4])
    expect(conditions()['Progressing']).toBe('True NewReplicaSetAvailable')
  })

  it('gives a template that comes back a new revision', async () => {
    cluster = await testCluster()
    cluster.client.create(deployments, web(2))
    await cluster.settle()
    const first = sets()[0]!.metadata.name
    setImage('nginx:1.27')
    await cluster.pass(2000)
    setImage('nginx:1.25')
    await cluster.pass(2000)
    const [older, newer] = sets()
    expect(newer?.metadata.name).toBe(first)
    expect([older, newer].map(set => set?.metadata.annotations?.[revision])).toEqual(['2', '3'])
    expect(newer?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1')
    expect(deployment().metadata.annotations?.[revision]).toBe('3')
  })

  it('counts on from a revision that no double holds exactly', async () => {
    cluster = await testCluster()
    const spec = { replicas: 1, selector: { matchLabels: labels }, template: template('nginx', labels) }
    const annotations = { [revision]: '3546343826724305832' }
    cluster.client.create(replicaSets, manifest('apps/v1', 'ReplicaSet', 'older', { spec }, { annotations, labels }))
    cluster.client.create(deployments, web(1))
    await cluster.settle()
    expect(deployment().metadata.annotations?.[revision]).toBe('3546343826724305833')
  })

  it('stands still at a broken image, and says so after its deadline', async () => {
    cluster = await testCluster()
    cluster.client.create(deployments, web(4, { progressDeadlineSeconds: 60 }))
    await cluster.settle()
    setImage('nginx:1.99.0')
    await cluster.pass(120_000, 2000)
    expect(deployment().status?.availableReplicas).toBe(3)
    expect(conditions()).toMatchObject({
      Available: 'True MinimumReplicasAvailable',
      Progressing: 'False ProgressDeadlineExceeded'
    })
  })

  it('stops all old pods first with Recreate', async () => {
    cluster = await testCluster({ timeline: { ...zeroTimeline, start: 100, stop: 100 } })
    cluster.client.create(deployments, web(3, { strategy: { type: 'Recreate' } }))
    await cluster.pass(2000, 50)
    setImage('nginx:1.27')
    for (let step = 0; step < 30; step += 1) {
      await cluster.pass(50, 50)
      expect(new Set(cluster.pods().map(pod => pod.spec.containers[0]?.image)).size).toBeLessThanOrEqual(1)
    }
    expect(cluster.pods().map(pod => pod.spec.containers[0]?.image)).toEqual(Array(3).fill('nginx:1.27'))
  })

  it('tells how many of its pods are still going', async () => {
    cluster = await testCluster({ timeline: { ...zeroTimeline, stop: 1000 } })
    cluster.client.create(deployments, web(3))
    await cluster.settle()
    cluster.client.patch(deployments, 'default', 'web', { spec: { replicas: 1 } })
    await cluster.pass(500, 100)
    expect(deployment().status).toMatchObject({ replicas: 1, terminatingReplicas: 2 })
    expect(sets()[0]?.status).toMatchObject({ replicas: 1, terminatingReplicas: 2 })
    await cluster.pass(3000, 100)
    expect(deployment().status).toMatchObject({ replicas: 1, terminatingReplicas: 0 })
    expect(sets()[0]?.status).toMatchObject({ replicas: 1, terminatingReplicas: 0 })
  })

  it('scales, in the midst of a rollout too, and rests while it is paused', async () => {
    cluster = await testCluster()
    cluster.client.create(deployments, web(2))
    await cluster.settle()
    cluster.client.patch(deployments, 'default', 'web', { spec: { replicas: 5 } })
    await cluster.settle()
    expect(cluster.pods()).toHaveLength(5)
    cluster.client.patch(deployments, 'default', 'web', { spec: { paused: true } })
    setImage('nginx:1.27')
    await cluster.pass(3000)
    expect(sets()).toHaveLength(1)
    expect(conditions()['Progressing']).toBe('Unknown DeploymentPaused')
    cluster.client.patch(deployments, 'default', 'web', { spec: { paused: false, replicas: 0 } })
    await cluster.pass(3000)
    expect(cluster.pods()).toHaveLength(0)
  })

  it('keeps no more old ReplicaSets than it is told', async () => {
    cluster = await testCluster()
    cluster.client.create(deployments, web(1, { revisionHistoryLimit: 1 }))
    for (const version of ['1.26', '1.27', '1.28']) {
      await cluster.pass(2000)
      setImage(`nginx:${version}`)
    }
    await cluster.pass(3000)
    expect(sets().map(set => set.metadata.annotations?.[revision])).toEqual(['3', '4'])
  })

  it('takes ReplicaSets and pods along when it is deleted, or orphans them', async () => {
    cluster = await testCluster()
    cluster.client.create(deployments, web(2))
    await cluster.settle()
    cluster.client.delete(deployments, 'default', 'web', { propagationPolicy: 'Foreground' })
    await cluster.pass(2000)
    expect([...cluster.client.list(deployments), ...sets(), ...cluster.pods()]).toEqual([])
    cluster.client.create(deployments, web(2))
    await cluster.settle()
    cluster.client.delete(deployments, 'default', 'web', { propagationPolicy: 'Orphan' })
    await cluster.pass(2000)
    expect(sets()).toHaveLength(1)
    expect(sets()[0]?.metadata.ownerReferences).toBeUndefined()
    expect(cluster.pods()).toHaveLength(2)
  })
})

describe('the ReplicaSet controller', () => {
  const alone = (replicas: number): ReturnType<typeof manifest> =>
    manifest('apps/v1', 'ReplicaSet', 'alone', {
      spec: { replicas, selector: { matchLabels: labels }, template: template('nginx', labels) }
    })

  it('adopts orphans, releases what no longer matches, and fills the gap', async () => {
    cluster = await testCluster()
    const orphan = manifest(
      'v1',
      'Pod',
      'orphan',
      { spec: { containers: [{ name: 'main', image: 'nginx' }] } },
      { labels }
    )
    cluster.client.create(pods, orphan)
    cluster.client.create(replicaSets, alone(2))
    await cluster.settle()
    expect(cluster.pods()).toHaveLength(2)
    expect(cluster.pods().every(pod => pod.metadata.ownerReferences?.[0]?.name === 'alone')).toBe(true)
    cluster.client.patch(pods, 'default', 'orphan', { metadata: { labels: { app: 'free' } } })
    await cluster.settle()
    expect(cluster.pods()).toHaveLength(3)
    expect(cluster.pods({ app: 'free' })[0]?.metadata.ownerReferences).toBeUndefined()
  })

  it('deletes pods that are not ready first', async () => {
    cluster = await testCluster()
    cluster.client.create(replicaSets, alone(1))
    await cluster.settle()
    const [ready] = cluster.pods()
    cluster.client.patch(replicaSets, 'default', 'alone', {
      spec: { replicas: 3, template: { spec: { containers: [{ name: 'main', image: 'nginx:1.99.0' }] } } }
    })
    await cluster.settle()
    expect(cluster.pods()).toHaveLength(3)
    cluster.client.patch(replicaSets, 'default', 'alone', { spec: { replicas: 1 } })
    await cluster.pass(2000)
    expect(cluster.pods().map(pod => pod.metadata.name)).toEqual([ready?.metadata.name])
  })
})
