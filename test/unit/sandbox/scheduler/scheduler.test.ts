import { afterEach, describe, expect, it } from 'vitest'
import { events, nodes, pods } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { Event, Pod } from '../../../../src/sandbox/controllers/types/core.ts'
import { manifest, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

function create(name: string, spec: Record<string, unknown> = {}, requests: Record<string, string> = {}): void {
  const containers = [{ name: 'main', image: 'nginx', resources: { requests } }]
  cluster.client.create(pods, manifest('v1', 'Pod', name, { spec: { containers, ...spec } }))
}

const nodeOf = (name: string): string | undefined => cluster.client.get<Pod>(pods, 'default', name)?.spec.nodeName

describe('the scheduler', () => {
  it('spreads pods over the least loaded nodes', async () => {
    cluster = await testCluster({ nodes: 3 })
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) create(name)
    await cluster.settle()
    const counts = new Map<string | undefined, number>()
    for (const pod of cluster.pods()) counts.set(pod.spec.nodeName, (counts.get(pod.spec.nodeName) ?? 0) + 1)
    expect([...counts.values()]).toEqual([2, 2, 2])
    expect(cluster.eventsOf('a')[0]).toBe(`Scheduled: Successfully assigned default/a to ${nodeOf('a') ?? ''}`)
  })

  it('says why a pod fits nowhere, and binds it when a node changes', async () => {
    cluster = await testCluster()
    create('a', { nodeSelector: { disk: 'ssd' } })
    await cluster.settle()
    const message =
      "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
    expect(cluster.pods()[0]?.status?.conditions?.[0]).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message
    })
    expect(cluster.eventsOf('a')).toEqual([`FailedScheduling: ${message}`])
    const [event] = cluster.client.list<Event>(events).filter(each => each.involvedObject.name === 'a')
    expect(event).toMatchObject({ type: 'Warning', reportingComponent: 'default-scheduler' })
    cluster.client.patch(nodes, undefined, 'node2', { metadata: { labels: { disk: 'ssd' } } })
    await cluster.settle()
    expect(nodeOf('a')).toBe('node2')
  })

  it('waits for resources that another pod holds', async () => {
    cluster = await testCluster({ nodes: 1 })
    create('a', {}, { cpu: '3' })
    create('b', {}, { cpu: '2' })
    await cluster.settle()
    expect([nodeOf('a'), nodeOf('b')]).toEqual(['node1', undefined])
    cluster.client.delete(pods, 'default', 'a')
    await cluster.settle()
    expect(nodeOf('b')).toBe('node1')
  })

  it('keeps off cordoned and tainted nodes, and prefers others to softly tainted ones', async () => {
    cluster = await testCluster({ nodes: 3 })
    cluster.client.patch(nodes, undefined, 'node1', { spec: { unschedulable: true } })
    cluster.client.patch(nodes, undefined, 'node2', { spec: { taints: [{ key: 'soft', effect: 'PreferNoSchedule' }] } })
    await cluster.settle()
    create('a')
    create('b')
    await cluster.settle()
    expect([nodeOf('a'), nodeOf('b')]).toEqual(['node3', 'node3'])
  })

  it('leaves pods of other schedulers and gated ones alone', async () => {
    cluster = await testCluster()
    create('a', { schedulerName: 'mine' })
    create('b', { schedulingGates: [{ name: 'example.com/gate' }] })
    await cluster.settle()
    expect([nodeOf('a'), nodeOf('b')]).toEqual([undefined, undefined])
  })

  const labelled = (name: string, labels: Record<string, string>, spec: Record<string, unknown> = {}): void => {
    const fields = { spec: { containers: [{ name: 'main', image: 'nginx' }], ...spec } }
    cluster.client.create(pods, manifest('v1', 'Pod', name, fields, { labels }))
  }
  const term = (app: string): object => ({
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' }
    ]
  })

  it('keeps pods apart that want distance, and others away from them', async () => {
    cluster = await testCluster({ nodes: 2 })
    for (const name of ['a', 'b', 'c']) labelled(name, { app: 'db' }, { affinity: { podAntiAffinity: term('db') } })
    await cluster.settle()
    const placed = ['a', 'b', 'c'].map(nodeOf)
    expect(placed.filter(node => node !== undefined).sort()).toEqual(['node1', 'node2'])
    const waiting = ['a', 'b', 'c'][placed.indexOf(undefined)]!
    expect(cluster.eventsOf(waiting)[0]).toContain(
      "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules."
    )
    labelled('plain', { app: 'db' })
    await cluster.settle()
    expect(cluster.eventsOf('plain')[0]).toContain("2 node(s) didn't satisfy existing pods anti-affinity rules")
  })

  it('brings pods together that want to be near', async () => {
    cluster = await testCluster({ nodes: 3 })
    labelled('client', { app: 'client' }, { affinity: { podAffinity: term('server') } })
    await cluster.settle()
    expect(nodeOf('client')).toBeUndefined()
    expect(cluster.eventsOf('client')[0]).toContain("3 node(s) didn't match pod affinity rules")
    labelled('server', { app: 'server' }, { affinity: { podAffinity: term('server') } })
    await cluster.settle()
    expect(nodeOf('server')).toBeDefined()
    expect(nodeOf('client')).toBe(nodeOf('server'))
  })

  it('spreads evenly what asks for it', async () => {
    cluster = await testCluster({ nodes: 2 })
    cluster.client.patch(nodes, undefined, 'node2', { spec: { unschedulable: true } })
    const constraint = {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } }
    }
    await cluster.settle()
    labelled('a', { app: 'web' }, { topologySpreadConstraints: [constraint] })
    await cluster.settle()
    labelled('b', { app: 'web' }, { topologySpreadConstraints: [constraint] })
    await cluster.settle()
    expect([nodeOf('a'), nodeOf('b')]).toEqual(['node1', undefined])
    expect(cluster.eventsOf('b')[0]).toContain(
      "1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable"
    )
    cluster.client.patch(nodes, undefined, 'node2', { spec: { unschedulable: null } })
    await cluster.settle()
    expect(nodeOf('b')).toBe('node2')
  })
})
