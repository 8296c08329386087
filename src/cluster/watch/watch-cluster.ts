import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterKubectl } from '../kubectl.ts'
import { inClearWords } from '../run-kubectl.ts'
import type { KubectlProcess } from '../start-kubectl.ts'
import { listsFor, type WatchedList, type WatchEvent } from './events.ts'
import { noObjects, reduceObjects, type ClusterObjects } from './objects.ts'
import { watchList } from './watch-list.ts'

/** What is known of a cluster, as it changes. Nothing is asked before somebody listens. */
export interface ClusterWatch {
  /** Replaced when something changed. */
  readonly objects: () => ClusterObjects
  /** When that was, in milliseconds since the epoch. */
  readonly changedAt: () => number
  /** Calls the listener after changes, some ten times a second at most; the first one begins the watch. */
  readonly subscribe: (listener: () => void) => () => void
  /** Watches another namespace too from now on; a no-op for one that is watched. */
  follow(namespace: string): void
  close(): Promise<void>
}

/** A screen that is being drawn goes first. */
const startsAfterMs = 50
const tellsEveryMs = 100
const firstPauseMs = 1000
const longestPauseMs = 30_000

/**
 * Watches nodes, and in some namespaces pods, their events and what makes them.
 *
 * One `kubectl proxy` serves all watches, at a socket in a private folder and for reading only: it logs in as any
 * kubectl does, and one process costs a seventh of seven that each watch one kind (50 MB each).
 */
export function watchCluster(kubectl: ClusterKubectl, namespaces: () => Promise<readonly string[]>): ClusterWatch {
  const listeners = new Set<() => void>()
  const closed = new AbortController()
  let objects = noObjects
  let changedAt = 0
  let watching: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let lists: readonly WatchedList[] = []
  /** Begins to watch a list through the proxy that serves now. */
  let begin: ((list: WatchedList) => void) | undefined

  function tell(event: WatchEvent): void {
    objects = reduceObjects(objects, event)
    changedAt = Date.now()
    timer ??= setTimeout(() => {
      timer = undefined
      for (const listener of listeners) listener()
    }, tellsEveryMs)
  }

  async function watch(): Promise<void> {
    await pause(startsAfterMs, closed.signal)
    if (isAborted(closed.signal)) return
    lists = listsFor(await namespaces())
    tell({ type: 'asked', lists })
    let wait = firstPauseMs
    while (!isAborted(closed.signal)) {
      const began = performance.now()
      const why = await throughProxy(kubectl, closed.signal, async (socket, signal) => {
        const watches: Promise<void>[] = []
        begin = list => void watches.push(watchList({ socket, list, tell, signal }))
        lists.forEach(begin)
        await aborted(signal)
        await Promise.all(watches)
      })
      begin = undefined
      if (isAborted(closed.signal)) break
      for (const list of lists) tell({ type: 'lost', list, why: inClearWords(why) })
      wait = performance.now() - began > longestPauseMs ? firstPauseMs : Math.min(wait * 2, longestPauseMs)
      await pause(wait, closed.signal)
    }
  }

  return {
    objects: () => objects,
    changedAt: () => changedAt,
    subscribe(listener) {
      listeners.add(listener)
      if (!closed.signal.aborted) watching ??= watch()
      return () => listeners.delete(listener)
    },
    follow(namespace) {
      // Before the first list is asked for, `namespaces` will tell.
      if (lists.length === 0 || lists.some(list => list.namespace === namespace)) return
      const added = listsFor([namespace]).filter(list => list.namespace !== undefined)
      lists = [...lists, ...added]
      tell({ type: 'asked', lists })
      if (begin) added.forEach(begin)
    },
    async close() {
      closed.abort()
      clearTimeout(timer)
      listeners.clear()
      await watching
    }
  }
}

/**
 * Starts a proxy, does something by it until the proxy or the signal ends, and ends it.
 *
 * @returns the proxy's last words, when it ended by itself.
 */
async function throughProxy(
  kubectl: ClusterKubectl,
  closed: AbortSignal,
  task: (socket: string, signal: AbortSignal) => Promise<unknown>
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-watch-'))
  const socket = path.join(folder, 'api')
  const proxy = kubectl.start(
    [
      'proxy',
      `--unix-socket=${socket}`,
      // Whoever may use the socket may look, and nothing else.
      '--reject-methods=^(POST|PUT|PATCH|DELETE)$'
    ],
    folder
  )
  const over = new AbortController()
  const end = (): void => over.abort()
  closed.addEventListener('abort', end)
  if (closed.aborted) end()
  try {
    if ((await firstOf(proxy, over.signal)) === undefined) return closed.aborted ? '' : await proxy.ended
    void proxy.ended.then(end)
    await task(socket, over.signal)
    // The proxy ends by itself once it is told; nothing that is about to end waits for it.
    return closed.aborted ? '' : await proxy.ended
  } finally {
    closed.removeEventListener('abort', end)
    proxy.stop()
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The line with which the proxy says that it serves; undefined when it ends, or is to end, before. */
function firstOf(proxy: KubectlProcess, signal: AbortSignal): Promise<string | undefined> {
  return new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(undefined))
    if (signal.aborted) resolve(undefined)
    void proxy.firstLine.then(resolve)
  })
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)
}

/** Read anew each time: an await lies between. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
