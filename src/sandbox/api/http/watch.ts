import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import type { StoreEvent } from '../../store/store.ts'
import { textOf } from '../../store/text.ts'
import { convertOut, storageOf } from '../conversion.ts'
import type { Registry } from '../registry.ts'
import type { Selection } from '../selection.ts'
import { expired } from '../status.ts'
import { tableWriter, type IncludeObject } from '../tables/table.ts'
import { partialText } from './list.ts'
import { checkNotAhead, type ListOptions } from './list-options.ts'
import type { Representation } from './media-types.ts'

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'

const bookmarkInterval = 60_000
/** A client that does not read is cut off before it costs more memory than this, in bytes. */
const mostUnread = 32 << 20

export interface WatchRequest {
  readonly registry: Registry
  readonly info: ResourceInfo
  readonly namespace: string | undefined
  readonly selection: Selection
  readonly options: ListOptions
  readonly representation: Representation
  readonly include: IncludeObject
}

/**
 * Answers a watch: what is there first when no resourceVersion is given, then every change as one line of JSON, until
 * the time is up or the client goes (apiserver/pkg/endpoints/handlers/watch.go and storage/cacher, v1.35).
 *
 * @returns a function that ends the watch, for the end of the server.
 */
export function serveWatch(request: IncomingMessage, response: ServerResponse, watch: WatchRequest): () => void {
  const { registry, info, selection, options } = watch
  const { store } = registry
  const write = eventWriter(watch)
  const { resourceVersion: from, bookmarks, sendInitialEvents } = options
  const seconds = options.timeoutSeconds || 1800 + Math.random() * 1800
  checkNotAhead(from, store.revision)

  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' })
  response.flushHeaders()
  let unsent: Buffer[] = []
  /** What happens in one turn of the event loop goes out at once: with many watchers each packet costs. */
  const flush = (): void => {
    if (unsent.length === 0 || response.destroyed) return
    if (response.writableLength > mostUnread) response.destroy()
    else response.write(unsent.length === 1 ? unsent[0] : Buffer.concat(unsent))
    unsent = []
  }
  const send = (line: Buffer): void => {
    if (unsent.length === 0) setImmediate(flush)
    unsent.push(line)
  }
  const bookmark = (annotations?: Record<string, string>): void => {
    const metadata = { name: '', resourceVersion: String(store.revision), creationTimestamp: null, annotations }
    const apiVersion = info.group ? `${info.group}/${info.version}` : info.version
    send(write('BOOKMARK', { kind: info.kind, apiVersion, metadata } as unknown as KubeObject))
  }

  if (sendInitialEvents ?? (from === '' || from === '0')) {
    for (const object of registry.list(info, watch.namespace))
      if (selection.matches(object)) send(write('ADDED', object))
    if (sendInitialEvents && bookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' })
  } else if (from !== '' && from !== '0') {
    const missed = store.since(storageOf(info), Number(from))
    if (missed === 'expired') {
      const { status } = expired(`too old resource version: ${from} (${store.revision})`)
      response.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`)
      return () => undefined
    }
    for (const event of missed) pass(event)
  }

  function pass(event: StoreEvent): void {
    if (watch.namespace !== undefined && event.object.metadata.namespace !== watch.namespace) return
    const object = convertOut(info, event.object)
    const before = event.previous && selection.matches(convertOut(info, event.previous))
    const now = event.type !== 'DELETED' && selection.matches(object)
    if (now) send(write(before ? 'MODIFIED' : 'ADDED', object))
    else if (before) send(write('DELETED', event.type === 'DELETED' ? object : lastSelected(event, info)))
  }

  const unsubscribe = store.subscribe(storageOf(info), pass)
  const timer = bookmarks ? setInterval(bookmark, bookmarkInterval) : undefined
  timer?.unref()
  const end = setTimeout(() => {
    if (bookmarks) bookmark()
    flush()
    response.end()
  }, seconds * 1000)
  end.unref()
  const stop = (): void => {
    unsubscribe()
    clearInterval(timer)
    clearTimeout(end)
  }
  response.on('close', stop)
  request.on('close', stop)
  return () => {
    stop()
    flush()
    response.end()
  }
}

/** An object that left the selection is told as deleted in its last state that was selected. */
function lastSelected({ previous, object, revision }: StoreEvent, info: ResourceInfo): KubeObject {
  const last = convertOut(info, previous ?? object)
  return { ...last, metadata: { ...last.metadata, resourceVersion: String(revision) } }
}

let latest: { readonly type: EventType; readonly object: KubeObject; readonly line: Buffer } | undefined

/** The bytes of an event, made once for all who watch the same objects: they are told one after the other. */
function sharedLine(type: EventType, object: KubeObject): Buffer {
  if (latest?.object === object && latest.type === type) return latest.line
  const line = Buffer.from(`{"type":"${type}","object":${textOf(object)}}\n`)
  latest = { type, object, line }
  return line
}

/** Gives the line for an event; a Table carries its column definitions with the first event only. */
function eventWriter({ registry, info, include, representation }: WatchRequest) {
  if (representation.as === 'Table') {
    const table = tableWriter(registry, info, representation.version, include)
    let first = true
    return (type: EventType, object: KubeObject): Buffer => {
      // A bookmark is no object that a row could tell of.
      const rows = type === 'BOOKMARK' ? [] : [object]
      const text = table.write(rows, { resourceVersion: object.metadata.resourceVersion }, first)
      first = false
      return Buffer.from(`{"type":"${type}","object":${text}}\n`)
    }
  }
  return (type: EventType, object: KubeObject): Buffer => {
    if (representation.as === 'object' && type !== 'BOOKMARK') return sharedLine(type, object)
    const text = representation.as === 'object' ? textOf(object) : partialText(object, representation.version)
    return Buffer.from(`{"type":"${type}","object":${text}}\n`)
  }
}
