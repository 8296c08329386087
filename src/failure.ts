/**
 * What went wrong, when it was to be expected: bad input, a missing tool, a refusal. Expected failures travel as
 * values; an exception means a bug in kubewalk.
 */
export interface Failure {
  readonly kind: FailureKind
  /** One sentence for people: what is wrong, where, and what to do about it. */
  readonly message: string
}

export type FailureKind = 'step-failed' | 'bad-input' | 'tool-missing' | 'refused' | 'interrupted'

/** Exit codes are fixed: other programs rely on them. */
export const exitCodes = {
  passed: 0,
  'step-failed': 1,
  'bad-input': 2,
  'tool-missing': 3,
  refused: 4,
  interrupted: 130
} as const satisfies Record<FailureKind | 'passed', number>

/** Either a value or the failure that stood in its way. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export function failure(kind: FailureKind, message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind, message } }
}
