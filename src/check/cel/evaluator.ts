import type { Subject } from './environment.ts'

/** Values that an expression can see; plain JSON. */
export type Variables = Readonly<Record<string, unknown>>

/**
 * What came of an expression: a boolean, with what made it false where that is known, or the texts of a question; something that is not there yet
 * (`missing`), such as a status field before readiness; or the author's mistake, with its place in the expression, line
 * and column counted from 1.
 */
export type Evaluation =
  | { readonly kind: 'boolean'; readonly value: boolean; readonly because?: string }
  /** Of a question: a text, a number as one, or a list of them. */
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'missing'; readonly what: string }
  | { readonly kind: 'mistake'; readonly message: string; readonly line: number; readonly column: number }

/** Evaluates CEL in a worker thread with a deadline and a memory limit. */
export interface Evaluator {
  /** @param subject which names the expression may use: `it` and `items`, or those of a command's result. */
  evaluate(expression: string, subject: Subject, variables: Variables): Promise<Evaluation>
  /** Ends the worker. A later `evaluate` starts a new one. */
  close(): Promise<void>
}
