import { containerLog, type ContainerLog } from './container-log.ts'
import type { Steps } from './shell/process.ts'

/** The process that a container was started for. */
export interface MainProcess {
  readonly log: ContainerLog
  /** Whether it ends when it is told to (SIGTERM); what does not is killed at the end of the grace period. */
  readonly heedsTerm: boolean
  /** Ends it from outside, as who is attached to a shell ends that. */
  end(at: number, exitCode: number): void
  /**
   * Lets it go on until `now`.
   *
   * @returns how it ended, or the milliseconds until it does something more.
   */
  advance(now: number): { readonly ended: Ended } | { readonly ended: undefined; readonly wait: number }
}

export interface Ended {
  readonly at: number
  readonly exitCode: number
  /** Other than what the exit code says. */
  readonly reason?: string
}

/** How long a program takes until it does something, in milliseconds. */
const loading = 50
/** Commands beyond so many without a wait take a millisecond each: a loop that waits for nothing does not hold the clock. */
const quickSteps = 100
/** What a process may do at one look; one that does more has lost the time in between. */
const mostActions = 100_000

/**
 * Runs a program along the sandbox's clock: what it writes bears the time at which it would have been written, whenever
 * one looks. Run again from the same start it gives the same, so that a restart of the sandbox loses nothing.
 *
 * @param start makes the program; `time` is the time that it sees.
 */
export function mainProcess(
  start: (time: () => number) => Steps<number>,
  startedAt: number,
  options: { readonly heedsTerm: boolean; readonly endReason?: (exitCode: number) => string | undefined }
): MainProcess {
  const log = containerLog()
  let time = startedAt + loading
  let steps = 0
  let ended: Ended | undefined
  let acting = false
  const program = start(() => time)

  function act(): void {
    const next = program.next(undefined)
    if (next.done === true) {
      const exitCode = next.value
      const reason = options.endReason?.(exitCode)
      ended = { at: time, exitCode, ...(reason === undefined ? {} : { reason }) }
      return
    }
    const action = next.value
    if (action.kind === 'write') log.append(time, action.stream, action.text)
    else if (action.kind === 'sleep') {
      time += action.milliseconds
      steps = 0
    } else if (action.kind === 'step' && ++steps > quickSteps) time += 1
  }

  return {
    log,
    heedsTerm: options.heedsTerm,
    end(at, exitCode) {
      ended ??= { at, exitCode }
    },
    advance(now) {
      // A process that asks a server of its own container is looked at while it acts.
      if (acting) return { ended: undefined, wait: 0 }
      acting = true
      try {
        for (let actions = 0; ended === undefined && time <= now; actions += 1) {
          if (actions > mostActions) time = now + 1
          else act()
        }
      } finally {
        acting = false
      }
      return ended === undefined ? { ended, wait: time - now } : { ended }
    }
  }
}
