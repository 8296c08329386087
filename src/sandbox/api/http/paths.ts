import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Registry } from '../registry.ts'
import { methodNotAllowed, noSuchPath } from '../status.ts'
import { versionInfo } from '../version.ts'
import { sendJson, sendText } from './answer.ts'

const text = 'text/plain; charset=utf-8'

/** What the health of the sandbox is made of: it answers, and its store takes objects. */
const checks = ['ping', 'etcd']

/** Answers the paths that are about the server itself: `/`, `/version`, health and metrics. */
export function servePath(
  registry: Registry,
  request: IncomingMessage,
  response: ServerResponse,
  segments: readonly string[],
  query: URLSearchParams
): void {
  const [root, ...rest] = segments
  if (!['healthz', 'livez', 'readyz', 'version', 'metrics', undefined].includes(root)) throw noSuchPath()
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed()
  if (root === undefined) sendJson(response, 200, { paths: allPaths() })
  else if (root === 'version' && rest.length === 0) sendJson(response, 200, versionInfo)
  else if (root === 'metrics' && rest.length === 0)
    sendText(response, 200, metrics(registry), 'text/plain; version=0.0.4; charset=utf-8')
  else if (root === 'version' || root === 'metrics') throw noSuchPath()
  else sendText(response, 200, health(root, rest, query), text)
}

function allPaths(): string[] {
  const health = ['healthz', 'livez', 'readyz'].flatMap(root => [
    `/${root}`,
    ...checks.map(check => `/${root}/${check}`)
  ])
  return ['/api', '/api/v1', '/apis', ...health, '/metrics', '/openapi/v2', '/openapi/v3', '/version'].sort()
}

/** apiserver/pkg/server/healthz/healthz.go (v1.35). */
function health(root: string, [check, ...more]: readonly string[], query: URLSearchParams): string {
  if (check !== undefined) {
    if (more.length > 0 || !checks.includes(check)) throw noSuchPath()
    return 'ok'
  }
  if (!query.has('verbose')) return 'ok'
  const excluded = query.getAll('exclude')
  const lines = checks.map(name => (excluded.includes(name) ? `[+]${name} excluded: ok\n` : `[+]${name} ok\n`))
  return `${lines.join('')}${root} check passed\n`
}

/** The few metrics that the sandbox has, under the names that an API server gives them. */
function metrics({ store }: Registry): string {
  const { gitVersion, major, minor } = versionInfo
  const build = `major="${major}",minor="${minor}",git_version="${gitVersion}"`
  const objects = store.resources().map(resource => {
    const name = resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`
    return `apiserver_resource_objects{resource="${name}"} ${store.list(resource).length}`
  })
  return [
    '# TYPE kubernetes_build_info gauge',
    `kubernetes_build_info{${build}} 1`,
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    '# TYPE apiserver_resource_objects gauge',
    ...objects,
    ''
  ].join('\n')
}
