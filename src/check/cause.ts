/** Why something is not ready, for people. */
export interface Cause {
  readonly why: string
  readonly hint?: string
  /** Waiting cannot cure it: somebody has to change something. */
  readonly lasting: boolean
}

/** The cause that explains most: one that waiting cannot cure comes first. */
export function worst(causes: readonly (Cause | undefined)[]): Cause | undefined {
  const known = causes.filter(cause => cause !== undefined)
  return known.find(cause => cause.lasting) ?? known[0]
}
