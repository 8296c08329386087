import { afterEach, describe, expect, it } from 'vitest'
import { controllerRevisions, daemonSets, nodes, pods } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { ControllerRevision, DaemonSet } from '../../../../src/sandbox/controllers/types/apps.ts'
import { zeroTimeline } from '../../../../src/sandbox/nodes/timeline.ts'
import { manifest, template, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

const labels = { app: 'agent' }

function agent(
  image = 'prom/node-exporter',
  spec: Record<string, unknown> = {},
  fields = {}
): ReturnType<typeof manifest> {
  return manifest('apps/v1', 'DaemonSet', 'agent', {
    spec: { selector: { matchLabels: labels }, template: template(image, labels, spec), ...fields }
  })
}

function status(): DaemonSet['status'] {
  return cluster.client.get<DaemonSet>(daemonSets, 'default', 'agent')?.status
}

function revisions(): [number, string | undefined][] {
  return cluster.client
    .list<ControllerRevision>(controllerRevisions)
    .map((each): [number, string | undefined] => [each.revision, each.metadata.labels?.['controller-revision-hash']])
    .sort(([a], [b]) => a - b)
}

function setImage(image: string): void {
  const patch = { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } }
  cluster.client.patch(daemonSets, 'default', 'agent', patch)
}

function onNodes(): (string | undefined)[] {
  return cluster
    .pods()
    .map(pod => pod.spec.nodeName)
    .sort()
}

