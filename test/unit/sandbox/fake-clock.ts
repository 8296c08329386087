import type { Clock } from '../../../src/sandbox/clock.ts'

/** A clock that stands until it is told to go on; what falls due on the way is called in its order. */
export interface FakeClock extends Clock {
  pass(milliseconds: number): void
}

export function fakeClock(start = Date.parse('2030-01-01T00:00:00Z')): FakeClock {
  let now = start
  const timers = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    pass(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        timers.delete(due)
        now = Math.max(now, due.at)
        due.callback()
      }
      now = end
    }
  }
}
