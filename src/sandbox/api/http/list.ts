import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import { textOf } from '../../store/text.ts'
import type { Registry } from '../registry.ts'
import type { Selection } from '../selection.ts'
import { convertOut, storageOf } from '../conversion.ts'
import { isRecord } from '../json.ts'
import { badRequest, expired, invalidParameter } from '../status.ts'
import { tableWriter, type IncludeObject } from '../tables/table.ts'
import { checkNotAhead, expiredList, type ListOptions } from './list-options.ts'
import type { Representation } from './media-types.ts'

/** One page of a list: the objects, and where the next page starts. */
export interface Page {
  readonly objects: readonly KubeObject[]
  readonly metadata: Readonly<Record<string, unknown>>
}

/**
 * A list, or one page of it when the client set a limit (apiserver/pkg/storage/etcd3/store.go GetList, v1.35). All
 * pages show the objects as they were when the first one was read. The objects left are counted only where no
 * selector hides some, as in Kubernetes.
 *
 * @throws ApiError 400 for a `continue` that the server did not give out, 410 when its snapshot is too old, 504 for a
 *   version that is still to come.
 */
export function pageOf(
  registry: Registry,
  info: ResourceInfo,
  namespace: string | undefined,
  selection: Selection,
  options: ListOptions
): Page {
  const { store } = registry
  const { limit, match, resourceVersion } = options
  checkNotAhead(resourceVersion, store.revision)
  const token = readToken(options.continue)
  const wanted = token?.revision ?? (match === 'Exact' ? Number(resourceVersion) : undefined)
  const snapshot = wanted === undefined || wanted < 0 ? 'now' : objectsAt(registry, info, namespace, wanted)
  if (snapshot === 'expired') {
    if (token) throw expiredList(tokenText(-1, token.after))
    throw expired(`The resourceVersion for the provided list is too old: ${resourceVersion}`)
  }
  const revision = snapshot === 'now' || wanted === undefined ? store.revision : wanted
  let objects = snapshot === 'now' ? registry.list(info, namespace) : snapshot
  if (token) objects = objects.filter(object => keyOf(object) > token.after)
  if (!selection.everything) objects = objects.filter(object => selection.matches(object))
  const metadata = { resourceVersion: String(revision) }
  if (!(limit > 0) || objects.length <= limit) return { objects, metadata }
  const page = objects.slice(0, limit)
  const last = page.at(-1)
  const next = tokenText(token?.revision === -1 ? -1 : revision, last ? keyOf(last) : '')
  const remaining = selection.everything ? { remainingItemCount: objects.length - limit } : {}
  return { objects: page, metadata: { ...metadata, continue: next, ...remaining } }
}

/** The objects as they were after a revision: those of now, with every later change taken back. */
function objectsAt(
  registry: Registry,
  info: ResourceInfo,
  namespace: string | undefined,
  revision: number
): readonly KubeObject[] | 'expired' {
  const later = registry.store.since(storageOf(info), revision)
  if (later === 'expired') return 'expired'
  if (later.length === 0) return registry.list(info, namespace)
  const objects = new Map(registry.list(info, namespace).map(object => [keyOf(object), object]))
  for (const { object, previous } of later.toReversed()) {
    if (info.namespaced && namespace !== undefined && object.metadata.namespace !== namespace) continue
    if (previous) objects.set(keyOf(object), convertOut(info, previous))
    else objects.delete(keyOf(object))
  }
  return [...objects].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object)
}

/** The order of lists: the store's. */
function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}

interface Token {
  /** The snapshot that the list shows; -1 where it goes on with what is there now. */
  readonly revision: number
  readonly after: string
}

function tokenText(revision: number, after: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after })).toString('base64url')
}

function readToken(text: string): Token | undefined {
  if (text === '') return undefined
  const wrong = text.search(/[^A-Za-z0-9_-]/)
  const isBase64 = wrong < 0 && text.length % 4 !== 1
  if (!isBase64) throw invalidToken(`illegal base64 data at input byte ${wrong < 0 ? text.length - 1 : wrong}`)
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (isRecord(token) && typeof token.rv === 'number' && typeof token.start === 'string')
      return { revision: token.rv, after: token.start }
  } catch {
    // Falls through to the refusal below.
  }
  throw invalidToken('server set an unreadable continue token')
}

function invalidToken(why: string) {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`)
}

/** Writes a list in the shape that the client asked for. */
export function listText(
  registry: Registry,
  info: ResourceInfo,
  page: Page,
  representation: Representation,
  include: IncludeObject
): string {
  if (representation.as === 'Table')
    return tableWriter(registry, info, representation.version, include).write(page.objects, page.metadata)
  const apiVersion = info.group ? `${info.group}/${info.version}` : info.version
  if (representation.as === 'PartialObjectMetadata') {
    const items = page.objects.map(object => partialText(object, representation.version))
    return `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/${representation.version}","metadata":${JSON.stringify(page.metadata)},"items":[${items.join(',')}]}`
  }
  const items = page.objects.map(object => textOf(object)).join(',')
  const kind = info.custom?.listKind ?? `${info.kind}List`
  return `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(page.metadata)},"items":[${items}]}`
}

/** Writes one object in the shape that the client asked for. */
export function objectText(
  registry: Registry,
  info: ResourceInfo,
  object: KubeObject,
  representation: Representation,
  include: IncludeObject
): string {
  if (representation.as === 'PartialObjectMetadata') return partialText(object, representation.version)
  if (representation.as !== 'Table') return textOf(object)
  const { resourceVersion } = object.metadata
  return tableWriter(registry, info, representation.version, include).write([object], { resourceVersion })
}

export function partialText(object: KubeObject, version: string): string {
  return `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":${textOf(object.metadata)}}`
}

export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const wanted = query.get('includeObject')
  if (wanted === null || wanted === '') return 'Metadata'
  if (wanted === 'None' || wanted === 'Metadata' || wanted === 'Object') return wanted
  throw invalidParameter(`includeObject: Unsupported value: "${wanted}"`)
}
