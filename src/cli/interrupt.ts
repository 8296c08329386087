import { exitCodes } from '../failure.ts'

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that everything can be put away; the second one ends the
 * program at once.
 *
 * The listeners stay until `done`: a package that cleans up on signals (signal-exit, in execa) ends the process itself
 * when it is the only one left that listens.
 */
export function untilInterrupted(): { readonly signal: AbortSignal; readonly done: () => void } {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const hear = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    controller.abort()
  }
  for (const name of signals) process.on(name, hear)
  return {
    signal: controller.signal,
    done() {
      for (const name of signals) process.off(name, hear)
    }
  }
}
