/** When a container is probed, and what comes of it: prober/worker.go. */
import type { Probe } from '../controllers/types/core.ts'
import type { ProbeResult } from './probes.ts'

export interface ProbeCount {
  /** When to ask next, in milliseconds of the sandbox's clock. */
  next: number
  successes: number
  failures: number
}

export interface ProbeLook {
  /** What the probe has come to now; undefined while a threshold is not reached. */
  readonly verdict: 'success' | 'failure' | undefined
  /** Milliseconds until it has to be asked again; undefined when it will go on succeeding. */
  readonly wait: number | undefined
}

/**
 * Asks a probe when it is due, and counts.
 *
 * @param ask tells of a failure besides.
 */
export function lookAtProbe(probe: Probe, count: ProbeCount, now: number, ask: () => ProbeResult): ProbeLook {
  if (now < count.next) return { verdict: undefined, wait: count.next - now }
  const { periodSeconds = 10, successThreshold = 1, failureThreshold = 3 } = probe
  const result = ask()
  count.successes = result.succeeds ? count.successes + 1 : 0
  count.failures = result.succeeds ? 0 : count.failures + 1
  const period = Math.max(1, periodSeconds) * 1000
  count.next = Math.max(count.next + period, now + 1)
  const wait = count.next - now
  if (!result.succeeds) return { verdict: count.failures >= failureThreshold ? 'failure' : undefined, wait }
  if (count.successes < successThreshold) return { verdict: undefined, wait }
  if (!result.settled) return { verdict: 'success', wait }
  count.next = Infinity
  return { verdict: 'success', wait: undefined }
}
