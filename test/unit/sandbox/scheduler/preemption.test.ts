import { afterEach, describe, expect, it } from 'vitest'
import { events, nodes, pods, replicaSets } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { Event, Pod } from '../../../../src/sandbox/controllers/types/core.ts'
import { learnersTimeline, zeroTimeline } from '../../../../src/sandbox/nodes/timeline.ts'
import { manifest, template, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

const budgets = { group: 'policy', resource: 'poddisruptionbudgets' }

/** One cluster with the priority classes low, medium and high. */
async function start(count: number, timeline = zeroTimeline): Promise<void> {
  cluster = await testCluster({ nodes: count, timeline })
  for (const [name, value] of Object.entries({ low: 1, medium: 100, high: 1000 })) classOf(name, value)
}

function classOf(name: string, value: number, fields: Record<string, unknown> = {}): void {
  const object = manifest('scheduling.k8s.io/v1', 'PriorityClass', name, { value, ...fields })
  delete object.metadata.namespace
  cluster.client.create({ group: 'scheduling.k8s.io', resource: 'priorityclasses' }, object)
}

function create(
  name: string,
  priorityClassName: string,
  cpu: string,
  spec: Record<string, unknown> = {},
  labels: Record<string, string> = {}
): void {
  const containers = [{ name: 'main', image: 'nginx', resources: { requests: { cpu } } }]
  cluster.client.create(
    pods,
    manifest('v1', 'Pod', name, { spec: { containers, priorityClassName, ...spec } }, { labels })
  )
}

const podOf = (name: string): Pod | undefined => cluster.client.get<Pod>(pods, 'default', name)
const nodeOf = (name: string): string | undefined => podOf(name)?.spec.nodeName
const on = (node: string): Record<string, unknown> => ({ nodeSelector: { 'kubernetes.io/hostname': node } })

describe('preemption', () => {
  it('tells the least important pod to go, with its grace, and gives its place to the one that waits', async () => {
    await start(2, learnersTimeline)
    // A `sleep` does not heed SIGTERM, and takes its whole grace.
    const stubborn = [
      { name: 'main', image: 'busybox', command: ['sleep', '1000'], resources: { requests: { cpu: '3' } } }
    ]
    create('cheap', 'low', '3', { ...on('node1'), containers: stubborn, terminationGracePeriodSeconds: 20 })
    create('dear', 'medium', '3', on('node2'))
    await cluster.pass(10_000)
    create('urgent', 'high', '2')
    await cluster.settle()
    const uid = podOf('urgent')?.metadata.uid ?? ''
    expect(podOf('urgent')?.status?.nominatedNodeName).toBe('node1')
    expect(nodeOf('urgent')).toBeUndefined()
    const going = podOf('cheap')
    expect(going?.metadata.deletionGracePeriodSeconds).toBe(20)
    expect(going?.status?.conditions).toContainEqual(
      expect.objectContaining({
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: 'default-scheduler: preempting to accommodate a higher priority pod'
      })
    )
    expect(cluster.eventsOf('cheap')).toContain(`Preempted: Preempted by pod ${uid} on node node1`)
    const told = cluster.client.list<Event>(events).find(({ reason }) => reason === 'Preempted')
    expect(told).toMatchObject({ type: 'Normal', action: 'Preempting', related: { name: 'urgent', uid } })
    expect(cluster.eventsOf('urgent')).toEqual(['FailedScheduling: 0/2 nodes are available: 2 Insufficient cpu.'])
    await cluster.pass(21_000)
    expect(podOf('cheap')).toBeUndefined()
    expect(nodeOf('urgent')).toBe('node1')
    expect(podOf('urgent')?.status?.nominatedNodeName).toBeUndefined()
    expect(podOf('dear')?.metadata.deletionTimestamp).toBeUndefined()
  })

  it('wakes the pod also when its victim goes at once', async () => {
    await start(1)
    create('cheap', 'low', '3', { terminationGracePeriodSeconds: 0 })
    await cluster.settle()
    create('urgent', 'high', '3')
    await cluster.settle()
    expect([nodeOf('cheap'), nodeOf('urgent')]).toEqual([undefined, 'node1'])
  })

  it('takes no more than needed, and of those the least important and the youngest', async () => {
    await start(1)
    for (const [name, priority] of [
      ['a', 'low'],
      ['b', 'low'],
      ['c', 'medium'],
      ['d', 'low']
    ] as const) {
      create(name, priority, '1')
      await cluster.pass(2000)
    }
    create('urgent', 'high', '2')
    await cluster.pass(60_000)
    expect(['a', 'b', 'c', 'd', 'urgent'].map(nodeOf)).toEqual(['node1', undefined, 'node1', undefined, 'node1'])
  })

  it('keeps the place from those that come meanwhile and are less important', async () => {
    await start(1)
    const set = { replicas: 3, selector: { matchLabels: { app: 'web' } } }
    const spec = {
      priorityClassName: 'low',
      containers: [{ name: 'main', image: 'nginx', resources: { requests: { cpu: '1' } } }]
    }
    cluster.client.create(
      replicaSets,
      manifest('apps/v1', 'ReplicaSet', 'web', { spec: { ...set, template: template('nginx', { app: 'web' }, spec) } })
    )
    await cluster.pass(2000)
    create('urgent', 'high', '3')
    await cluster.pass(60_000)
    expect(nodeOf('urgent')).toBe('node1')
    const web = cluster.pods({ app: 'web' })
    expect(web.map(({ spec: { nodeName } }) => nodeName).sort()).toEqual(['node1', undefined, undefined])
    const waiting = web.find(({ spec: { nodeName } }) => nodeName === undefined)
    expect(cluster.eventsOf(waiting?.metadata.name ?? '').at(-1)).toBe(
      'FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.'
    )
  })

  it('spares pods that a disruption budget keeps, when others will do', async () => {
    await start(2)
    create('guarded', 'low', '3', on('node1'), { app: 'db' })
    create('free', 'medium', '3', on('node2'))
    cluster.client.create(
      budgets,
      manifest('policy/v1', 'PodDisruptionBudget', 'db', {
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'db' } } }
      })
    )
    await cluster.pass(2000)
    create('urgent', 'high', '3')
    await cluster.pass(60_000)
    expect(['guarded', 'free', 'urgent'].map(nodeOf)).toEqual(['node1', undefined, 'node2'])
    // Budgets are a wish: where nothing else is left, the pod has to go.
    create('second', 'high', '3')
    await cluster.pass(60_000)
    expect([nodeOf('guarded'), nodeOf('second')]).toEqual([undefined, 'node1'])
  })

  it('is not for pods whose class says Never', async () => {
    await start(1)
    classOf('polite', 2000, { preemptionPolicy: 'Never' })
    create('cheap', 'low', '3')
    await cluster.settle()
    create('waits', 'polite', '3')
    await cluster.settle()
    expect([nodeOf('cheap'), nodeOf('waits')]).toEqual(['node1', undefined])
    expect(cluster.eventsOf('waits')).toEqual([
      'FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.'
    ])
    // It goes before less important ones all the same.
    create('other', 'medium', '3')
    cluster.client.delete(pods, 'default', 'cheap')
    await cluster.pass(40_000)
    expect([nodeOf('waits'), nodeOf('other')]).toEqual(['node1', undefined])
  })

  it('says why it would not help', async () => {
    await start(2)
    create('cheap', 'low', '3', on('node1'))
    create('equal', 'high', '3', on('node2'))
    await cluster.settle()
    create('huge', 'high', '64')
    create('peer', 'medium', '3', on('node2'))
    await cluster.settle()
    expect(cluster.eventsOf('huge')).toEqual([
      'FailedScheduling: 0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.'
    ])
    expect(cluster.eventsOf('peer')).toEqual([
      "FailedScheduling: 0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling."
    ])
    expect(nodeOf('cheap')).toBe('node1')
  })

  it('asks one node alone for a pod that is meant for it, and makes room there', async () => {
    await start(3)
    create('cheap', 'low', '3', on('node2'))
    await cluster.settle()
    const requirement = { key: 'metadata.name', operator: 'In', values: ['node2'] }
    const terms = { nodeSelectorTerms: [{ matchFields: [requirement] }] }
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } }
    create('same', 'low', '3', { affinity })
    await cluster.settle()
    expect(cluster.eventsOf('same')).toEqual([
      "FailedScheduling: 0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling."
    ])
    create('agent', 'high', '3', { affinity })
    await cluster.pass(40_000)
    expect([nodeOf('cheap'), nodeOf('same'), nodeOf('agent')]).toEqual([undefined, undefined, 'node2'])
  })

  it('frees what was promised when the pod that it was promised to goes', async () => {
    await start(1, learnersTimeline)
    create('cheap', 'low', '3', { terminationGracePeriodSeconds: 30, containers: sleeping('3') })
    await cluster.pass(10_000)
    create('urgent', 'high', '3')
    await cluster.settle()
    create('patient', 'medium', '3')
    await cluster.settle()
    expect(podOf('urgent')?.status?.nominatedNodeName).toBe('node1')
    cluster.client.delete(pods, 'default', 'urgent')
    await cluster.pass(40_000)
    expect(nodeOf('patient')).toBe('node1')
  })

  it('takes a promised place back for a pod that is more important still', async () => {
    await start(1, learnersTimeline)
    create('cheap', 'low', '3', { terminationGracePeriodSeconds: 30, containers: sleeping('3') })
    await cluster.pass(10_000)
    create('first', 'medium', '3')
    await cluster.settle()
    expect(podOf('first')?.status?.nominatedNodeName).toBe('node1')
    create('second', 'high', '3')
    await cluster.settle()
    expect(podOf('second')?.status?.nominatedNodeName).toBe('node1')
    expect(podOf('first')?.status?.nominatedNodeName).toBeUndefined()
    await cluster.pass(40_000)
    expect([nodeOf('first'), nodeOf('second')]).toEqual([undefined, 'node1'])
  })

  it('counts resources of a kind that somebody gave a node', async () => {
    await start(1)
    cluster.client.patch(
      nodes,
      undefined,
      'node1',
      { status: { capacity: { 'example.com/foo': '3', cpu: '99' } } },
      'status'
    )
    const containers = [
      {
        name: 'main',
        image: 'nginx',
        resources: { requests: { 'example.com/foo': '2' }, limits: { 'example.com/foo': '2' } }
      }
    ]
    create('cheap', 'low', '1', { containers })
    await cluster.pass(15_000)
    expect(nodeOf('cheap')).toBe('node1')
    expect(cluster.client.get(nodes, undefined, 'node1')).toMatchObject({
      status: { capacity: { cpu: '4' }, allocatable: { cpu: '4', 'example.com/foo': '3' } }
    })
    create('urgent', 'high', '1', { containers })
    await cluster.pass(40_000)
    expect([nodeOf('cheap'), nodeOf('urgent')]).toEqual([undefined, 'node1'])
  })
})

function sleeping(cpu: string): object[] {
  return [{ name: 'main', image: 'busybox', command: ['sleep', '1000'], resources: { requests: { cpu } } }]
}
