import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'

let cluster: TestSandbox

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 1, timeline: zeroTimeline })
})
afterAll(() => cluster.close())

const word = fc.constantFrom('a', 'b', 'c')
const map = fc.dictionary(fc.constantFrom('x', 'y', 'z'), word)

/** Lists that merge by a key, lists that are replaced, maps, fields that come and go. */
const container = fc.record(
  {
    env: fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: word }), { selector: e => e.name }),
    args: fc.array(word, { maxLength: 3 }),
    ports: fc.uniqueArray(fc.record({ containerPort: fc.constantFrom(80, 81, 82) }), {
      selector: port => port.containerPort
    }),
    resources: fc.record({ requests: fc.constantFrom({ cpu: '10m' }, { memory: '1Mi' }, {}) })
  },
  { requiredKeys: [] }
)

const deployment = fc
  .record({
    replicas: fc.nat(2),
    annotations: map,
    containers: fc.dictionary(fc.constantFrom('one', 'two', 'three'), container, { minKeys: 1 }),
    tolerations: fc.uniqueArray(fc.record({ key: word, operator: fc.constant('Exists') }), { selector: t => t.key })
  })
  .map(({ replicas, annotations, containers, tolerations }) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', annotations },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: Object.entries(containers).map(([name, fields]) => ({ name, image: 'nginx', ...fields })),
          tolerations
        }
      }
    }
  }))

interface PodSpec {
  readonly containers: readonly { readonly name: string; readonly env?: unknown[] }[]
  readonly tolerations?: unknown[]
}

test('after any apply over any other, kubectl finds no difference to the manifest', async () => {
  await fc.assert(
    fc.asyncProperty(deployment, fc.boolean(), async (made, onServer) => {
      // One object for each way: what is applied in one way does not know what the other has left.
      const name = onServer ? 'by-server' : 'by-client'
      const manifest = { ...made, metadata: { ...made.metadata, name } }
      const file = ['-f', '-', ...(onServer ? ['--server-side', '--force-conflicts'] : [])]
      const input = JSON.stringify(manifest)
      expect(await cluster.kubectl(['apply', ...file], { input })).toMatchObject({ exit: 0 })
      // While pods come and go their numbers differ between the two looks of a diff.
      const diff = () => cluster.kubectl(['diff', ...file], { input })
      await expect.poll(diff).toMatchObject({ exit: 0, stdout: '' })
      // What the manifest no longer says is gone, and what it says is there, in its order.
      const { stdout } = await cluster.kubectl(['get', 'deployment', name, '-o', 'json'])
      const live = (JSON.parse(stdout) as { spec: { template: { spec: PodSpec } } }).spec.template.spec
      const wanted = manifest.spec.template.spec
      expect(live.containers.map(({ name }) => name)).toEqual(wanted.containers.map(({ name }) => name))
      expect(live.containers.map(({ env = [] }) => env)).toEqual(wanted.containers.map(({ env = [] }) => env))
      expect(live.tolerations ?? []).toEqual(wanted.tolerations)
    }),
    { numRuns: 12, seed: 20261125 }
  )
})
