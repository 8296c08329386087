import { afterEach, describe, expect, it } from 'vitest'
import * as resources from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { Endpoints, Event, Namespace, Node } from '../../../../src/sandbox/controllers/types/core.ts'
import type { EndpointSlice } from '../../../../src/sandbox/controllers/services/slices.ts'
import { zeroTimeline } from '../../../../src/sandbox/nodes/timeline.ts'
import type { KubeObject } from '../../../../src/sandbox/object.ts'
import { manifest, template, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

const labels = { app: 'web' }

function pod(name: string, spec: Record<string, unknown> = {}, metadata = {}): ReturnType<typeof manifest> {
  return manifest(
    'v1',
    'Pod',
    name,
    { spec: { containers: [{ name: 'main', image: 'nginx' }], ...spec } },
    { labels, ...metadata }
  )
}

const {
  configMaps,
  endpoints,
  endpointSlices,
  events,
  namespaces,
  nodes,
  pods,
  replicaSets,
  serviceAccounts,
  services
} = resources

describe('endpoints of a Service', () => {
  const named = { containers: [{ name: 'main', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }] }
  const service = (spec: Record<string, unknown>): ReturnType<typeof manifest> =>
    manifest('v1', 'Service', 'web', { spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }], ...spec } })
  const subsets = (): Endpoints['subsets'] => cluster.client.get<Endpoints>(endpoints, 'default', 'web')?.subsets

  it('are its ready pods, with named ports as numbers', async () => {
    cluster = await testCluster()
    cluster.client.create(services, service({ clusterIP: '10.96.0.9' }))
    cluster.client.create(pods, pod('a', named))
    cluster.client.create(pods, pod('b', named))
    await cluster.settle()
    const ips = cluster.pods().map(each => each.status?.podIP)
    expect(subsets()?.[0]?.addresses?.map(({ ip }) => ip)).toEqual(ips)
    expect(subsets()?.[0]?.ports).toEqual([{ port: 8080, protocol: 'TCP' }])
    const [slice] = cluster.client.list<EndpointSlice>(endpointSlices)
    expect(slice?.metadata.labels?.['kubernetes.io/service-name']).toBe('web')
    expect(slice?.endpoints?.map(each => each.addresses[0])).toEqual(ips)
    cluster.client.delete(pods, 'default', 'a')
    await cluster.settle()
    expect(subsets()?.[0]?.addresses).toHaveLength(1)
  })

  it('tell of pods that are not ready apart, unless these are to be published', async () => {
    cluster = await testCluster()
    const unready = { containers: [{ name: 'main', image: 'nginx', readinessProbe: { httpGet: { port: 81 } } }] }
    cluster.client.create(services, service({ ports: [{ port: 80 }] }))
    cluster.client.create(pods, pod('a', unready))
    await cluster.settle()
    expect(subsets()?.[0]).toMatchObject({ notReadyAddresses: [{ targetRef: { name: 'a' } }] })
    cluster.client.patch(services, 'default', 'web', { spec: { publishNotReadyAddresses: true } })
    await cluster.settle()
    expect(subsets()?.[0]).toMatchObject({ addresses: [{ targetRef: { name: 'a' } }] })
  })

  it('of a headless Service without ports are addresses alone', async () => {
    cluster = await testCluster()
    cluster.client.create(services, service({ clusterIP: 'None', ports: [] }))
    cluster.client.create(pods, pod('a'))
    await cluster.settle()
    expect(subsets()?.[0]?.addresses).toHaveLength(1)
    expect(subsets()?.[0]?.ports).toBeUndefined()
  })

  it('go with the Service', async () => {
    cluster = await testCluster()
    cluster.client.create(services, service({}))
    await cluster.settle()
    cluster.client.delete(services, 'default', 'web')
    await cluster.settle()
    expect(cluster.client.get(endpoints, 'default', 'web')).toBeUndefined()
    expect(cluster.client.list(endpointSlices)).toEqual([])
  })
})

