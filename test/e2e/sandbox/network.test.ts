import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isReady } from '../../../src/sandbox/controllers/runtime/pods.ts'
import { endpointSlices, pods } from '../../../src/sandbox/controllers/runtime/resources.ts'
import type { EndpointSlice } from '../../../src/sandbox/controllers/services/slices.ts'
import type { Pod } from '../../../src/sandbox/controllers/types/core.ts'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'
import { pod, script, service, workload } from './objects.ts'
import { curl, throughProxy, type Proxied } from './proxied.ts'

const hasCurl = spawnSync('curl', ['--version']).status === 0

let cluster: TestSandbox

const exporter = { image: 'prom/node-exporter:v1.8.2', ports: [{ containerPort: 9100, hostPort: 9100 }] }
const nginx = { image: 'nginx:1.29.3' }

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 2, timeline: zeroTimeline })
  await apply(
    workload('DaemonSet', 'agents', exporter),
    service('agents', 'agents', { clusterIP: 'None', ports: [{ port: 9100 }] }),
    workload('DaemonSet', 'shares', { image: 'httpd', ports: [{ containerPort: 80 }] }, { hostNetwork: true }),
    workload('Deployment', 'web', nginx),
    service('door', 'web', { type: 'NodePort', ports: [{ port: 8080, targetPort: 80, nodePort: 30080 }] }),
    service('none', 'nobody', { ports: [{ port: 80 }] }),
    pod('unready', { ...nginx, readinessProbe: { exec: { command: ['false'] } } }, {}, { app: 'unready' }),
    service('unready', 'unready', { ports: [{ port: 80 }] }),
    service('published', 'unready', { publishNotReadyAddresses: true, ports: [{ port: 80 }] }),
    pod('client', script('sleep 36000')),
    pod('cache', { image: 'redis' })
  )
  await cluster.kubectl(['scale', 'deployment', 'web', '--replicas=3'])
  await vi.waitFor(() => expect(list().filter(isReady)).toHaveLength(9), { timeout: 20_000, interval: 50 })
})
afterAll(() => cluster.close())

async function apply(...objects: object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
  expect(await cluster.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ exit: 0 })
}

const list = (app?: string): readonly Pod[] =>
  cluster.client.list<Pod>(pods, app === undefined ? {} : { selector: { matchLabels: { app } } })
const addressOf = (name: string): string =>
  cluster.client.get<Pod>(pods, 'default', name)?.status?.podIP ?? `no pod ${name}`
const nodeAddress = (name: string): string =>
  (
    cluster.client.get({ group: '', resource: 'nodes' }, undefined, name) as {
      status?: { addresses: { address: string }[] }
    }
  ).status?.addresses[0]?.address ?? ''
const ask = (url: string, options?: Parameters<typeof throughProxy>[2]): Promise<Proxied> =>
  throughProxy(cluster.proxy['http_proxy'] ?? '', url, options)
const logsOf = async (name: string): Promise<string> => (await cluster.kubectl(['logs', name])).stdout

