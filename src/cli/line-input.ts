import type { Offer } from '../ui/prompt/completion.ts'

/** Who hears what is typed at a prompt. */
export interface PromptAnswers {
  readonly onLine: (text: string) => void
  /** Ctrl-C. */
  readonly onInterrupt: () => void
  /** Ctrl-D on an empty line, or the end of the input. */
  readonly onEnd: () => void
  /** Tab: what the word before the cursor may become. */
  readonly complete: (text: string, cursor: number) => Promise<Offer>
}

/**
 * A prompt, kept apart from what is printed: text that comes while the prompt stands there goes below it, and the prompt
 * comes anew below that, with what was typed. While no prompt stands there, what is typed is not echoed; it stands at the
 * next one.
 */
export interface LineInput {
  readonly isShown: boolean
  /** Shows the prompt, at the beginning of a line of its own, with what has been typed. */
  show(prompt: string): void
  print(text: string): void
  /** Takes away what was typed. @returns false when nothing was */
  clear(): boolean
  /** Gives the terminal away for as long as a task takes. */
  handOver<T>(task: () => Promise<T>): Promise<T>
  close(): void
}
