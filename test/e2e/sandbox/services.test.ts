import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { isReady } from '../../../src/sandbox/controllers/runtime/pods.ts'
import {
  deployments,
  pods,
  serviceAccounts,
  services,
  statefulSets
} from '../../../src/sandbox/controllers/runtime/resources.ts'
import type { Pod, Service } from '../../../src/sandbox/controllers/types/core.ts'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import type { KubeObject } from '../../../src/sandbox/object.ts'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'
import { pod, script, service, workload } from './objects.ts'
import { throughProxy } from './proxied.ts'

let cluster: TestSandbox

/** Says its pod's name. */
const hello = { image: 'gcr.io/google-samples/hello-app:1.0' }

function inNamespace(namespace: string, object: object): KubeObject {
  const given = object as KubeObject
  return { ...given, metadata: { ...given.metadata, namespace } }
}

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 2, timeline: zeroTimeline })
  const { client } = cluster
  for (const name of ['shop', 'other'])
    client.create({ group: '', resource: 'namespaces' }, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  await vi.waitFor(() => expect(client.get(serviceAccounts, 'default', 'default')).toBeDefined(), {
    timeout: 20_000,
    interval: 20
  })
  const web = workload('Deployment', 'web', hello) as KubeObject & { spec: object }
  client.create(deployments, inNamespace('default', { ...web, spec: { ...web.spec, replicas: 3 } }))
  const states = workload('Deployment', 'db', hello) as KubeObject & { spec: object }
  const set = { ...states, kind: 'StatefulSet', spec: { ...states.spec, serviceName: 'db', replicas: 2 } }
  client.create(statefulSets, inNamespace('shop', set))
  client.create(services, inNamespace('shop', service('db', 'db', { clusterIP: 'None', ports: [{ port: 8080 }] })))
  client.create(services, inNamespace('shop', service('only', 'db', { ports: [{ port: 80, targetPort: 8080 }] })))
  for (const space of ['shop', 'other'])
    client.create(services, inNamespace(space, service('twice', 'db', { ports: [{ port: 80, targetPort: 8080 }] })))
  const ports = [{ port: 80, targetPort: 8080 }]
  const made = [
    service('turns', 'web', { ports }),
    service('sticky', 'web', { ports, sessionAffinity: 'ClientIP' }),
    service('local', 'near', {
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ ...ports[0], nodePort: 30400 }]
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'alias' },
      spec: { type: 'ExternalName', externalName: 'only.shop.svc.cluster.local' }
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'away' },
      spec: { type: 'ExternalName', externalName: 'example.com' }
    }
  ]
  for (const each of made) client.create(services, inNamespace('default', each))
  client.create(pods, inNamespace('default', pod('near', hello, { nodeName: 'node1' }, { app: 'near' })))
  client.create(pods, inNamespace('default', pod('old', { image: 'busybox:1.28', command: ['sleep', '36000'] })))
  client.create(
    pods,
    inNamespace('default', pod('waits', script('until nc -z only.shop 80; do sleep 1; done; echo there; sleep 36000')))
  )
  await vi.waitFor(() => expect(client.list<Pod>(pods).filter(isReady)).toHaveLength(8), {
    timeout: 20_000,
    interval: 50
  })
})
afterAll(() => cluster.close())

const ask = async (url: string) => throughProxy(cluster.proxy['http_proxy'] ?? '', url)
/** The pods that answer so many requests, each with how often. */
async function answering(url: string, times: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (let count = 0; count < times; count += 1) {
    const [, name = 'nobody'] = /^Hostname: (.*)$/m.exec((await ask(url)).body) ?? []
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
const node = (name: string): string =>
  cluster.client.get<KubeObject & { status?: { addresses: { address: string }[] } }>(
    { group: '', resource: 'nodes' },
    undefined,
    name
  )?.status?.addresses[0]?.address ?? ''

it('takes ready pods in turn, and the same one for a client with affinity', async () => {
  // Pods are ready a moment before the Service knows of all of them.
  await expect.poll(async () => Object.values(await answering('http://turns/', 6))).toEqual([2, 2, 2])
  expect(Object.values(await answering('http://sticky/', 6))).toEqual([6])
})

it('gives no pod traffic any more that is not ready', async () => {
  const [gone, ...others] = cluster.client.list<Pod>(pods, { selector: { matchLabels: { app: 'web' } } })
  const name = gone?.metadata.name ?? ''
  cluster.client.patch(pods, 'default', name, { metadata: { labels: { app: 'aside' } } })
  await expect.poll(async () => Object.keys(await answering('http://turns/', 6))).not.toContain(name)
  expect(Object.keys(await answering('http://turns/', 9))).toEqual(
    expect.arrayContaining(others.map(({ metadata }) => metadata.name))
  )
})

it('keeps to the pods of a node where the policy says so', async () => {
  expect(await answering(`http://${node('node1')}:30400/`, 2)).toEqual({ near: 2 })
  expect(await ask(`http://${node('node2')}:30400/`)).toMatchObject({
    status: 504,
    body: 'Connection timed out: the Service default/local has no ready pod on node2 itself.\n'
  })
})

it.each([
  ['db-0.db.shop', 'db-0'],
  ['db-1.db.shop.svc', 'db-1'],
  ['db-1.db.shop.svc.cluster.local', 'db-1']
])('knows the pod of a StatefulSet as %s', async (name, host) => {
  expect((await ask(`http://${name}:8080/`)).body).toBe(`Hello, world!\nVersion: 1.0.0\nHostname: ${host}\n`)
})

it('finds a short name in the one namespace that has it, and follows an alias', async () => {
  expect((await ask('http://only/')).body).toContain('Hostname: db-')
  expect((await ask('http://alias/')).body).toContain('Hostname: db-')
  expect((await ask('http://twice/')).body).toBe(
    'Could not resolve host: Services of several namespaces are called twice; say which one: twice.other, twice.shop.\n'
  )
  expect((await ask('http://away/')).status).toBe(502)
})

it('lets a script wait for a Service', async () => {
  await expect.poll(async () => (await cluster.kubectl(['logs', 'waits'])).stdout).toBe('there\n')
})

it('has the nslookup of the image', async () => {
  const told = await cluster.kubectl(['exec', 'old', '--', 'nslookup', 'turns'])
  const { clusterIP = '' } = cluster.client.get<Service>(services, 'default', 'turns')?.spec ?? {}
  expect(told.stdout).toBe(
    'Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n' +
      `Name:      turns\nAddress 1: ${clusterIP} turns.default.svc.cluster.local\n`
  )
  const none = await cluster.kubectl(['exec', 'old', '--', 'nslookup', 'nothing'])
  expect(none).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining("nslookup: can't resolve 'nothing'\n") as string
  })
})

it('is not ready any more when its page is taken away from within', async () => {
  const readinessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1, failureThreshold: 1 }
  const ready = (): boolean => {
    const found = cluster.client.get<Pod>(pods, 'default', 'page')
    return found !== undefined && isReady(found)
  }
  const page = '/usr/share/nginx/html/index.html'
  cluster.client.create(pods, inNamespace('default', pod('page', { image: 'nginx', readinessProbe })))
  await expect.poll(ready).toBe(true)
  await cluster.kubectl(['exec', 'page', '--', 'rm', page])
  await expect.poll(ready).toBe(false)
  await cluster.kubectl(['exec', 'page', '--', 'sh', '-c', `echo again > ${page}`])
  await expect.poll(ready).toBe(true)
  // The kubelet leaves no line in the log, which is for who came to read.
  expect((await cluster.kubectl(['logs', 'page'])).stdout).not.toContain('kube-probe')
})