describe('what the proxy of a sandbox reaches', () => {
  it('is a host port of each node, with the metrics of that node', async () => {
    for (const node of ['node1', 'node2']) {
      const { status, headers, body } = await ask(`http://${nodeAddress(node)}:9100/metrics`)
      expect(status).toBe(200)
      expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
      expect(body).toContain(`nodename="${node}"`)
      expect(body).toContain('node_memory_MemTotal_bytes 8.589934592e+09\n')
      expect(body).toMatch(/^node_cpu_seconds_total\{cpu="3",mode="idle"\} \d/m)
    }
    expect((await ask('http://node1:9100/nothing')).status).toBe(404)
  })

  it('is a port of a pod in the network of its node', async () => {
    expect((await ask(`http://${nodeAddress('node2')}/`)).body).toContain('It works!')
  })

  it('is a node port of any node, behind which all ready pods take their turns', async () => {
    const web = list('web')
    for (let count = 0; count < 6; count += 1) {
      const { status, body } = await ask(`http://${nodeAddress('node1')}:30080/turn`)
      expect(status).toBe(404)
      expect(body).toContain('nginx/1.29.3')
    }
    for (const { metadata } of web) {
      const lines = (await logsOf(metadata.name)).split('\n').filter(line => line.includes('"GET /turn HTTP/1.1" 404'))
      expect(lines).toHaveLength(2)
      // The node passed it on.
      expect(lines[0]?.startsWith(`${nodeAddress('node1')} - - [`)).toBe(true)
    }
  })

  it.each([
    'door',
    'door.default',
    'door.default.svc',
    'door.default.svc.cluster.local',
    'DOOR.default.svc.cluster.local.'
  ])('is the Service %s by its name', async name =>
    expect((await ask(`http://${name}:8080/`)).body).toContain('Welcome to nginx!')
  )

  it('is a cluster address, a pod, and a pod behind a headless Service', async () => {
    const address = cluster.client.get({ group: '', resource: 'services' }, 'default', 'door') as unknown as {
      spec: { clusterIP: string }
    }
    expect((await ask(`http://${address.spec.clusterIP}:8080/`)).status).toBe(200)
    const [agent] = list('agents')
    const own = agent?.status?.podIP ?? ''
    expect((await ask(`http://${own}:9100/metrics`)).body).toContain(`nodename="${agent?.spec.nodeName ?? ''}"`)
    const dashed = own.replaceAll('.', '-')
    for (const name of [`${dashed}.agents`, `${dashed}.default.pod.cluster.local`])
      expect((await ask(`http://${name}:9100/metrics`)).body).toContain(`nodename="${agent?.spec.nodeName ?? ''}"`)
  })

  it('is a pod that is not ready only where its Service wants that', async () => {
    expect(await ask('http://unready/')).toMatchObject({ status: 502, reason: 'Connection refused' })
    expect((await ask('http://published/')).status).toBe(200)
    expect((await ask(`http://${addressOf('unready')}/`)).status).toBe(200)
  })

  it('is what a page in a container says', async () => {
    const [web] = list('web')
    const name = web?.metadata.name ?? ''
    const command = ['exec', name, '--', 'sh', '-c', 'echo mine > /usr/share/nginx/html/mine.txt']
    expect(await cluster.kubectl(command)).toMatchObject({ exit: 0 })
    expect(await ask(`http://${addressOf(name)}/mine.txt`)).toMatchObject({ status: 200, body: 'mine\n' })
  })
})

describe('what no pod serves', () => {
  it.each<[what: string, url: () => string, status: number, body: RegExp]>([
    [
      'a port of a node',
      () => `http://${nodeAddress('node1')}:9101/`,
      502,
      /^Connection refused: no pod and no Service .* port 9101 of node1\.\n$/
    ],
    [
      'a port of a pod',
      () => `http://${addressOf('unready')}:81/`,
      502,
      /^Connection refused: the pod unready does not listen on port 81, only on 80\.\n$/
    ],
    [
      'a pod that only sleeps',
      () => `http://${addressOf('client')}/`,
      502,
      /^Connection refused: the pod client does not listen on port 80\.\n$/
    ],
    [
      'a Service without pods',
      () => 'http://none/',
      502,
      /^Connection refused: no pod behind the Service default\/none is ready to answer\.\n$/
    ],
    [
      'a port of a Service',
      () => 'http://door/',
      502,
      /^Connection refused: the Service default\/door has no port 80, only 8080\.\n$/
    ],
    [
      'an address of nobody',
      () => 'http://10.244.9.9/',
      504,
      /^Connection timed out: no node, pod or Service .* 10\.244\.9\.9\.\n$/
    ],
    ['a name of nobody', () => 'http://nowhere.default/', 403, /^Not of this cluster/],
    [
      'a short name of nobody',
      () => 'http://nowhere/',
      502,
      /^Could not resolve host: the cluster has no Service, pod or node named nowhere\.\n$/
    ],
    [
      'another protocol',
      () => `http://${addressOf('cache')}:6379/`,
      502,
      /^Empty reply from server: the pod cache closed/
    ]
  ])('%s', async (_what, url, status, body) => {
    const answer = await ask(url())
    expect(answer).toMatchObject({ status, body: expect.stringMatching(body) as string })
    expect(answer.headers['proxy-status']).toMatch(/^kubewalk-sandbox; error=\w+$/)
  })

  it.each([
    'http://example.com/',
    'http://192.0.2.1/',
    'http://127.0.0.1:80/',
    'http://localhost/',
    'http://169.254.169.254/latest'
  ])('of other places is not forwarded: %s', async url =>
    expect(await ask(url)).toMatchObject({ status: 403, reason: 'Not of this cluster' })
  )

  it('is a node without power', async () => {
    const address = nodeAddress('node2')
    const door = list('agents').find(({ spec }) => spec.nodeName === 'node2')?.status?.podIP ?? ''
    cluster.sandbox.nodes.powerOff('node2')
    try {
      for (const host of [address, door])
        expect(await ask(`http://${host}:9100/metrics`)).toMatchObject({ status: 502, reason: 'No route to host' })
    } finally {
      cluster.sandbox.nodes.powerOn('node2')
    }
  })

  it('is anything, for who has not the token', async () => {
    const { port } = new URL(cluster.proxy['http_proxy'] ?? '')
    for (const proxy of [`http://127.0.0.1:${port}`, `http://kubewalk:${'0'.repeat(32)}@127.0.0.1:${port}`])
      expect(await throughProxy(proxy, 'http://door:8080/')).toMatchObject({ status: 407 })
    expect(await throughProxy(`http://127.0.0.1:${port}`, 'http://127.0.0.1/')).toMatchObject({ status: 407 })
  })
})

