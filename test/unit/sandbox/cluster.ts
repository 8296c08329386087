import { createClient } from '../../../src/sandbox/api/client.ts'
import { createRegistry } from '../../../src/sandbox/api/registry.ts'
import type { Client } from '../../../src/sandbox/client.ts'
import { startControllers, type RunningControllers } from '../../../src/sandbox/controllers/index.ts'
import * as resources from '../../../src/sandbox/controllers/runtime/resources.ts'
import type { Event, Node, Pod } from '../../../src/sandbox/controllers/types/core.ts'
import { startNodes, type SandboxNodes } from '../../../src/sandbox/nodes/nodes.ts'
import { zeroTimeline, type Timeline } from '../../../src/sandbox/nodes/timeline.ts'
import type { KubeObject } from '../../../src/sandbox/object.ts'
import { loadSchema } from '../../../src/sandbox/schema/schema.ts'
import { openStore, type Store } from '../../../src/sandbox/store/store.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'

/** A whole sandbox without its HTTP server, on a clock that stands still until told. */
export interface TestCluster {
  readonly client: Client
  readonly clock: FakeClock
  readonly nodes: SandboxNodes
  readonly running: RunningControllers
  readonly store: Store
  /** Errors of syncs: bugs, which no test may leave behind. */
  readonly errors: unknown[]
  /** Lets everything happen that happens without time passing. */
  settle(): Promise<void>
  /** Lets time pass in steps, with everything that comes of it. */
  pass(milliseconds: number, step?: number): Promise<void>
  pods(selector?: Record<string, string>): readonly Pod[]
  /** `reason: message` of the events about an object, in the order in which they were first told. */
  eventsOf(name: string): string[]
  stop(): void
}

export interface TestClusterOptions {
  readonly nodes?: number
  readonly timeline?: Timeline
  readonly store?: Store
  readonly rootCertificate?: string
}

export async function testCluster({
  nodes = 2,
  timeline = zeroTimeline,
  store = openStore(),
  rootCertificate
}: TestClusterOptions = {}) {
  const clock = fakeClock()
  const registry = createRegistry({ store, schema: loadSchema(), clock })
  const { schema } = registry
  const client = createClient(registry)
  for (const name of ['default', 'kube-system', 'kube-node-lease']) {
    if (client.get(resources.namespaces, undefined, name) !== undefined) continue
    client.create(resources.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  }
  const errors: unknown[] = []
  const running = startControllers(client, clock, { schema, rootCertificate, onError: error => errors.push(error) })
  const sandboxNodes = startNodes(running.context, { version: 'v1.35.2', timeline })
  for (let number = 1; number <= nodes; number += 1) {
    if (client.get<Node>(resources.nodes, undefined, `node${number}`) === undefined) sandboxNodes.add(`node${number}`)
  }
  async function settle(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      await running.context.loop.idle()
      clock.pass(0)
    }
  }
  const cluster: TestCluster = {
    client,
    clock,
    nodes: sandboxNodes,
    running,
    store,
    errors,
    settle,
    async pass(milliseconds, step = 1000) {
      for (let left = milliseconds; left > 0; left -= step) {
        clock.pass(Math.min(step, left))
        await settle()
      }
    },
    pods: selector =>
      client.list<Pod>(resources.pods, selector === undefined ? {} : { selector: { matchLabels: selector } }),
    eventsOf: name =>
      client
        .list<Event>(resources.events)
        .filter(event => event.involvedObject.name === name)
        .sort((a, b) => (suffix(a) < suffix(b) ? -1 : 1))
        .map(event => `${event.reason ?? ''}: ${event.message ?? ''}`),
    stop() {
      sandboxNodes.stop()
      running.stop()
    }
  }
  await settle()
  return cluster
}

/** The time in an event's name, which tells the order of those within one second. */
function suffix(event: Event): string {
  return event.metadata.name.slice(event.metadata.name.lastIndexOf('.') + 1)
}

/** A manifest as it would be applied, with the metadata that every object needs. */
export function manifest(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Record<string, unknown>,
  metadata: Partial<KubeObject['metadata']> = {}
): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'default', ...metadata }, ...fields }
}

/** A pod template with one container. */
export function template(image: string, labels: Record<string, string>, spec: Record<string, unknown> = {}): object {
  return { metadata: { labels }, spec: { containers: [{ name: 'main', image }], ...spec } }
}
