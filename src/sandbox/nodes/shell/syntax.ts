/** What a small shell understands of POSIX.1-2024 XCU 2.10 (Shell Grammar). Texts are byte strings (latin1). */

/** Commands that follow one another. */
export type Script = readonly AndOr[]

export interface AndOr {
  readonly first: Pipeline
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[]
}

export interface Pipeline {
  readonly negated: boolean
  readonly commands: readonly Command[]
}

export type Command = { readonly redirections: readonly Redirection[] } & (
  | { readonly kind: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[] }
  | { readonly kind: 'group'; readonly body: Script; readonly subshell: boolean }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Script | undefined }
  | { readonly kind: 'loop'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: Script }
)

export interface Branch {
  readonly condition: Script
  readonly body: Script
}

export interface Assignment {
  readonly name: string
  readonly value: Word
}

export interface Redirection {
  readonly descriptor: number
  readonly operator: '<' | '>' | '>>' | '>&'
  readonly target: Word
}

export type Word = readonly Part[]

export type Part = { readonly quoted: boolean } & (
  | { readonly kind: 'text'; readonly text: string }
  /** `operator` is one of `:-`, `-`, `:+`, `+`, `#` (the length) or empty. */
  | { readonly kind: 'variable'; readonly name: string; readonly operator: string; readonly fallback: Word }
  | { readonly kind: 'command'; readonly script: Script }
  | { readonly kind: 'arithmetic'; readonly expression: Word }
)

/** A text that is no script, as `sh` says it. */
export class ShellSyntaxError extends Error {
  override name = 'ShellSyntaxError'
}
