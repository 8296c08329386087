import { afterEach, expect, it } from 'vitest'
import { daemonSets, nodes, pods } from '../../../src/sandbox/controllers/runtime/resources.ts'
import type { DaemonSet } from '../../../src/sandbox/controllers/types/apps.ts'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { apiOf } from '../process/api.ts'
import { watchCheck } from '../process/watch-check.ts'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'

// The same at its full size, with times, is `npm run bench:sandbox`.

let cluster: TestSandbox

afterEach(() => cluster.close())

it('brings a DaemonSet to every one of 200 nodes', async () => {
  cluster = await startTestSandbox({ nodes: 200, timeline: zeroTimeline })
  const { client } = cluster
  const labels = { app: 'agent' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'prom/node-exporter' }] } }
  const ready = new Promise<void>(resolve => {
    client.watch<DaemonSet>(daemonSets, (_type, { status }) => {
      if (status?.numberReady === 200 && status.numberAvailable === 200) resolve()
    })
  })
  const metadata = { name: 'agent', namespace: 'default' }
  const spec = { selector: { matchLabels: labels }, template }
  client.create(daemonSets, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec })
  await ready
  const used = client.list(pods).map(pod => (pod['spec'] as { nodeName?: string }).nodeName)
  expect(used.sort()).toEqual(
    client
      .list(nodes)
      .map(node => node.metadata.name)
      .sort()
  )
  const shown = await cluster.kubectl(['get', 'daemonset', 'agent', '--no-headers'])
  expect(shown.stdout).toMatch(/^agent +200 +200 +200 +200 +200 /)
}, 300_000)

it('tells ten watchers of a thousand writes, each once and in order', async () => {
  cluster = await startTestSandbox({ nodes: 1 })
  const { url } = cluster.sandbox.server
  const api = apiOf({ url, token: cluster.token, certificateAuthority: cluster.certificate })
  const configMaps = '/api/v1/namespaces/default/configmaps'
  const { body } = await api.send('GET', configMaps)
  const { resourceVersion } = body['metadata'] as { resourceVersion: string }
  const checks = Array.from({ length: 10 }, watchCheck)
  let seen: () => void = () => undefined
  const all = new Promise<void>(resolve => (seen = resolve))
  const ends: (() => void)[] = []
  for (const check of checks)
    ends.push(
      await api.watch(`${configMaps}?watch=true&resourceVersion=${resourceVersion}`, line => {
        check.take(line)
        if (checks.every(({ count }) => count >= 1000)) seen()
      })
    )
  // Ten writers at once, each on objects of its own, whose writes it counts.
  await Promise.all(
    Array.from({ length: 10 }, async (_each, writer) => {
      for (let write = 0; write < 100; write += 1) {
        const [name, turn] = [`w${writer}-${write % 5}`, Math.floor(write / 5)]
        const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { turn: String(turn) } }
        const { status } =
          turn === 0
            ? await api.send('POST', configMaps, object)
            : await api.send('PUT', `${configMaps}/${name}`, object)
        expect(status).toBe(turn === 0 ? 201 : 200)
      }
    })
  )
  await all
  expect(checks.map(({ count, problems }) => ({ count, problems }))).toEqual(
    checks.map(() => ({ count: 1000, problems: [] }))
  )
  for (const end of ends) end()
  api.close()
}, 300_000)
