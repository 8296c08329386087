import type { Clock } from '../../clock.ts'

/**
 * The keys that a controller still has to look at, as client-go's `util/workqueue` keeps them: a key that is added
 * twice is processed once, and a key that is added while it is processed is processed again afterwards.
 */
export interface WorkQueue {
  add(key: string): void
  /** Adds after `milliseconds` of the clock's time; an earlier time for the same key wins. */
  addAfter(key: string, milliseconds: number): void
  /** Adds after a time that doubles with each failure of the key. */
  addRateLimited(key: string): void
  /** Forgets the failures of a key. */
  forget(key: string): void
  /** Takes the next key; `done` must follow. */
  next(): string | undefined
  done(key: string): void
  readonly length: number
  stop(): void
}

/** The limits of `workqueue.DefaultTypedControllerRateLimiter`, in milliseconds. */
const firstBackOff = 5
const longestBackOff = 1_000_000

/**
 * @param onReady called whenever a key has become ready to be taken.
 * @param rank keys of a higher one come first, whatever came before them; asked when a key becomes ready.
 */
export function workQueue(clock: Clock, onReady: () => void, rank: (key: string) => number = () => 0): WorkQueue {
  /** The rank of each key that is ready, and the keys of each rank in the order in which they came. */
  const ready = new Map<string, number>()
  const ranks = new Map<number, Set<string>>()
  const processing = new Set<string>()
  const again = new Set<string>()
  const failures = new Map<string, number>()
  const delayed = new Map<string, { at: number; cancel: () => void }>()
  let stopped = false

  function add(key: string): void {
    if (stopped) return
    if (processing.has(key)) {
      again.add(key)
      return
    }
    if (ready.has(key)) return
    const own = rank(key)
    ready.set(key, own)
    const peers = ranks.get(own)
    if (peers === undefined) ranks.set(own, new Set([key]))
    else peers.add(key)
    onReady()
  }

  function take(): string | undefined {
    if (ready.size === 0) return undefined
    const highest = Math.max(...ranks.keys())
    const peers = ranks.get(highest)
    const [key] = peers ?? []
    if (key === undefined) return undefined
    ready.delete(key)
    peers?.delete(key)
    if (peers?.size === 0) ranks.delete(highest)
    return key
  }

  function addAfter(key: string, milliseconds: number): void {
    if (stopped) return
    if (milliseconds <= 0) {
      add(key)
      return
    }
    const at = clock.now() + milliseconds
    const earlier = delayed.get(key)
    if (earlier !== undefined && earlier.at <= at) return
    earlier?.cancel()
    const cancel = clock.after(milliseconds, () => {
      delayed.delete(key)
      add(key)
    })
    delayed.set(key, { at, cancel })
  }

  return {
    add,
    addAfter,
    addRateLimited(key) {
      const count = failures.get(key) ?? 0
      failures.set(key, count + 1)
      addAfter(key, Math.min(firstBackOff * 2 ** count, longestBackOff))
    },
    forget: key => void failures.delete(key),
    next() {
      const key = take()
      if (key !== undefined) processing.add(key)
      return key
    },
    done(key) {
      processing.delete(key)
      if (again.delete(key)) add(key)
    },
    get length() {
      return ready.size
    },
    stop() {
      stopped = true
      ready.clear()
      ranks.clear()
      again.clear()
      for (const { cancel } of delayed.values()) cancel()
      delayed.clear()
    }
  }
}