describe('the DaemonSet controller', () => {
  it('brings one ready pod to every node', async () => {
    cluster = await testCluster()
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    expect(onNodes()).toEqual(['node1', 'node2'])
    expect(status()).toMatchObject({
      desiredNumberScheduled: 2,
      numberReady: 2,
      numberAvailable: 2,
      updatedNumberScheduled: 2
    })
    const [pod] = cluster.pods()
    expect(pod?.metadata.name).toMatch(/^agent-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(pod?.metadata.ownerReferences).toMatchObject([
      { kind: 'DaemonSet', name: 'agent', controller: true, blockOwnerDeletion: true }
    ])
    const names = cluster.pods().map(each => `SuccessfulCreate: Created pod: ${each.metadata.name}`)
    expect(cluster.eventsOf('agent').sort()).toEqual(names.sort())
  })

  it('follows a node that joins, and one that leaves', async () => {
    cluster = await testCluster()
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    cluster.nodes.add('node3')
    await cluster.settle()
    expect(onNodes()).toEqual(['node1', 'node2', 'node3'])
    cluster.nodes.remove('node3')
    await cluster.pass(2000)
    expect(onNodes()).toEqual(['node1', 'node2'])
    expect(status()).toMatchObject({ desiredNumberScheduled: 2, numberReady: 2 })
  })

  it('replaces a pod that is deleted, by one of another name', async () => {
    cluster = await testCluster()
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    const [lost] = cluster.pods()
    cluster.client.delete(pods, 'default', lost!.metadata.name)
    await cluster.settle()
    expect(onNodes()).toEqual(['node1', 'node2'])
    expect(cluster.pods().map(pod => pod.metadata.uid)).not.toContain(lost!.metadata.uid)
  })

  it('runs on labelled nodes only once it has a node selector', async () => {
    cluster = await testCluster()
    cluster.client.create(
      daemonSets,
      agent('prom/node-exporter', { nodeSelector: { 'kubernetes.io/hostname': 'node1' } })
    )
    await cluster.settle()
    expect(onNodes()).toEqual(['node1'])
    cluster.client.patch(daemonSets, 'default', 'agent', {
      spec: { template: { spec: { nodeSelector: { disk: 'ssd', 'kubernetes.io/hostname': null } } } }
    })
    await cluster.settle()
    expect(onNodes()).toEqual([])
    cluster.client.patch(nodes, undefined, 'node2', { metadata: { labels: { disk: 'ssd' } } })
    await cluster.settle()
    expect(onNodes()).toEqual(['node2'])
  })

  it('updates one node after the other, and numbers its revisions as a rollback expects', async () => {
    cluster = await testCluster({ nodes: 3, timeline: { ...zeroTimeline, start: 100, stop: 100 } })
    cluster.client.create(daemonSets, agent())
    await cluster.pass(1000, 50)
    setImage('prom/node-exporter:v1.8.2')
    let fewest = 3
    for (let step = 0; step < 40; step += 1) {
      await cluster.pass(50, 50)
      fewest = Math.min(fewest, status()?.numberAvailable ?? 0)
    }
    expect(fewest).toBe(2)
    expect(cluster.pods().map(pod => pod.spec.containers[0]?.image)).toEqual(Array(3).fill('prom/node-exporter:v1.8.2'))
    expect(status()).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 })
    const [first, second] = revisions()
    expect([first?.[0], second?.[0]]).toEqual([1, 2])

    // What `kubectl rollout undo` sends: the data of a revision, as it is.
    const old = cluster.client.list<ControllerRevision>(controllerRevisions).find(each => each.revision === 1)
    const { spec } = structuredClone(old?.data) as { spec: { template: { $patch?: string } } }
    delete spec.template.$patch
    const current = cluster.client.get<DaemonSet>(daemonSets, 'default', 'agent')!
    cluster.client.update(daemonSets, { ...current, spec: { ...current.spec, ...spec } })
    await cluster.pass(3000, 50)
    expect(cluster.pods().map(pod => pod.spec.containers[0]?.image)).toEqual(Array(3).fill('prom/node-exporter'))
    expect(revisions()).toEqual([
      [2, second?.[1]],
      [3, first?.[1]]
    ])
  })

  it('keeps a revision as the text that clients compare', async () => {
    cluster = await testCluster({ nodes: 0 })
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    const [revision] = cluster.client.list<ControllerRevision>(controllerRevisions)
    const text = JSON.stringify(revision?.data)
    expect(
      text.startsWith(
        '{"spec":{"template":{"$patch":"replace","metadata":{"creationTimestamp":null,"labels":{"app":"agent"}},"spec":{'
      )
    ).toBe(true)
  })

  it('loses no more than one node to an image that does not exist', async () => {
    cluster = await testCluster({ nodes: 3 })
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    setImage('prom/node-exporter:v9.9.9')
    await cluster.pass(60_000)
    expect(status()).toMatchObject({ numberAvailable: 2, numberUnavailable: 1, updatedNumberScheduled: 1 })
    const broken = cluster.pods().find(pod => pod.spec.containers[0]?.image?.endsWith('v9.9.9'))
    expect(broken?.status?.containerStatuses?.[0]?.state.waiting?.reason).toBe('ImagePullBackOff')
    setImage('prom/node-exporter')
    await cluster.pass(5000)
    expect(status()).toMatchObject({ numberAvailable: 3, updatedNumberScheduled: 3 })
  })

  it('leaves old pods alone with OnDelete', async () => {
    cluster = await testCluster()
    cluster.client.create(daemonSets, agent('prom/node-exporter', {}, { updateStrategy: { type: 'OnDelete' } }))
    await cluster.settle()
    const before = cluster.pods().map(pod => pod.metadata.uid)
    setImage('prom/node-exporter:v1.8.2')
    await cluster.pass(5000)
    expect(cluster.pods().map(pod => pod.metadata.uid)).toEqual(before)
    expect(status()).not.toHaveProperty('updatedNumberScheduled')
    cluster.client.delete(pods, 'default', cluster.pods()[0]!.metadata.name)
    await cluster.settle()
    expect(status()).toMatchObject({ updatedNumberScheduled: 1 })
  })

  it('never leaves a node without a ready pod when it may surge', async () => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
    cluster = await testCluster({ timeline: { ...zeroTimeline, start: 100, stop: 100 } })
    cluster.client.create(daemonSets, agent('prom/node-exporter', {}, { updateStrategy }))
    await cluster.pass(1000, 50)
    setImage('prom/node-exporter:v1.8.2')
    let most = 0
    for (let step = 0; step < 30; step += 1) {
      await cluster.pass(50, 50)
      expect(status()?.numberAvailable).toBe(2)
      most = Math.max(most, cluster.pods().filter(pod => pod.metadata.deletionTimestamp === undefined).length)
    }
    expect(most).toBe(3)
    expect(cluster.pods()).toHaveLength(2)
    expect(status()).toMatchObject({ updatedNumberScheduled: 2 })
  })

  it('replaces failed pods, ever more slowly', async () => {
    cluster = await testCluster({ nodes: 1 })
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    const fail = (): void => {
      const pod = cluster.pods()[0]!
      cluster.client.updateStatus(pods, { ...pod, status: { ...pod.status, phase: 'Failed' } })
    }
    const first = cluster.pods()[0]!.metadata.uid
    fail()
    await cluster.settle()
    const second = cluster.pods()[0]!.metadata.uid
    expect(second).not.toBe(first)
    fail()
    await cluster.settle()
    expect(cluster.pods()[0]!.metadata.uid).toBe(second)
    await cluster.pass(1000, 100)
    expect(cluster.pods()[0]!.metadata.uid).not.toBe(second)
    expect(
      cluster
        .eventsOf('agent')
        .filter(event => event.startsWith('FailedDaemonPod: Found failed daemon pod default/agent-'))
    ).toHaveLength(2)
  })

  it('adopts pods that were orphaned, and creates none', async () => {
    cluster = await testCluster()
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    const before = cluster.pods().map(pod => pod.metadata.uid)
    cluster.client.delete(daemonSets, 'default', 'agent', { propagationPolicy: 'Orphan' })
    await cluster.settle()
    expect(cluster.client.get(daemonSets, 'default', 'agent')).toBeUndefined()
    expect(cluster.pods().map(pod => pod.metadata.ownerReferences)).toEqual([undefined, undefined])
    cluster.client.create(daemonSets, agent())
    await cluster.settle()
    expect(cluster.pods().map(pod => pod.metadata.uid)).toEqual(before)
    expect(cluster.pods().every(pod => pod.metadata.ownerReferences?.length === 1)).toBe(true)
  })
})
