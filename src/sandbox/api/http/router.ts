import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Control } from '../../control/control.ts'
import { administrator, authorize, impersonated, refusalText, type Attributes, type User } from '../authorization.ts'
import type { Registry } from '../registry.ts'
import { ApiError, badRequest, forbidden, noSuchPath } from '../status.ts'
import { sendJson } from './answer.ts'
import { parseBody, readBody } from './body.ts'
import type { Containers } from './containers.ts'
import { aggregatedDiscovery, coreVersions, groupDocument, groupList, resourceList } from './discovery.ts'
import { parseAccept } from './media-types.ts'
import { createOpenApi } from './openapi.ts'
import { servePath } from './paths.ts'
import { isTrue, serveResource } from './resources.ts'
import { servedApi } from './served.ts'
import { serveSubresource } from './subresources.ts'
import { targetOf, type Target } from './target.ts'

export interface RouterOptions {
  readonly registry: Registry
  /** Those that are open, to be ended with the server. */
  readonly watches: Set<() => void>
  /** The bearer token of the administrator, for reviews of tokens. */
  readonly token: string
  /** Answers below `/sandbox`. */
  readonly control?: Control
  /** What runs on the nodes. */
  readonly containers?: () => Containers | undefined
}

/**
 * Leads requests to what answers them, by their path.
 *
 * @returns rejects with an ApiError for what is refused
 */
export function createRouter({
  registry,
  watches,
  token,
  control,
  containers
}: RouterOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const openApi = createOpenApi(registry.schema)
  const userOfToken = (given: string): User | undefined => (given === token ? administrator : undefined)

  async function serveApi(
    request: IncomingMessage,
    response: ServerResponse,
    segments: readonly string[],
    query: URLSearchParams,
    user: User
  ): Promise<void> {
    const [root, ...rest] = segments
    const core = root === 'api'
    const api = servedApi(registry.schema)
    const accept = parseAccept(request.headers.accept)
    if (rest.length === 0) {
      const aggregated = aggregatedDiscovery(api, accept, core)
      if (aggregated) sendJson(response, 200, aggregated.body, aggregated.contentType)
      else sendJson(response, 200, core ? coreVersions(request.headers.host ?? '') : groupList(api))
      return
    }
    const [group = '', version, ...path] = core ? ['', ...rest] : rest
    const versions = api.groups.get(group)
    if (!versions) throw noSuchPath()
    if (version === undefined) {
      sendJson(response, 200, groupDocument(api, group))
      return
    }
    if (!versions.includes(version)) throw noSuchPath()
    if (path.length === 0) {
      sendJson(response, 200, resourceList(api, group, version))
      return
    }
    const target = targetOf(api, group, version, path)
    checkAccess(registry, user, attributesOf(request, target, query))
    const call = { registry, request, response, target, query, watches, user, userOfToken, containers: containers?.() }
    if (target.subresource !== undefined && target.subresource !== 'status') await serveSubresource(call)
    else await serveResource(call)
  }

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'https://sandbox')
    const segments = decodedSegments(url.pathname)
    const user = userOf(request)
    const [root] = segments
    const isResource = (root === 'api' && segments.length > 2) || (root === 'apis' && segments.length > 3)
    if (!isResource) checkAccess(registry, user, { verb: (request.method ?? '').toLowerCase(), path: url.pathname })
    if (root === 'api' || root === 'apis') await serveApi(request, response, segments, url.searchParams, user)
    else if (root === 'sandbox' && control) {
      const body = await parseBody(await readBody(request), request.headers['content-type'])
      sendJson(response, 200, await control(request.method ?? 'GET', segments.slice(1), body.value))
    } else if (root === 'openapi') await openApi.serve(request, response, segments.slice(1))
    else servePath(registry, request, response, segments, url.searchParams)
  }
}

/** The user that a request acts as: the administrator, or whom `kubectl --as` names. */
function userOf({ headers, headersDistinct }: IncomingMessage): User {
  const name = headers['impersonate-user']
  if (typeof name !== 'string' || name === '') return administrator
  const uid = headers['impersonate-uid']
  return impersonated(name, headersDistinct['impersonate-group'] ?? [], typeof uid === 'string' ? uid : undefined)
}

function checkAccess(registry: Registry, user: User, attributes: Attributes): void {
  if (authorize(registry, user, attributes).allowed) return
  const why = refusalText(user, attributes)
  if ('path' in attributes) throw new ApiError(403, 'Forbidden', `forbidden: ${why}`, {})
  throw forbidden({ group: attributes.group, resource: attributes.resource }, attributes.name, why)
}

function attributesOf({ method }: IncomingMessage, target: Target, query: URLSearchParams): Attributes {
  const { info, namespace = '', name = '', subresource = '' } = target
  // A namespace itself is in its own namespace for those who ask (request.RequestInfo).
  const within = info.resource === 'namespaces' && info.group === '' ? name : namespace
  return {
    verb: verbOfRequest(method ?? 'GET', name !== '', target.watch || isTrue(query.get('watch'))),
    group: info.group,
    resource: info.resource,
    subresource,
    namespace: within,
    name
  }
}

function verbOfRequest(method: string, isNamed: boolean, isWatch: boolean): string {
  if (method === 'GET' || method === 'HEAD') return isWatch ? 'watch' : isNamed ? 'get' : 'list'
  if (method === 'DELETE') return isNamed ? 'delete' : 'deletecollection'
  return { POST: 'create', PUT: 'update', PATCH: 'patch' }[method] ?? method.toLowerCase()
}

function decodedSegments(path: string): string[] {
  try {
    return path
      .split('/')
      .filter(part => part !== '')
      .map(decodeURIComponent)
  } catch {
    throw badRequest('the path of the request is not encoded as a URL is')
  }
}
