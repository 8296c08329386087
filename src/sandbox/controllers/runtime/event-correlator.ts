/**
 * What becomes of an event before it is written: client-go's EventCorrelator (tools/record/events_cache.go) with its
 * three stages. Similar events are combined, the same ones counted, and too many about one object dropped.
 */
import type { Clock } from '../../clock.ts'

export interface Occurrence {
  /** Of source, object, type and reason. */
  readonly kind: string
  /** Of source and object alone. */
  readonly subject: string
  readonly message: string
}

export type Correlation =
  | { readonly outcome: 'dropped' }
  /** Write a new event, under `key` once it has a name. */
  | { readonly outcome: 'new'; readonly key: string; readonly message: string }
  /** Write the event of that name again, with its new count. */
  | { readonly outcome: 'again'; readonly key: string; readonly message: string; readonly written: WrittenEvent }

export interface WrittenEvent {
  readonly namespace: string
  readonly name: string
  readonly count: number
}

export interface EventCorrelator {
  correlate(occurrence: Occurrence): Correlation
  /** Remembers what was written under a key. */
  remember(key: string, event: WrittenEvent): void
}

/** maxLruCacheEntries */
const remembered = 4096
/** defaultAggregateMaxEvents: that many different messages of one kind stand for themselves. */
const similar = 10
/** defaultAggregateIntervalInSeconds, in milliseconds. */
const similarWithin = 600_000
/** defaultSpamBurst and defaultSpamQPS: so many events about one object at once, then one in five minutes. */
const burst = 25
const refill = 300_000

export function eventCorrelator(clock: Clock): EventCorrelator {
  const written = new Map<string, WrittenEvent>()
  const kinds = new Map<string, { messages: Set<string>; last: number }>()
  const buckets = new Map<string, { tokens: number; at: number }>()

  /** Beyond ten different messages of one kind, the kind is the key and the latest message stands for all. */
  function aggregate({ kind, message }: Occurrence): { key: string; message: string } {
    const now = clock.now()
    const before = kinds.get(kind)
    const record =
      before !== undefined && now - before.last <= similarWithin ? before : { messages: new Set<string>(), last: now }
    record.last = now
    record.messages.add(message)
    touch(kinds, kind, record)
    if (record.messages.size < similar) return { key: `${kind}\u0000${message}`, message }
    const [any] = record.messages
    if (any !== undefined) record.messages.delete(any)
    return { key: kind, message: `(combined from similar events): ${message}` }
  }

  function isSpam(subject: string): boolean {
    const now = clock.now()
    const { tokens, at } = buckets.get(subject) ?? { tokens: burst, at: now }
    const filled = Math.min(burst, tokens + (now - at) / refill)
    const spam = filled < 1
    touch(buckets, subject, { tokens: spam ? filled : filled - 1, at: now })
    return spam
  }

  return {
    correlate(occurrence) {
      const { key, message } = aggregate(occurrence)
      if (isSpam(occurrence.subject)) return { outcome: 'dropped' }
      const before = written.get(key)
      return before === undefined
        ? { outcome: 'new', key, message }
        : { outcome: 'again', key, message, written: before }
    },
    remember: (key, event) => touch(written, key, event)
  }
}

/** Sets an entry as the youngest and lets the oldest go when there are too many. */
function touch<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= remembered) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}
