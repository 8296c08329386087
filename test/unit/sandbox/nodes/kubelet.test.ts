import { afterEach, describe, expect, it } from 'vitest'
import { configMaps, nodes, pods } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { ContainerState, Node, Pod } from '../../../../src/sandbox/controllers/types/core.ts'
import { learnersTimeline, zeroTimeline } from '../../../../src/sandbox/nodes/timeline.ts'
import { openStore } from '../../../../src/sandbox/store/store.ts'
import { manifest, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster

afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

function create(container: Record<string, unknown>, spec: Record<string, unknown> = {}): void {
  const containers = [{ name: 'main', image: 'nginx', ...container }]
  cluster.client.create(pods, manifest('v1', 'Pod', 'p', { spec: { nodeName: 'node1', containers, ...spec } }))
}

const pod = (): Pod | undefined => cluster.client.get<Pod>(pods, 'default', 'p')
const state = (): ContainerState | undefined => pod()?.status?.containerStatuses?.[0]?.state
const conditions = (): Record<string, string> =>
  Object.fromEntries((pod()?.status?.conditions ?? []).map(({ type, status }) => [type, status]))

describe('the life of a pod', () => {
  it('goes from ContainerCreating to ready, with the events of a kubelet', async () => {
    cluster = await testCluster({ timeline: learnersTimeline })
    create({})
    await cluster.settle()
    expect(pod()?.status?.phase).toBe('Pending')
    expect(state()?.waiting?.reason).toBe('ContainerCreating')
    expect(conditions()).toMatchObject({
      PodReadyToStartContainers: 'False',
      Initialized: 'True',
      Ready: 'False',
      ContainersReady: 'False'
    })
    await cluster.pass(200, 20)
    expect(pod()?.status?.podIP).toBe('10.244.0.2')
    expect(state()?.waiting?.reason).toBe('ContainerCreating')
    await cluster.pass(1000, 20)
    expect(pod()?.status).toMatchObject({ phase: 'Running', hostIP: '172.18.0.2', qosClass: 'BestEffort' })
    expect(conditions()).toMatchObject({ PodReadyToStartContainers: 'True', Ready: 'True', ContainersReady: 'True' })
    expect(cluster.eventsOf('p')).toEqual([
      'Pulling: Pulling image "nginx"',
      expect.stringMatching(
        /^Pulled: Successfully pulled image "nginx" in (3[78]\dms) \(\1 including waiting\)\. Image size: 72080558 bytes\.$/
      ),
      'Created: Container created',
      'Started: Container started'
    ])
    cluster.client.delete(pods, 'default', 'p')
    await cluster.settle()
    expect(cluster.eventsOf('p').at(-1)).toBe('Killing: Stopping container main')
    expect(pod()?.status?.phase).toBe('Running')
    await cluster.pass(300, 20)
    expect(pod()).toBeUndefined()
  })

  it('does not pull what the node has', async () => {
    cluster = await testCluster()
    create({})
    await cluster.settle()
    cluster.client.delete(pods, 'default', 'p')
    await cluster.settle()
    create({ imagePullPolicy: 'IfNotPresent' })
    await cluster.settle()
    expect(cluster.eventsOf('p')).toContain(
      'Pulled: Container image "nginx" already present on machine and can be accessed by the pod'
    )
  })

  it('waits ever longer for an image that does not exist, and never becomes ready', async () => {
    cluster = await testCluster()
    create({ image: 'prom/node-exportr' })
    await cluster.settle()
    expect(state()?.waiting?.reason).toBe('ErrImagePull')
    await cluster.pass(3000)
    expect(state()?.waiting?.reason).toBe('ImagePullBackOff')
    expect(state()?.waiting?.message).toContain('Back-off pulling image "prom/node-exportr": ErrImagePull: ')
    const pulls: number[] = []
    for (let second = 3; second < 120; second += 1) {
      const before = cluster.client.list(pods)[0]?.metadata.resourceVersion
      await cluster.pass(1000)
      if (
        cluster.client.list(pods)[0]?.metadata.resourceVersion !== before &&
        state()?.waiting?.reason === 'ErrImagePull'
      )
        pulls.push(second + 1)
    }
    expect(pulls).toEqual([10, 30, 70])
    expect(conditions()['Ready']).toBe('False')
    const reasons = cluster.eventsOf('p').map(event => event.slice(0, event.indexOf(':')))
    expect(reasons).toEqual(['Pulling', 'Failed', 'Failed', 'BackOff', 'Failed'])
  })

  it('refuses a name that is none', async () => {
    cluster = await testCluster()
    create({ image: 'Nginx' })
    await cluster.settle()
    expect(state()?.waiting?.reason).toBe('InvalidImageName')
  })

  it('restarts what ends, at once and then ever more slowly', async () => {
    cluster = await testCluster()
    create({ image: 'busybox', command: ['sh', '-c', 'exit 1'] })
    await cluster.pass(1000, 100)
    expect(state()?.waiting).toMatchObject({ reason: 'CrashLoopBackOff' })
    expect(state()?.waiting?.message).toMatch(/^back-off 10s restarting failed container=main pod=p_default\(/)
    const restarts = (): number | undefined => pod()?.status?.containerStatuses?.[0]?.restartCount
    expect(restarts()).toBe(1)
    await cluster.pass(11_000)
    expect(restarts()).toBe(2)
    expect(pod()?.status?.containerStatuses?.[0]?.lastState.terminated).toMatchObject({ exitCode: 1, reason: 'Error' })
    await cluster.pass(600_000, 5000)
    expect(restarts()).toBeGreaterThanOrEqual(5)
    expect(restarts()).toBeLessThanOrEqual(7)
    expect(pod()?.status?.phase).toBe('Running')
  })

  it('ends with its containers when it is not to restart', async () => {
    cluster = await testCluster()
    create({ image: 'busybox', command: ['sleep', '5'] }, { restartPolicy: 'Never' })
    await cluster.pass(2000)
    expect(pod()?.status?.phase).toBe('Running')
    await cluster.pass(5000)
    expect(pod()?.status?.phase).toBe('Succeeded')
    expect(state()?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' })
  })

  it('runs init containers one after the other before all others', async () => {
    cluster = await testCluster()
    const wait = (name: string): object => ({ name, image: 'busybox', command: ['sleep', '5'] })
    create({}, { initContainers: [wait('one'), wait('two')] })
    await cluster.pass(2000)
    expect(pod()?.status?.initContainerStatuses?.map(each => Object.keys(each.state)[0])).toEqual([
      'running',
      'waiting'
    ])
    expect(state()?.waiting?.reason).toBe('PodInitializing')
    expect(conditions()['Initialized']).toBe('False')
    await cluster.pass(5000)
    expect(pod()?.status?.initContainerStatuses?.map(each => Object.keys(each.state)[0])).toEqual([
      'terminated',
      'running'
    ])
    await cluster.pass(6000)
    expect(pod()?.status?.phase).toBe('Running')
    expect(conditions()).toMatchObject({ Initialized: 'True', Ready: 'True' })
  })

  it('heeds its probes', async () => {
    cluster = await testCluster()
    const readinessProbe = {
      httpGet: { path: '/', port: 80 },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      failureThreshold: 3
    }
    const livenessProbe = { httpGet: { path: '/healthz', port: 8081 }, periodSeconds: 10, failureThreshold: 3 }
    create({ readinessProbe })
    await cluster.pass(9000)
    expect(conditions()['Ready']).toBe('False')
    await cluster.pass(2000)
    expect(conditions()['Ready']).toBe('True')
    cluster.client.delete(pods, 'default', 'p')
    await cluster.settle()
    create({ livenessProbe })
    await cluster.pass(25_000)
    expect(cluster.eventsOf('p')).toContain('Killing: Container main failed liveness probe, will be restarted')
    expect(pod()?.status?.containerStatuses?.[0]?.restartCount).toBe(1)
  })

  it('waits for config maps that it refers to', async () => {
    cluster = await testCluster()
    create({ envFrom: [{ configMapRef: { name: 'settings' } }] })
    await cluster.pass(3000)
    expect(state()?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "settings" not found'
    })
    cluster.client.create(configMaps, manifest('v1', 'ConfigMap', 'settings', { data: { a: 'b' } }))
    await cluster.pass(10_000)
    expect(pod()?.status?.phase).toBe('Running')
  })

  it('is refused by a node that it does not fit', async () => {
    cluster = await testCluster()
    create({ resources: { requests: { memory: '64Gi' } } })
    await cluster.settle()
    expect(pod()?.status).toMatchObject({ phase: 'Failed', reason: 'OutOfmemory' })
    expect(cluster.eventsOf('p')[0]).toMatch(
      /^OutOfmemory: Node didn't have enough resource: memory, requested: 68719476736, used: 0, capacity: 8589934592$/
    )
  })

  it('stops at its deadline', async () => {
    cluster = await testCluster()
    create({}, { activeDeadlineSeconds: 20 })
    await cluster.pass(10_000)
    expect(pod()?.status?.phase).toBe('Running')
    await cluster.pass(15_000)
    expect(pod()?.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' })
  })
})

describe('nodes', () => {
  it('register as a kubelet registers them', async () => {
    cluster = await testCluster()
    const node = cluster.nodes.add('node3', { labels: { disk: 'ssd' }, cpu: '2', memory: '4Gi' })
    expect(node.metadata.labels).toMatchObject({
      'kubernetes.io/hostname': 'node3',
      'kubernetes.io/os': 'linux',
      disk: 'ssd'
    })
    expect(node.status?.addresses).toEqual([
      { type: 'InternalIP', address: '172.18.0.4' },
      { type: 'Hostname', address: 'node3' }
    ])
    expect(node.status?.allocatable).toMatchObject({ cpu: '2', memory: '4194304Ki', pods: '110' })
    expect(node.spec.podCIDR).toBe('10.244.2.0/24')
    expect(cluster.eventsOf('node3')).toContain('NodeReady: Node node3 status is now: NodeReady')
  })

  it('take the addresses of one that left', async () => {
    cluster = await testCluster({ nodes: 3 })
    cluster.nodes.remove('node2')
    await cluster.settle()
    expect(cluster.nodes.add('node4').spec.podCIDR).toBe('10.244.1.0/24')
  })

  it('go on after a restart with the pods that they had', async () => {
    const store = openStore()
    cluster = await testCluster({ store })
    create({})
    await cluster.settle()
    const before = pod()
    cluster.stop()
    cluster = await testCluster({ store })
    expect(pod()?.status).toEqual(before?.status)
    expect(cluster.client.list<Node>(nodes)).toHaveLength(2)
    cluster.client.create(
      pods,
      manifest('v1', 'Pod', 'q', { spec: { nodeName: 'node1', containers: [{ name: 'main', image: 'nginx' }] } })
    )
    await cluster.settle()
    expect(cluster.client.get<Pod>(pods, 'default', 'q')?.status?.podIP).not.toBe(before?.status?.podIP)
    cluster.client.delete(pods, 'default', 'p')
    await cluster.settle()
    expect(pod()).toBeUndefined()
  })

  it('freeze without power', async () => {
    cluster = await testCluster({ timeline: { ...zeroTimeline, stop: 100 } })
    create({})
    await cluster.settle()
    cluster.nodes.powerOff('node1')
    cluster.client.delete(pods, 'default', 'p')
    await cluster.pass(10_000)
    expect(pod()?.metadata.deletionTimestamp).toBeDefined()
    cluster.nodes.powerOn('node1')
    await cluster.pass(1000, 100)
    expect(pod()).toBeUndefined()
  })

  it('start their pods anew when the power comes back', async () => {
    cluster = await testCluster()
    create({})
    await cluster.settle()
    const before = pod()
    cluster.nodes.powerOff('node1')
    await cluster.pass(10_000)
    cluster.nodes.powerOn('node1')
    await cluster.pass(1000)
    expect(pod()?.metadata.uid).toBe(before?.metadata.uid)
    expect(pod()?.status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 255, reason: 'Unknown' } }
    })
    expect(cluster.eventsOf('p')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
    expect(cluster.eventsOf('node1').at(-1)).toMatch(/^Rebooted: Node node1 has been rebooted, boot id: /)
  })
})
