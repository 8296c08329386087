import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LiveSchema } from '../custom/live-schema.ts'
import { noSuchPath } from '../status.ts'
import { sendJson } from './answer.ts'
import { parseAccept } from './media-types.ts'
import { servedApi, type ServedApi } from './served.ts'

/** A document that was written out once. */
interface Written {
  readonly contentType: string
  readonly bytes: Buffer
  /** Its name for clients that have kept it (RFC 9110, ETag). */
  readonly tag: string
}

/** Answers `/openapi/v2` and `/openapi/v3`; each document is made when it is first asked for. */
export interface OpenApi {
  serve(request: IncomingMessage, response: ServerResponse, path: readonly string[]): Promise<void>
}

const protobuf2 = 'com.github.proto-openapi.spec.v2'

export function createOpenApi(schema: LiveSchema): OpenApi {
  let written = new Map<string, Promise<Written>>()
  let api = servedApi(schema)

  /** Forgets what was written before a custom resource came or went, save of the groups that it does not concern. */
  function lookAgain(): void {
    const now = servedApi(schema)
    if (now === api) return
    const isKept = (name: string): boolean => [api, now].every(each => !customPaths(each).has(name))
    written = new Map([...written].filter(([name]) => !name.startsWith('v2.') && isKept(name)))
    api = now
  }

  /** Writes a document on the first request for it; the modules that do so load only then. */
  function document(name: string, contentType: string, make: () => Promise<Buffer>): Promise<Written> {
    let known = written.get(name)
    if (!known) {
      known = make().then(bytes => ({
        contentType,
        bytes,
        tag: `"${createHash('sha256').update(bytes).digest('hex')}"`
      }))
      // A failure is a bug, which every request is to see.
      written.set(name, known)
    }
    return known
  }

  async function load() {
    const [documents, { loadDescriptions }] = await Promise.all([
      import('../openapi/documents.ts'),
      import('../openapi/descriptions.ts')
    ])
    return { ...documents, descriptions: await loadDescriptions() }
  }

  async function document2(request: IncomingMessage): Promise<Written> {
    const make = async () => {
      const { document2, descriptions } = await load()
      return document2(schema, api, descriptions)
    }
    const wanted = parseAccept(request.headers.accept).find(({ type }) => /json|protobuf|\*/.test(type))
    if (!wanted?.type.includes('protobuf'))
      return document('v2.json', 'application/json', async () => Buffer.from(JSON.stringify(await make())))
    // Clients ask for `…spec.v2@v1.0+protobuf`; an answer that says so cannot be read by kubectl 1.20, whose parser of
    // media types stops at the `@`.
    return document('v2.protobuf', `application/${protobuf2}.v1.0+protobuf`, async () => {
      const { gnosticDocument } = await import('../openapi/gnostic.ts')
      return gnosticDocument(await make())
    })
  }

  /** `/openapi/v3`: where the document of each group and version lies. */
  function index(): unknown {
    const all = [...api.groups].flatMap(([group, versions]) => versions.map(version => pathOf(group, version)))
    return { paths: Object.fromEntries(all.map(path => [path, { serverRelativeURL: `/openapi/v3/${path}` }])) }
  }

  return {
    async serve(request, response, path) {
      const [version, ...rest] = path
      if (request.method !== 'GET' && request.method !== 'HEAD') throw noSuchPath()
      lookAgain()
      if (version === 'v2' && rest.length === 0) send(request, response, await document2(request))
      else if (version === 'v3' && rest.length === 0) sendJson(response, 200, index())
      else if (version === 'v3') {
        const found = [...api.groups.keys()].find(group =>
          api.groups.get(group)?.some(each => pathOf(group, each) === rest.join('/'))
        )
        if (found === undefined) throw noSuchPath()
        const make = async () => {
          const { document3, descriptions } = await load()
          return Buffer.from(JSON.stringify(document3(schema, api, found, rest.at(-1) ?? '', descriptions)))
        }
        send(request, response, await document(rest.join('/'), 'application/json', make))
      } else throw noSuchPath()
    }
  }
}

/** The paths of the documents that describe custom resources. */
function customPaths({ resources }: ServedApi): Set<string> {
  return new Set(resources.filter(({ custom }) => custom).map(({ group, version }) => pathOf(group, version)))
}

function pathOf(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`
}

function send(request: IncomingMessage, response: ServerResponse, { contentType, bytes, tag }: Written): void {
  if (response.destroyed) return
  const headers = { 'Content-Type': contentType, ETag: tag, Vary: 'Accept', 'Cache-Control': 'no-cache, private' }
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, { ...headers, 'Content-Length': bytes.length })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}
