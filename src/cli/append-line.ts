import { emitKeypressEvents, type Key } from 'node:readline'
import { widthOf } from '../markdown/styled.ts'
import { plain } from '../shell/sanitise.ts'
import { promptTexts, texts } from '../texts/texts.ts'
import { takeOffer } from '../ui/prompt/completion.ts'
import { editLine, emptyLine, submitted, withText, type PromptLine } from '../ui/prompt/line.ts'
import { splitText, type KeyPress } from '../ui/keys.ts'
import type { LineInput, PromptAnswers } from './line-input.ts'

/** Keys that would take the cursor back into the line; a screen reader could not tell where it is. */
const withinLine = /^([abdefk])$/

/**
 * A prompt whose output is only ever appended, for screen readers: what is typed is echoed, Backspace rubs out the last
 * character as every terminal does by itself, and a line that becomes another one (an earlier one, a completed one) is
 * written once more below. What Tab offers is listed, one a line.
 */
export class AppendLine implements LineInput {
  readonly #answers: PromptAnswers
  #line: PromptLine
  #prompt = '> '
  #isShown = false
  readonly #press = (_text: string | undefined, key: Key): void => this.#hear(key)
  readonly #end = (): void => this.#answers.onEnd()

  /** @param earlier lines of earlier sessions, oldest first. */
  constructor(earlier: readonly string[], answers: PromptAnswers) {
    this.#line = { ...emptyLine, history: earlier }
    this.#answers = answers
    emitKeypressEvents(process.stdin)
    this.#open()
  }

  get isShown(): boolean {
    return this.#isShown
  }

  show(prompt: string): void {
    this.#isShown = true
    this.#prompt = prompt
    process.stdout.write(prompt + this.#line.text)
  }

  print(text: string): void {
    if (this.#isShown) process.stdout.write('\n')
    this.#isShown = false
    process.stdout.write(text)
  }

  clear(): boolean {
    if (this.#line.text === '') return false
    this.#line = withText(this.#line, '')
    return true
  }

  async handOver<T>(task: () => Promise<T>): Promise<T> {
    this.#isShown = false
    this.#shut()
    try {
      return await task()
    } finally {
      this.#open()
    }
  }

  close(): void {
    if (this.#isShown) process.stdout.write('\n')
    this.#isShown = false
    this.#shut()
  }

  #open(): void {
    process.stdin.setRawMode(true)
    process.stdin.on('keypress', this.#press)
    process.stdin.on('end', this.#end)
    process.stdin.resume()
  }

  #shut(): void {
    process.stdin.off('keypress', this.#press)
    process.stdin.off('end', this.#end)
    process.stdin.setRawMode(false)
    process.stdin.pause()
  }

  #hear(key: Key): void {
    for (const press of pressesOf(key)) this.#respond(press)
  }

  #respond(press: KeyPress): void {
    if (press.type === 'control') {
      if (press.letter === 'c') {
        this.#answers.onInterrupt()
        return
      }
      if (press.letter === 'd' && this.#line.text === '') {
        this.#answers.onEnd()
        return
      }
      if (withinLine.test(press.letter)) return
    }
    if (press.type === 'alt') return
    if (press.type === 'named') {
      if (press.name === 'enter') {
        this.#enter()
        return
      }
      if (press.name === 'tab') return void this.#complete()
      if (!['backspace', 'up', 'down'].includes(press.name)) return
    }
    const line = editLine(this.#line, press)
    if (line !== undefined) this.#change(line)
  }

  #enter(): void {
    const { text } = this.#line
    this.#line = submitted(this.#line, text)
    if (this.#isShown) process.stdout.write('\n')
    this.#isShown = false
    this.#answers.onLine(text)
  }

  /** What is added is written behind the rest, what is taken from its end is rubbed out; any other line comes anew. */
  #change(line: PromptLine): void {
    const before = this.#line.text
    this.#line = line
    if (!this.#isShown || line.text === before) return
    if (line.text.startsWith(before)) process.stdout.write(line.text.slice(before.length))
    else if (before.startsWith(line.text) && line.text !== '')
      process.stdout.write('\b \b'.repeat(widthOf(before.slice(line.text.length))))
    else process.stdout.write(`\n${this.#prompt}${line.text}`)
  }

  async #complete(): Promise<void> {
    const asked = this.#line
    const offer = await this.#answers.complete(asked.text, asked.cursor)
    // Whoever typed on does not wait for it any more.
    if (this.#line !== asked || !this.#isShown) return
    const { line, completion } = takeOffer(asked, offer)
    if (completion === undefined && line !== asked) {
      this.#change(line)
      return
    }
    this.#line = line
    const { candidates } = offer
    const shown = candidates.slice(0, mostCandidates)
    const rest = candidates.length - shown.length
    this.print(
      candidates.length === 0
        ? `${texts.nothingFits}\n`
        : `${promptTexts.goOnLikeThis(candidates.length)}\n` +
            shown
              .map(each => `${each.text}${each.description === undefined ? '' : `: ${plain(each.description)}`}\n`)
              .join('') +
            (rest > 0 ? `${promptTexts.andMore(rest)}\n` : '')
    )
    this.show(this.#prompt)
  }
}

/** More are not listened to. */
const mostCandidates = 30

/** A key as Node tells it (readline.emitKeypressEvents). */
function pressesOf({ name, ctrl = false, meta = false, sequence = '' }: Key): KeyPress[] {
  const named = (
    { return: 'enter', enter: 'enter', tab: 'tab', backspace: 'backspace', up: 'up', down: 'down' } as const
  )[name ?? '']
  if (named !== undefined && !ctrl) return [{ type: 'named', name: named, modified: false }]
  if (ctrl) return /^[a-z]$/.test(name ?? '') ? [{ type: 'control', letter: name ?? '' }] : []
  return meta || sequence.startsWith('\u001b') ? [] : splitText(sequence)
}
