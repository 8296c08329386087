import type { Clock } from '../../clock.ts'

/** A wait that doubles each time something fails again, for each key (client-go's util/flowcontrol Backoff). */
export interface BackOff {
  /** Milliseconds that a key still has to wait; 0 when it may go on. */
  remaining(key: string): number
  /** Starts the next, longer wait. A key that was quiet for twice the longest wait begins anew. */
  next(key: string): void
  forget(key: string): void
}

export function backOff(clock: Clock, first: number, longest: number): BackOff {
  const entries = new Map<string, { wait: number; since: number }>()
  return {
    remaining(key) {
      const entry = entries.get(key)
      return entry === undefined ? 0 : Math.max(0, entry.since + entry.wait - clock.now())
    },
    next(key) {
      const entry = entries.get(key)
      const now = clock.now()
      const wait = entry === undefined || now - entry.since > 2 * longest ? first : Math.min(entry.wait * 2, longest)
      entries.set(key, { wait, since: now })
    },
    forget: key => void entries.delete(key)
  }
}
