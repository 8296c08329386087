/** The sandbox's time. Everything that waits goes through it, so that a learner or a test can let time pass faster. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `callback` after `milliseconds` of this clock's time; the returned function cancels it. */
  after(milliseconds: number, callback: () => void): () => void
}

/** A clock whose speed may change while others wait for it. */
export interface AdjustableClock extends Clock {
  /** How many seconds pass in one of the machine's. */
  readonly speed: number
  /** What waits already waits shorter, or longer, from now on; the time itself never jumps. */
  setSpeed(speed: number): void
  /** Milliseconds by which it is ahead of the machine's clock, for having run faster. */
  readonly ahead: number
}

/** The longest time that Node's timers take. */
const longestTimer = 2 ** 31 - 1

/**
 * A clock that runs with the machine's until it is told to run faster.
 *
 * @param ahead what an earlier clock was ahead by: time does not run back over a restart.
 */
export function machineClock({ speed = 1, ahead = 0 } = {}): AdjustableClock {
  let rate = speed
  let mark = Date.now()
  let told = mark + ahead
  const waiting = new Set<Waiting>()
  const now = (): number => told + (Date.now() - mark) * rate

  function arm(each: Waiting): void {
    const left = Math.min(Math.max(0, each.due - now()) / rate, longestTimer)
    each.timer = setTimeout(() => {
      // A time too long for one timer is waited for in parts.
      if (left === longestTimer) {
        arm(each)
        return
      }
      waiting.delete(each)
      each.callback()
    }, left)
    // A pending stage of a pretend pod must not keep the process alive.
    each.timer.unref()
  }

  return {
    now,
    after(milliseconds, callback) {
      const each: Waiting = { due: now() + milliseconds, callback, timer: undefined }
      waiting.add(each)
      arm(each)
      return () => {
        clearTimeout(each.timer)
        waiting.delete(each)
      }
    },
    get speed() {
      return rate
    },
    setSpeed(changed) {
      told = now()
      mark = Date.now()
      rate = changed
      for (const each of waiting) {
        clearTimeout(each.timer)
        arm(each)
      }
    },
    get ahead() {
      return Math.round(now() - Date.now())
    }
  }
}

interface Waiting {
  readonly due: number
  readonly callback: () => void
  timer: NodeJS.Timeout | undefined
}

/** RFC 3339 with seconds, as `metav1.Time` is written. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** RFC 3339 with microseconds, as `metav1.MicroTime` is written. */
export function microTimestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace(/Z$/, '000Z')
}
