import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { isReady } from '../../../src/sandbox/controllers/runtime/pods.ts'
import { pods } from '../../../src/sandbox/controllers/runtime/resources.ts'
import type { Pod } from '../../../src/sandbox/controllers/types/core.ts'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'
import { clientsBeside, startKubectl, type LastingKubectl } from './clients.ts'
import { pod, service, workload } from './objects.ts'

let cluster: TestSandbox
let running: LastingKubectl | undefined

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 1, timeline: zeroTimeline })
  const items = [
    workload('Deployment', 'web', { image: 'nginx' }),
    service('web', 'web', { ports: [{ name: 'http', port: 8080, targetPort: 80 }] }),
    service('none', 'nobody', { ports: [{ port: 80 }] }),
    workload('DaemonSet', 'agents', { image: 'prom/node-exporter', ports: [{ containerPort: 9100, hostPort: 9100 }] }),
    pod('passing', { image: 'nginx' })
  ]
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  expect(await cluster.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ exit: 0 })
  const ready = (): Pod[] => cluster.client.list<Pod>(pods).filter(isReady)
  await vi.waitFor(() => expect(ready()).toHaveLength(3), { timeout: 20_000, interval: 50 })
})
afterEach(async () => {
  await running?.end()
  running = undefined
})
afterAll(() => cluster.close())

async function forward(what: string, port: number, kubectl?: string): Promise<string> {
  running = startKubectl(cluster, ['port-forward', what, `:${port}`], kubectl)
  const [, local = ''] = await running.written(/Forwarding from 127\.0\.0\.1:(\d+) -> /)
  return `http://127.0.0.1:${local}`
}

describe.each(['kubectl', ...clientsBeside()])('%s port-forward', kubectl => {
  it('leads to the pod behind a Service, also several connections at once', async () => {
    const url = await forward('service/web', 8080, kubectl)
    const pages = await Promise.all(['/', '/index.html', '/nothing'].map(path => fetch(url + path)))
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 404])
    expect(await pages[0]?.text()).toContain('Welcome to nginx!')
    expect(await (await fetch(url)).text()).toContain('Welcome to nginx!')
  })

  it('says that nothing listens', async () => {
    const url = await forward('deployment/web', 81, kubectl)
    await expect(fetch(url)).rejects.toThrow()
    await running?.written(
      /an error occurred forwarding \d+ -> 81: .*dial tcp4 127\.0\.0\.1:81: connect: connection refused/
    )
  })
})

describe('a port-forward', () => {
  it('takes a large body in both directions', async () => {
    const url = await forward('pod/passing', 80)
    const { status } = await fetch(url, { method: 'POST', body: 'x'.repeat(3_000_000) })
    expect(status).toBe(405)
  })

  it('ends with its pod', async () => {
    const url = await forward('pod/passing', 80)
    expect((await fetch(url)).status).toBe(200)
    expect(await cluster.kubectl(['delete', 'pod', 'passing', '--now'])).toMatchObject({ exit: 0 })
    await running?.written(/lost connection to pod/)
  })
})

describe('kubectl proxy', () => {
  const get = async (path: string): Promise<{ status: number; text: string }> => {
    running ??= startKubectl(cluster, ['proxy', '--port=0'])
    const [, port = ''] = await running.written(/Starting to serve on 127\.0\.0\.1:(\d+)/)
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: answer.status, text: await answer.text() }
  }
  const space = '/api/v1/namespaces/default'

  it('serves the API, and what is behind Services, pods and nodes', async () => {
    const [agent] = cluster.client.list<Pod>(pods, { selector: { matchLabels: { app: 'agents' } } })
    const name = agent?.metadata.name ?? ''
    expect((await get('/version')).text).toContain('v1.35')
    for (const id of ['web', 'web:8080', 'web:http', 'http:web:8080'])
      expect((await get(`${space}/services/${id}/proxy/`)).text).toContain('Welcome to nginx!')
    expect(await get(`${space}/services/web/proxy/nothing?x=1`)).toMatchObject({ status: 404 })
    // Without the slash at its end it leads there.
    expect((await get(`${space}/services/web/proxy`)).text).toContain('Welcome to nginx!')
    for (const path of [`${space}/pods/${name}/proxy/metrics`, `${space}/pods/${name}:9100/proxy/metrics`])
      expect((await get(path)).text).toContain('nodename="node1"')
    expect((await get('/api/v1/nodes/node1:9100/proxy/metrics')).text).toContain('nodename="node1"')
    expect(await get('/api/v1/nodes/node1/proxy/healthz')).toEqual({ status: 200, text: 'ok' })
    expect((await get('/api/v1/nodes/node1/proxy/pods')).text).toContain(name)
  })

  it.each([
    [
      'a Service without ready pods',
      `${space}/services/none/proxy/`,
      503,
      'no endpoints available for service \\"none\\"'
    ],
    [
      'a port that the Service has not',
      `${space}/services/web:9/proxy/`,
      503,
      'no service port \\"9\\" found for service \\"web\\"'
    ],
    ['no such Service', `${space}/services/nowhere/proxy/`, 404, 'services \\"nowhere\\" not found'],
    ['TLS', `${space}/services/https:web:8080/proxy/`, 503, 'does not look like a TLS handshake'],
    ['a closed port of a node', '/api/v1/nodes/node1:9101/proxy/', 503, ':9101: connect: connection refused'],
    ['an unknown path of the kubelet', '/api/v1/nodes/node1/proxy/nothing', 404, '404 page not found']
  ])('says what is wrong with %s', async (_what, path, status, sentence) => {
    expect(await get(path)).toMatchObject({ status, text: expect.stringContaining(sentence) as string })
  })

  it('is for those who may', async () => {
    const refused = await cluster.kubectl(['get', '--raw', `${space}/services/web/proxy/`, '--as', 'somebody'])
    expect(refused.stderr).toContain('User "somebody" cannot get resource "services/proxy"')
  })
})
