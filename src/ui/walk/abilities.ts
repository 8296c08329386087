import type { LineHistory } from '../../session/line-history.ts'
import type { CompletionQuestion } from '../prompt/complete.ts'
import type { Offer } from '../prompt/completion.ts'

export type Ending = 'quit' | 'finished' | 'interrupted'

/** A program that has the terminal to itself for a while. */
export interface TerminalProgram {
  readonly kind: 'shell' | 'command'
  /** The line to run; empty for a shell. */
  readonly text: string
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
}

export type ProgramEnd = { readonly exit: number; readonly milliseconds: number } | { readonly failed: string }

/** What the terminal app can do besides drawing; the terminal and the clock are handed in. */
export interface Abilities {
  readonly now: () => number
  readonly runProgram: (program: TerminalProgram) => Promise<ProgramEnd>
  /** Why a line must be confirmed, or undefined. */
  readonly dangerOf: (text: string) => string | undefined
  readonly needsTerminal: (text: string) => boolean
  /** The line that opens a file in the editor of the learner's choice; undefined when there is none. */
  readonly editCommand: (
    environment: Readonly<Record<string, string>>,
    file: string,
    line: number | undefined
  ) => string | undefined
  /** @returns whether the beginning was left out */
  readonly copy: (text: string) => boolean
  readonly complete: (question: CompletionQuestion, signal: AbortSignal) => Promise<Offer>
  /** What the learner ran in other sessions too. */
  readonly history: LineHistory
  readonly leave: (how: Ending) => void
}
