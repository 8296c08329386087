import { request, type IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { failure, success, type Outcome } from '../../failure.ts'
import type { KubernetesObject } from '../kubectl.ts'
import { addressOf, type WatchedList, type WatchEvent } from './events.ts'
import { accessTexts } from '../../texts/texts.ts'

export interface WatchListOptions {
  /** The socket at which `kubectl proxy` serves the API. */
  readonly socket: string
  readonly list: WatchedList
  readonly tell: (event: WatchEvent) => void
  readonly signal: AbortSignal
  /** The first pause before another try, doubled each time up to the longest; for tests. */
  readonly firstPauseMs?: number
}

const longestPauseMs = 30_000
/** A watch that was cut off sooner counts as a failed try. */
const leastLifeMs = 5000

/**
 * Lists, then watches from there, and begins anew when the watch ends, as a reflector does (client-go,
 * tools/cache/reflector.go). An API server ends every watch after a while, and forgets old versions.
 *
 * @returns when the signal aborts.
 */
export async function watchList(options: WatchListOptions): Promise<void> {
  const { list, tell, signal, firstPauseMs = 500 } = options
  let pause = firstPauseMs
  while (!signal.aborted) {
    const listed = await listOnce(options)
    if (isAborted(signal)) return
    const began = performance.now()
    if (listed.ok) {
      tell({ type: 'listed', list, objects: listed.value.objects })
      await follow(options, listed.value.version)
    } else {
      tell({ type: 'lost', list, why: listed.failure.message })
    }
    if (listed.ok && performance.now() - began >= leastLifeMs) {
      pause = firstPauseMs
      continue
    }
    await delay(pause, undefined, { signal, ref: false }).catch(() => undefined)
    pause = Math.min(pause * 2, longestPauseMs)
  }
}

/** Read anew each time: an await lies between. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

async function listOnce(
  options: WatchListOptions
): Promise<Outcome<{ objects: readonly KubernetesObject[]; version: string }>> {
  const answer = await get(options, {})
  if (!answer.ok) return answer
  let text = ''
  try {
    for await (const chunk of answer.value.setEncoding('utf8')) text += String(chunk)
    const { items = [], metadata } = JSON.parse(text) as KubernetesObject
    const { kind } = options.list
    // Within a list objects do not say of what kind they are.
    const objects = items.map(item => ({ ...item, kind }))
    const version = metadata?.resourceVersion
    return success({ objects, version: typeof version === 'string' ? version : '' })
  } catch (error) {
    return failure('bad-input', accessTexts.answerBroken(messageOf(error)))
  }
}

/** Tells every change from a version on; returns when the watch has ended, for whatever reason. */
async function follow(options: WatchListOptions, resourceVersion: string): Promise<void> {
  const answer = await get(options, { watch: 'true', resourceVersion })
  if (!answer.ok) return
  let rest = ''
  try {
    for await (const chunk of answer.value.setEncoding('utf8')) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const event = line.trim() === '' ? undefined : eventOf(options.list, line)
        if (event === 'end') return
        if (event !== undefined) options.tell(event)
      }
    }
  } catch {
    // Cut off in the middle: the next list tells what was missed.
  } finally {
    answer.value.destroy()
  }
}

/** A line of a watch; `end` for an error, such as a version that the server has forgotten (410 Gone). */
function eventOf(list: WatchedList, line: string): WatchEvent | 'end' | undefined {
  const { type, object } = JSON.parse(line) as { type?: string; object?: KubernetesObject }
  if (object === undefined || type === 'ERROR') return 'end'
  if (type === 'DELETED') return { type: 'deleted', list, object }
  return type === 'ADDED' || type === 'MODIFIED' ? { type: 'changed', list, object } : undefined
}

/** Asks for a list; a failure says why the cluster does not tell, in its own words when it has any. */
function get(options: WatchListOptions, query: Readonly<Record<string, string>>): Promise<Outcome<IncomingMessage>> {
  const { socket, list, signal } = options
  return new Promise(resolve => {
    const refuse = (error: unknown): void =>
      resolve(failure('bad-input', accessTexts.clusterSilentBecause(messageOf(error))))
    const call = request(
      { socketPath: socket, path: addressOf(list, query), headers: { host: 'localhost' }, agent: false, signal },
      response => {
        if (response.statusCode === 200) {
          resolve(success(response))
          return
        }
        void reasonOf(response).then(reason => resolve(failure('bad-input', reason)), refuse)
      }
    )
    call.on('error', refuse)
    // Watching must not keep the app alive.
    call.on('socket', connection => connection.unref())
    call.end()
  })
}

async function reasonOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text = (text + String(chunk)).slice(0, 10_000)
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    if (typeof message === 'string') return message
  } catch {
    // Not every refusal is the API's own; a proxy on the way has other words.
  }
  return accessTexts.clusterSilent
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
