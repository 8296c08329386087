/** The subresource `proxy` of nodes, pods and services: what `kubectl proxy` and `kubectl get --raw` reach by it. */
import type { ServerResponse } from 'node:http'
import { addressOf } from '../../controllers/runtime/nodes.ts'
import type { Node, Pod, Service, ServicePort } from '../../controllers/types/core.ts'
import { readRequest, sendAnswer } from '../../network/http-connection.ts'
import type { PodAnswer } from '../../network/exchange.ts'
import type { Reached } from '../../network/network.ts'
import { ApiError, badRequest, notServed } from '../status.ts'
import { sendJson, sendText } from './answer.ts'
import type { Containers } from './containers.ts'
import type { ResourceRequest } from './resources.ts'

/** Where the API server asks from. */
const apiServer = { address: '172.18.0.1', node: undefined }
const kubeletPort = 10250

/** `[SCHEME:]NAME[:PORT]` (utilnet.SplitSchemeNamePort). */
interface Named {
  readonly scheme: string
  readonly name: string
  readonly port: string
}

function namedBy(id: string): Named {
  const [, scheme = '', name, port = ''] = /^(?:(https?|):)?([^:]+)(?::([^:]*))?$/.exec(id) ?? []
  if (name === undefined) throw badRequest(`invalid proxy request "${id}"`)
  return { scheme, name, port }
}

/** Answers `…/proxy/PATH` (pkg/registry/core/{node,pod,service} and apimachinery/pkg/util/proxy, v1.35). */
export async function serveProxy(call: ResourceRequest, id: string): Promise<void> {
  const { request, response, target } = call
  const containers = call.containers
  if (containers === undefined) throw notServed('pods with containers here')
  const prefix = prefixOf(request.url ?? '/')
  const rest = (request.url ?? '/').slice(prefix.length)
  if (!rest.startsWith('/')) {
    response.setHeader('location', `${prefix}/${rest}`)
    sendText(response, 301, '', 'text/plain; charset=utf-8')
    return
  }
  const named = namedBy(id)
  if (target.info.resource === 'nodes' && (named.port === '' || Number(named.port) === kubeletPort)) {
    serveKubelet(call, named.name, containers, rest)
    return
  }
  const reached = reach(call, named, containers)
  if (reached.kind !== 'connected') throw unreachable(`dial tcp ${reached.address}: connect: ${words[reached.kind]}`)
  if (named.scheme === 'https') throw unreachable('tls: first record does not look like a TLS handshake')
  const read = await readRequest(request, rest)
  if (read === undefined) throw new ApiError(413, 'RequestEntityTooLarge', 'the request is too large')
  const { authorization: _token, ...headers } = read.headers
  const forwarded = { ...headers, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-uri': request.url ?? '' }
  const answer = reached.request({ ...read, headers: forwarded }, call.registry.clock.now())
  if (answer === undefined) throw unreachable('EOF')
  send(response, answer, prefix)
}

const words = {
  refused: 'connection refused',
  'no-route': 'no route to host',
  'timed-out': 'connection timed out',
  elsewhere: 'no route to host',
  'unknown-name': 'no such host'
}

function unreachable(why: string): ApiError {
  return new ApiError(503, 'ServiceUnavailable', `error trying to reach service: ${why}`)
}

/** All of a request's path up to `proxy`. */
function prefixOf(url: string): string {
  return /^.*?\/(?:nodes|pods|services)\/[^/]+\/proxy(?=[/?]|$)/.exec(url)?.[0] ?? url
}

/** A path on the server that it redirects to is one below the proxy's. */
function send(response: ServerResponse, answer: PodAnswer, prefix: string): void {
  const location = answer.headers['location']
  const path = location === undefined ? undefined : location.replace(/^https?:\/\/[^/]*/, '')
  sendAnswer(
    response,
    path === undefined ? answer : { ...answer, headers: { ...answer.headers, location: prefix + path } }
  )
}

/** @returns with the port behind its address, for sentences. */
function reach(call: ResourceRequest, named: Named, containers: Containers): Reached {
  const { registry, target } = call
  const { info, namespace } = target
  const object = registry.get(info, namespace, named.name)
  if (info.resource === 'nodes') {
    const address = addressOf(object as Node, 'InternalIP') ?? ''
    return withPort(containers.network.connect(apiServer, 'default', address, Number(named.port)), Number(named.port))
  }
  if (info.resource === 'pods') {
    const pod = object as Pod
    const first = pod.spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort
    const port = named.port === '' ? (first ?? 80) : Number(named.port)
    if (!Number.isInteger(port)) throw badRequest(`invalid port "${named.port}" of the pod ${named.name}`)
    if ((pod.status?.podIP ?? '') === '') throw badRequest('pod IP is empty')
    return withPort(containers.network.connectPod(pod, port, apiServer.address), port)
  }
  const service = object as Service
  const port = servicePort(service, named)
  const [backend] = containers.network.backends(service, port)
  if (backend === undefined)
    throw new ApiError(503, 'ServiceUnavailable', `no endpoints available for service "${named.name}"`)
  return withPort(containers.network.connect(apiServer, 'default', backend.address, backend.port), backend.port)
}

function servicePort({ spec }: Service, { name, port }: Named): ServicePort {
  const ports = spec.ports ?? []
  const found = port === '' ? ports[0] : ports.find(each => each.name === port || String(each.port) === port)
  if (found !== undefined) return found
  throw new ApiError(503, 'ServiceUnavailable', `no service port "${port}" found for service "${name}"`)
}

function withPort(reached: Reached, port: number): Reached {
  return reached.kind === 'connected' ? reached : { ...reached, address: `${reached.address}:${port}` }
}

/** The few paths of the kubelet itself that people look at. */
function serveKubelet(
  { registry, response, target }: ResourceRequest,
  name: string,
  containers: Containers,
  rest: string
): void {
  const node = registry.get(target.info, undefined, name) as Node
  const address = addressOf(node, 'InternalIP') ?? ''
  if (!containers.network.answers(name))
    throw unreachable(`dial tcp ${address}:${kubeletPort}: connect: no route to host`)
  const path = rest.replace(/\?.*$/, '')
  if (path === '/healthz') sendText(response, 200, 'ok', 'text/plain; charset=utf-8')
  else if (path === '/pods' || path === '/runningpods/') {
    const all = registry.store.list({ group: '', resource: 'pods' }) as unknown as Pod[]
    sendJson(response, 200, {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: {},
      items: all.filter(pod => pod.spec.nodeName === name)
    })
  } else sendText(response, 404, '404 page not found\n', 'text/plain; charset=utf-8')
}
