import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { takeOffer } from '../ui/prompt/completion.ts'
import { emptyLine, withText } from '../ui/prompt/line.ts'
import type { LineInput, PromptAnswers } from './line-input.ts'

const longestHistory = 500

/** Readline's prompt, with its editing and its completion. */
export class PromptLine implements LineInput {
  readonly #answers: PromptAnswers
  #terminal: Interface
  #isShown = false
  /** Newest first, as readline has it. */
  #history: string[]
  #isHandedOver = false

  /** @param earlier lines of earlier sessions, oldest first. */
  constructor(earlier: readonly string[], answers: PromptAnswers) {
    this.#history = earlier.toReversed()
    this.#answers = answers
    this.#terminal = this.#open()
  }

  get isShown(): boolean {
    return this.#isShown
  }

  show(prompt: string): void {
    this.#isShown = true
    this.#terminal.setPrompt(prompt)
    this.#terminal.prompt(true)
    // A terminal that cannot move its cursor gets the prompt alone from readline.
    if (process.env.TERM === 'dumb') process.stdout.write(this.#terminal.line)
  }

  print(text: string): void {
    if (this.#isShown) {
      this.#isShown = false
      process.stdout.write('\n')
      // Readline would go back up over what is printed now.
      Object.assign(this.#terminal, { prevRows: 0 })
    }
    process.stdout.write(text)
  }

  clear(): boolean {
    if (this.#terminal.line === '') return false
    Object.assign(this.#terminal, { line: '', cursor: 0 })
    return true
  }

  async handOver<T>(task: () => Promise<T>): Promise<T> {
    this.#isHandedOver = true
    this.#isShown = false
    this.#terminal.close()
    try {
      return await task()
    } finally {
      this.#terminal = this.#open()
      this.#isHandedOver = false
    }
  }

  close(): void {
    this.#isHandedOver = true
    if (this.#isShown) process.stdout.write('\n')
    this.#isShown = false
    this.#terminal.close()
  }

  #open(): Interface {
    const output = new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        if (this.#isShown) process.stdout.write(text)
        done()
      }
    })
    const terminal = createInterface({
      input: process.stdin,
      output: Object.defineProperty(output, 'columns', { get: () => process.stdout.columns }),
      terminal: true,
      history: this.#history,
      historySize: longestHistory,
      completer: (text: string, tell: (error: null, found: [string[], string]) => void) => {
        void this.#answers.complete(text, text.length).then(({ candidates, start }) => {
          const typed = text.slice(start)
          // One that stands alone is written as bash reads it, and ends its word.
          const { line } = takeOffer(withText(emptyLine, text), { candidates, start })
          tell(null, [candidates.length === 1 ? [line.text.slice(start)] : candidates.map(each => each.text), typed])
        })
      }
    })
    terminal.on('history', history => (this.#history = history))
    terminal.on('line', text => {
      this.#isShown = false
      this.#answers.onLine(text)
    })
    terminal.on('SIGINT', () => this.#answers.onInterrupt())
    terminal.on('close', () => {
      if (!this.#isHandedOver) this.#answers.onEnd()
    })
    return terminal
  }
}