describe('the garbage collector', () => {
  const owned = (name: string, owners: { name: string; uid: string; block?: boolean }[]): ReturnType<typeof manifest> =>
    manifest(
      'v1',
      'ConfigMap',
      name,
      {},
      {
        ownerReferences: owners.map(({ name: owner, uid, block = false }) => ({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: owner,
          uid,
          blockOwnerDeletion: block
        }))
      }
    )
  const make = (
    name: string,
    owners: { name: string; uid: string; block?: boolean }[] = []
  ): { name: string; uid: string } => {
    const created = cluster.client.create(configMaps, owned(name, owners))
    return { name, uid: created.metadata.uid ?? '' }
  }
  const left = (): string[] => cluster.client.list(configMaps, { namespace: 'default' }).map(each => each.metadata.name)

  it('deletes what has lost all of its owners, and only that', async () => {
    cluster = await testCluster()
    const [a, b] = [make('a'), make('b')]
    make('of-a', [a])
    make('of-both', [a, b])
    make('of-nobody', [{ name: 'never', uid: 'never-was' }])
    cluster.client.delete(configMaps, 'default', 'a')
    await cluster.settle()
    expect(left()).toEqual(['b', 'of-both'])
    expect(cluster.client.get(configMaps, 'default', 'of-both')?.metadata.ownerReferences).toHaveLength(1)
  })

  it('keeps the owner in the foreground until its dependents are gone', async () => {
    cluster = await testCluster({ timeline: { ...zeroTimeline, stop: 500 } })
    const a = make('a')
    const dependent = pod(
      'dependent',
      {},
      { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', ...a, blockOwnerDeletion: true }] }
    )
    cluster.client.create(pods, dependent)
    await cluster.settle()
    cluster.client.delete(configMaps, 'default', 'a', { propagationPolicy: 'Foreground' })
    await cluster.pass(200, 50)
    expect(left()).toEqual(['a'])
    expect(cluster.pods()[0]?.metadata.deletionTimestamp).toBeDefined()
    await cluster.pass(1000, 50)
    expect([...left(), ...cluster.pods()]).toEqual([])
  })

  it('is not blocked by a circle', async () => {
    cluster = await testCluster()
    const a = make('a')
    const b = make('b', [{ ...a, block: true }])
    cluster.client.patch(configMaps, 'default', 'a', {
      metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', ...b, blockOwnerDeletion: true }] }
    })
    await cluster.settle()
    expect(left()).toEqual(['a', 'b'])
    cluster.client.delete(configMaps, 'default', 'a', { propagationPolicy: 'Foreground' })
    await cluster.settle()
    expect(left()).toEqual([])
  })

  it('spares a dependent that has another owner, when the first waits in the foreground', async () => {
    cluster = await testCluster()
    const [a, b] = [make('a'), make('b')]
    make('shared', [{ ...a, block: true }, b])
    cluster.client.delete(configMaps, 'default', 'a', { propagationPolicy: 'Foreground' })
    await cluster.settle()
    expect(left()).toEqual(['b', 'shared'])
  })
})

describe('service accounts', () => {
  const token = (secret: string): KubeObject =>
    manifest(
      'v1',
      'Secret',
      secret,
      { type: 'kubernetes.io/service-account-token' },
      { annotations: { 'kubernetes.io/service-account.name': 'default' } }
    )
  const data = (name: string): unknown => cluster.client.get(resources.secrets, 'default', name)?.['data']

  it('have a secret with a token, and fill those that are made for them', async () => {
    cluster = await testCluster({ nodes: 0 })
    const account = cluster.client.get(serviceAccounts, 'default', 'default')
    const [own] = account?.['secrets'] as { name: string }[]
    expect(own?.name).toMatch(/^default-token-/)
    expect(data(own!.name)).toMatchObject({
      namespace: Buffer.from('default').toString('base64'),
      token: expect.any(String)
    })
    cluster.client.create(resources.secrets, token('mine'))
    await cluster.settle()
    expect(data('mine')).toHaveProperty('token')
  })

  it('take their secrets along', async () => {
    cluster = await testCluster({ nodes: 0 })
    cluster.client.create(serviceAccounts, manifest('v1', 'ServiceAccount', 'robot', {}))
    await cluster.settle()
    cluster.client.delete(serviceAccounts, 'default', 'robot')
    await cluster.settle()
    const names = cluster.client.list(resources.secrets, { namespace: 'default' }).map(({ metadata }) => metadata.name)
    expect(names.filter(name => name.startsWith('robot'))).toEqual([])
  })
})

describe('namespaces', () => {
  it('carry the certificate of the API server', async () => {
    cluster = await testCluster({ nodes: 0, rootCertificate: 'PEM' })
    expect(cluster.client.get(configMaps, 'default', 'kube-root-ca.crt')).toMatchObject({ data: { 'ca.crt': 'PEM' } })
    cluster.client.delete(configMaps, 'default', 'kube-root-ca.crt')
    await cluster.settle()
    expect(cluster.client.get(configMaps, 'default', 'kube-root-ca.crt')).toBeDefined()
  })

  it('get a service account, and empty themselves before they go', async () => {
    cluster = await testCluster()
    cluster.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } })
    await cluster.settle()
    expect(cluster.client.get(serviceAccounts, 'lab', 'default')).toBeDefined()
    cluster.client.create(
      configMaps,
      manifest('v1', 'ConfigMap', 'kept', {}, { namespace: 'lab', finalizers: ['example.com/keep'] })
    )
    const spec = { replicas: 2, selector: { matchLabels: labels }, template: template('nginx', labels) }
    cluster.client.create(replicaSets, manifest('apps/v1', 'ReplicaSet', 'web', { spec }, { namespace: 'lab' }))
    await cluster.settle()
    cluster.client.delete(namespaces, undefined, 'lab')
    await cluster.pass(2000)
    const namespace = cluster.client.get<Namespace>(namespaces, undefined, 'lab')
    expect(namespace?.status?.conditions?.find(({ type }) => type === 'NamespaceFinalizersRemaining')?.message).toBe(
      'Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances'
    )
    cluster.client.patch(configMaps, 'lab', 'kept', { metadata: { finalizers: null } })
    await cluster.settle()
    expect(cluster.client.get(namespaces, undefined, 'lab')).toBeUndefined()
    expect(cluster.client.list(replicaSets)).toEqual([])
  })
})

