/**
 * Gives every queue of the process its turn, a slice at a time, so that a busy controller holds up neither the others
 * nor the HTTP server that shares the thread.
 */
export interface RunLoop {
  /** Registers work; the returned function asks for a turn. */
  register(step: Step): () => void
  /** Resolves when no registered work is left to do; work that waits for the clock does not count. */
  idle(): Promise<void>
  stop(): void
}

/** Does one piece of work and says whether there is more. */
export type Step = () => boolean

/** How long one turn may hold the thread, in milliseconds. */
const slice = 8
/** Pieces that take longer than this, in milliseconds, are followed by a rest. */
const long = 2
/**
 * How many times its own length a long piece rests. What looks at a thousand pods at once is woken by each of them:
 * while it rests the others go on, and it sees all that they did at its next turn.
 */
const restFactor = 4

/** @param now milliseconds of a monotonic clock; by them it is told how long a piece took. */
export function runLoop(now: () => number = () => performance.now()): RunLoop {
  const waiting = new Set<Step>()
  const resting = new Map<Step, number>()
  const idlers: (() => void)[] = []
  let scheduled: NodeJS.Immediate | undefined
  let alarm: NodeJS.Timeout | undefined

  function turn(): void {
    scheduled = undefined
    const end = now() + slice
    let worked = true
    while (worked && now() < end) {
      worked = false
      // A copy, because steps ask for new turns while they run: each gets one step in each round.
      for (const step of [...waiting]) {
        const began = now()
        if (began >= end) break
        if ((resting.get(step) ?? 0) > began) continue
        worked = true
        run(step, began)
      }
    }
    if (waiting.size === 0) for (const resolve of idlers.splice(0)) resolve()
    else if (worked) schedule()
    else sleep()
  }

  function run(step: Step, began: number): void {
    resting.delete(step)
    waiting.delete(step)
    if (step()) waiting.add(step)
    const took = now() - began
    if (took > long) resting.set(step, began + took * (1 + restFactor))
  }

  function schedule(): void {
    if (alarm !== undefined) clearTimeout(alarm)
    alarm = undefined
    scheduled ??= setImmediate(turn)
  }

  /** All that is left to do rests. */
  function sleep(): void {
    const soonest = Math.min(...[...waiting].map(step => resting.get(step) ?? 0))
    alarm ??= setTimeout(
      () => {
        alarm = undefined
        schedule()
      },
      Math.max(1, soonest - now())
    )
  }

  return {
    register(step) {
      return () => {
        if (waiting.has(step)) return
        waiting.add(step)
        schedule()
      }
    },
    idle: () => (waiting.size === 0 ? Promise.resolve() : new Promise(resolve => idlers.push(resolve))),
    stop() {
      waiting.clear()
      if (scheduled !== undefined) clearImmediate(scheduled)
      if (alarm !== undefined) clearTimeout(alarm)
      scheduled = undefined
      alarm = undefined
      for (const resolve of idlers.splice(0)) resolve()
    }
  }
}
