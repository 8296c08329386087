import https from 'node:https'
import { createClient } from '../../../src/sandbox/api/client.ts'
import { startApiServer } from '../../../src/sandbox/api/http/server.ts'
import { isRecord } from '../../../src/sandbox/api/json.ts'
import { createRegistry } from '../../../src/sandbox/api/registry.ts'
import type { Client } from '../../../src/sandbox/client.ts'
import { makeCertificate } from '../../../src/sandbox/process/certificate.ts'
import { loadSchema } from '../../../src/sandbox/schema/schema.ts'
import type { Schema } from '../../../src/sandbox/schema/types.ts'
import { openStore, type Store } from '../../../src/sandbox/store/store.ts'

/** An answer of the API; `body` is parsed when it is JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly warnings: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
  /** The part of the body at a path, for example `spec.containers.0.name`. */
  readonly at: (path: string) => unknown
}

export interface TestApi {
  readonly client: Client
  readonly store: Store
  readonly schema: Schema
  readonly url: string
  readonly now: { value: number }
  /** @param body is sent as it is when it is a text or bytes, else as JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** The events of a watch, up to the first that `last` says yes to. */
  watch(path: string, last: (event: WatchEvent) => boolean): Promise<WatchEvent[]>
  close(): Promise<void>
}

export interface WatchEvent {
  readonly type: string
  readonly object: Readonly<Record<string, unknown>>
}

/** The API of a cluster without controllers and nodes, over HTTP. */
export async function startTestApi(options: { readonly window?: number } = {}): Promise<TestApi> {
  const now = { value: Date.parse('2024-05-06T07:08:09Z') }
  const clock = { now: () => now.value, after: () => () => undefined }
  const store = openStore(options)
  const registry = createRegistry({ store, schema: loadSchema(), clock })
  const client = createClient(registry)
  client.create(
    { group: '', resource: 'namespaces' },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }
  )
  client.create(
    { group: '', resource: 'serviceaccounts' },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } }
  )
  const tls = await makeCertificate()
  const bugs: unknown[] = []
  const server = await startApiServer({ registry, tls, token: 'token', onBug: bug => bugs.push(bug) })
  const agent = new https.Agent({ keepAlive: true, ca: tls.cert })

  function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const request = https.request(
        `${server.url}${path}`,
        {
          method,
          agent,
          headers: {
            authorization: 'Bearer token',
            'user-agent': 'test/1.0',
            // Node's client frames no body of a DELETE by itself.
            ...(bytes === undefined ? {} : { 'content-length': String(Buffer.byteLength(bytes)) }),
            ...headers
          }
        },
        response => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => resolve(answerOf(response, Buffer.concat(chunks))))
          response.on('error', reject)
        }
      )
      request.on('error', reject)
      request.end(bytes)
    })
  }
  return {
    client,
    store,
    schema: registry.schema,
    url: server.url,
    now,
    send,
    watch: (path, last) =>
      new Promise((resolve, reject) => {
        const events: WatchEvent[] = []
        const headers = { authorization: 'Bearer token', 'user-agent': 'test/1.0' }
        const request = https.get(`${server.url}${path}`, { agent, headers }, response => {
          let text = ''
          response.on('data', (chunk: Buffer) => {
            const lines = (text + chunk.toString()).split('\n')
            text = lines.pop() ?? ''
            for (const line of lines) {
              const event = JSON.parse(line) as WatchEvent
              events.push(event)
              if (!last(event)) continue
              request.destroy()
              resolve(events)
              return
            }
          })
          response.on('end', () => reject(new Error(`the watch ended after ${events.length} events`)))
        })
        request.on('error', reject)
      }),
    async close() {
      agent.destroy()
      await server.close()
      if (bugs.length > 0) throw new AggregateError(bugs, 'the API met bugs')
    }
  }
}

function answerOf(
  { statusCode = 0, headers }: { statusCode?: number; headers: Answer['headers'] },
  bytes: Buffer
): Answer {
  const isJson = String(headers['content-type']).includes('json') && bytes.length > 0
  const lines = String(headers.warning ?? '')
  const body: unknown = isJson && !bytes.includes('\n{') ? JSON.parse(bytes.toString()) : {}
  return {
    status: statusCode,
    headers,
    warnings: [...lines.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1')),
    body: isRecord(body) ? body : {},
    bytes,
    at: path =>
      path.split('.').reduce((value: unknown, key) => (value as Record<string, unknown> | undefined)?.[key], body)
  }
}