describe('the life of nodes', () => {
  const ready = (name: string): string | undefined =>
    cluster.client.get<Node>(nodes, undefined, name)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status
  const taints = (name: string): string[] =>
    (cluster.client.get<Node>(nodes, undefined, name)?.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`)

  it('loses a node without power, evicts its pods in time, and takes it back', async () => {
    cluster = await testCluster()
    const tolerations = [
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }
    ]
    cluster.client.create(pods, pod('web', { nodeName: 'node2', tolerations }))
    await cluster.pass(60_000, 5000)
    expect(ready('node2')).toBe('True')
    cluster.nodes.powerOff('node2')
    await cluster.pass(60_000, 5000)
    expect([ready('node1'), ready('node2')]).toEqual(['True', 'Unknown'])
    expect(taints('node2')).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute'
    ])
    expect(cluster.pods()[0]?.metadata.deletionTimestamp).toBeUndefined()
    await cluster.pass(300_000, 5000)
    expect(cluster.pods()[0]?.metadata.deletionTimestamp).toBeDefined()
    cluster.nodes.powerOn('node2')
    await cluster.pass(5000)
    expect(ready('node2')).toBe('True')
    expect(taints('node2')).toEqual([])
    expect(cluster.pods()).toEqual([])
  })

  it('taints a cordoned node, and evicts at once what does not tolerate a NoExecute', async () => {
    cluster = await testCluster()
    cluster.client.create(pods, pod('web', { nodeName: 'node1' }))
    cluster.client.patch(nodes, undefined, 'node1', { spec: { unschedulable: true } })
    await cluster.settle()
    expect(taints('node1')).toEqual(['node.kubernetes.io/unschedulable:NoSchedule'])
    expect(cluster.pods()).toHaveLength(1)
    cluster.client.patch(nodes, undefined, 'node1', {
      spec: { unschedulable: null, taints: [{ key: 'out', effect: 'NoExecute' }] }
    })
    await cluster.settle()
    expect(cluster.pods()).toEqual([])
    expect(taints('node1')).toEqual(['out:NoExecute'])
  })
})

describe('events', () => {
  const recorded = async (messages: string[]): Promise<{ message: string; count: number }[]> => {
    cluster = await testCluster({ nodes: 0 })
    const about = cluster.client.create(configMaps, manifest('v1', 'ConfigMap', 'about', {}))
    for (const message of messages) cluster.running.context.recorder('test').event(about, 'Normal', 'Told', message)
    return cluster.client.list<Event>(events).map(({ message = '', count = 0 }) => ({ message, count }))
  }

  it('are counted when they are the same', async () => {
    expect(await recorded(['a', 'b', 'a', 'a'])).toEqual([
      { message: 'a', count: 3 },
      { message: 'b', count: 1 }
    ])
  })

  it('are combined when many are similar, and dropped when they are too many', async () => {
    const told = await recorded(Array.from({ length: 40 }, (_each, index) => `m${index}`))
    expect(told).toHaveLength(10)
    expect(told.at(-1)).toEqual({ message: '(combined from similar events): m24', count: 16 })
  })

  it('go an hour after they were last told', async () => {
    cluster = await testCluster({ nodes: 1 })
    expect(cluster.eventsOf('node1').length).toBeGreaterThan(0)
    await cluster.pass(50 * 60_000, 60_000)
    expect(cluster.eventsOf('node1').length).toBeGreaterThan(0)
    await cluster.pass(20 * 60_000, 60_000)
    expect(cluster.eventsOf('node1')).toEqual([])
  })
})
