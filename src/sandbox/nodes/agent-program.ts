/** Agents of nodes that push: what they find on their node goes to a collector, a record at a time. */
import type { ImageEntry } from './images.ts'
import type { Shell } from './shell/interpreter.ts'
import type { Fetched, Steps } from './shell/process.ts'

/** Whether an image is such an agent. */
export function isAgent({ name }: ImageEntry): boolean {
  return /\/(fluentd[\w-]*|fluent-bit|filebeat|metricbeat|logstash|vector)$/.test(name)
}

export interface Collector {
  readonly host: string
  readonly port: number
}

/** Milliseconds between two records. */
const interval = 5000

/**
 * Where the environment of an agent leads: `FLUENT_ELASTICSEARCH_HOST` (fluentd's daemon set), `ELASTICSEARCH_HOST` and
 * `ELASTICSEARCH_HOSTS` (Elastic's agents), each with a port of its own or beside it.
 *
 * @returns undefined when it names no collector.
 */
export function collectorOf(variables: ReadonlyMap<string, string>): Collector | undefined {
  const get = (name: string): string | undefined => variables.get(name)
  const given = get('FLUENT_ELASTICSEARCH_HOST') ?? get('ELASTICSEARCH_HOST') ?? get('ELASTICSEARCH_HOSTS')
  const [, host, port] = /^[["'\s]*(?:https?:\/\/)?([^:/"'\],\s]+)(?::(\d+))?/.exec(given ?? '') ?? []
  if (host === undefined) return undefined
  return { host, port: Number(port ?? get('FLUENT_ELASTICSEARCH_PORT') ?? get('ELASTICSEARCH_PORT') ?? 9200) }
}

/** Pushes a record of its node to the index `logs` of the collector, again and again; says when that begins and ceases to work. */
export function* pushRecords({ around }: Shell, image: ImageEntry, target: Collector): Steps<number> {
  const type = image.name.slice(image.name.lastIndexOf('/') + 1)
  let before: string | undefined
  for (let count = 1; ; count += 1) {
    yield { kind: 'sleep', milliseconds: interval }
    const at = new Date(around.now()).toISOString()
    const url = `http://${target.host}:${target.port}`
    const record = {
      '@timestamp': at,
      agent: { type, name: around.hostname },
      host: { name: around.node },
      message: `record ${count} of ${around.node}`
    }
    const got = around.fetch(target.host, target.port, {
      method: 'POST',
      target: '/logs/_doc',
      headers: { host: `${target.host}:${target.port}`, 'content-type': 'application/json', 'user-agent': type },
      body: Buffer.from(JSON.stringify(record), 'utf8').toString('latin1')
    })
    const outcome = outcomeOf(got)
    const line = outcome === undefined ? `connection to ${url} established` : `failed to connect to ${url}: ${outcome}`
    if (line !== before) yield { kind: 'write', stream: 'stderr', text: `${at} ${line}\n` }
    before = line
  }
}

/** @returns why a record was not taken; undefined when it was. */
function outcomeOf(got: Fetched): string | undefined {
  if (got.kind === 'answer') return got.status < 300 ? undefined : `status ${got.status}`
  if (got.kind === 'unknown-name') return 'no such host'
  if (got.kind === 'refused') return `dial tcp ${got.address}: connect: connection refused`
  return got.kind === 'empty' ? 'EOF' : `dial tcp ${got.address}: i/o timeout`
}