describe.skipIf(!hasCurl)('the real curl', () => {
  it('takes the way of http_proxy', async () => {
    const url = `http://${nodeAddress('node1')}:9100/metrics`
    expect(await curl(['-s', url], cluster.proxy)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('nodename="node1"') as string
    })
    expect(await curl(['-sp', 'http://door:8080/'], cluster.proxy)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Welcome to nginx!') as string
    })
  })

  it('says why there is no answer', async () => {
    const closed = `http://${nodeAddress('node1')}:9101/`
    expect(await curl(['-s', closed], cluster.proxy)).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^Connection refused: /) as string
    })
    expect(await curl(['-sSf', closed], cluster.proxy)).toMatchObject({
      exit: 22,
      stderr: expect.stringContaining('502') as string
    })
    expect(await curl(['-sSp', closed], cluster.proxy)).toMatchObject({
      exit: 56,
      stderr: expect.stringContaining('502') as string
    })
    expect(await curl(['-sSp', `http://${addressOf('cache')}:6379/`], cluster.proxy)).toMatchObject({ exit: 52 })
  })
})

describe('the network from within a pod', () => {
  const within = async (command: string, name = 'client'): Promise<string> => {
    const { stdout, stderr } = await cluster.kubectl(['exec', name, '--', 'sh', '-c', command])
    return stdout + stderr
  }

  it('resolves headless Services to the addresses of all their pods', async () => {
    const addresses = list('agents').map(({ status }) => status?.podIP ?? '')
    const told = await within('nslookup agents')
    expect(told.startsWith('Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n')).toBe(true)
    for (const address of addresses)
      expect(told).toContain(`Name:\tagents.default.svc.cluster.local\nAddress: ${address}\n`)
    expect(told.match(/^Address: /gm)).toHaveLength(2)
    expect(await within('getent hosts door')).toMatch(/^10\.\S+ +door\.default\.svc\.cluster\.local\n$/)
  })

  it('reaches the same servers', async () => {
    const [first] = list('web')
    const told = await within(
      `wget -qO- http://door:8080 | head -n 1; curl -s http://${nodeAddress('node1')}:9100/metrics | grep -c uname; ` +
        `curl -s http://${first?.status?.podIP ?? ''}/from; nc -z door 8080 && echo open; wget http://none; wget http://nowhere; curl -sS localhost`
    )
    expect(told).toContain('<!DOCTYPE html>\n3\n')
    expect(told).toContain('open\n')
    expect(told).toMatch(
      /Connecting to none \(10\.\S+:80\)\nwget: can't connect to remote host \(10\.\S+\): Connection refused\n/
    )
    expect(told).toContain("wget: bad address 'nowhere'\n")
    expect(told).toContain('curl: (7) Failed to connect to localhost port 80 after 0 ms: Could not connect to server\n')
    expect(await logsOf(first?.metadata.name ?? '')).toContain(`${addressOf('client')} - - [`)
  })

  it('follows endpoints that somebody wrote by hand', async () => {
    const [first] = list('web')
    const slice: EndpointSlice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'own-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'own' } },
      addressType: 'IPv4',
      endpoints: [
        { addresses: [first?.status?.podIP ?? ''], conditions: { ready: true, serving: true, terminating: false } }
      ],
      ports: [{ port: 80, protocol: 'TCP' }]
    }
    cluster.client.create(
      { group: '', resource: 'services' },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'own', namespace: 'default' },
        spec: { ports: [{ port: 80 }] }
      }
    )
    cluster.client.create(endpointSlices, slice)
    expect((await ask('http://own/')).status).toBe(200)
  })
})
