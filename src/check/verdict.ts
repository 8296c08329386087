/**
 * What a check saw.
 *
 * `waiting` means that it does not hold yet and may come to hold by itself; `failed` that its time is up, or that waiting
 * cannot cure it. A failed check may still turn `passed` when somebody repairs the cause: it stays watched.
 */
export interface Verdict {
  readonly status: VerdictStatus
  /** What should be so, for people: "2 of 2 pods ready". */
  readonly expected: string
  /** What was seen instead: "1 of 2 pods ready; node2: ContainerCreating". */
  readonly actual: string
  /** The cause, in a sentence, where one is known: "no node can pull prom/node-exportr". */
  readonly why?: string
  /** One thing to try. */
  readonly hint?: string
}

export type VerdictStatus = 'not yet' | 'waiting' | 'passed' | 'failed'
