import type { ResourceInfo } from '../../schema/types.ts'
import { noSuchPath } from '../status.ts'
import type { ServedApi } from './served.ts'

/** What a path of the API is about. */
export interface Target {
  readonly info: ResourceInfo
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly subresource: string | undefined
  /** What follows the subresource, for `proxy`. */
  readonly rest: readonly string[]
  /** The old form `/api/v1/watch/…`. */
  readonly watch: boolean
}

const ofNamespaces = ['status', 'finalize']

/**
 * Reads a path below `/api/v1` or `/apis/GROUP/VERSION` (request.RequestInfoFactory of apiserver/pkg/endpoints).
 *
 * @param segments the decoded segments after group and version.
 * @throws ApiError 404 when no such resource is served.
 */
export function targetOf(api: ServedApi, group: string, version: string, segments: readonly string[]): Target {
  const watch = segments[0] === 'watch'
  const parts = watch ? segments.slice(1) : segments
  const inNamespace = parts[0] === 'namespaces' && parts.length >= 3 && !ofNamespaces.includes(parts[2] ?? '')
  const [resource = '', name, subresource, ...rest] = inNamespace ? parts.slice(2) : parts
  const info = api.resource(group, version, resource)
  if (!info || (inNamespace && !info.namespaced)) throw noSuchPath()
  return { info, namespace: inNamespace ? parts[1] : undefined, name, subresource, rest, watch }
}
