/** A line of a command's output: the colours that were open before it, and its text with colours. */
export interface OutputLine {
  readonly open: string
  readonly text: string
}

export interface OutputLimits {
  readonly lines: number
  /** UTF-16 code units over all lines. */
  readonly characters: number
  /** Of one line; what is longer loses its beginning. */
  readonly lineCharacters: number
}

/** Who speaks: the command, or what runs beside the lesson, whose lines are marked. */
export type Voice = 'command' | 'beside'

const marks: Readonly<Record<Voice, string>> = { command: '', beside: '| ' }

/** A line that has not ended, and the colours that were open before it. */
interface Speech {
  partial: string
  open: string
}

/** The last lines of an output, and how many kept lines stand before them. */
export interface RecentOutput {
  readonly lines: readonly OutputLine[]
  readonly before: number
}

/** Text as it came, and how many newlines are in it. */
interface Chunk {
  readonly text: string
  readonly voice: Voice
  readonly lines: number
}

const defaultLimits: OutputLimits = { lines: 5000, characters: 1_000_000, lineCharacters: 10_000 }

const sgr = new RegExp(`${String.fromCharCode(27)}\\[[0-9;:]*m`, 'g')

/**
 * The last part of a command's output, in bounded memory however much there was. Text comes in any chunks; `\r` takes a
 * line back to its beginning, as a progress bar does; colours go on over lines until they are taken back.
 *
 * Text is split into lines when somebody looks, not when it comes: of a fast stream most is never seen, and its lines
 * would be the greatest part of the app's garbage.
 */
export class OutputBuffer {
  readonly #limits: OutputLimits
  #lines: OutputLine[] = []
  /** Lines before this index were dropped; the array is cut now and then, not for each line. */
  #start = 0
  #characters = 0
  #dropped = 0
  readonly #speech: Readonly<Record<Voice, Speech>> = {
    command: { partial: '', open: '' },
    beside: { partial: '', open: '' }
  }
  /** What came since somebody looked. */
  #pending: Chunk[] = []
  #pendingLines = 0
  #pendingCharacters = 0

  constructor(limits: Partial<OutputLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits }
  }

  /** How many lines there were before those that are kept. */
  get dropped(): number {
    this.#split()
    return this.#dropped
  }

  /** Adds sanitised text. A line of the one voice never goes into a line of the other that has not ended. */
  append(text: string, voice: Voice = 'command'): void {
    const chunk = { text, voice, lines: newlinesIn(text) }
    this.#pending.push(chunk)
    this.#pendingLines += chunk.lines
    this.#pendingCharacters += text.length
    for (
      let oldest = this.#pending[0];
      oldest !== undefined && this.#pendingLines - oldest.lines >= this.#limits.lines;
      oldest = this.#pending[0]
    )
      this.#drop(oldest)
    if (this.#pendingCharacters > this.#limits.characters) this.#split()
  }

  /** The lines kept, oldest first; a last line without its newline counts when it has text. */
  lines(): readonly OutputLine[] {
    this.#split()
    const begun = (['beside', 'command'] as const).flatMap(voice => {
      const { partial, open } = this.#speech[voice]
      return partial === '' ? [] : [{ open, text: marks[voice] + visible(partial) }]
    })
    return [...this.#lines.slice(this.#start), ...begun]
  }

  /**
   * The end of the output, for somebody who follows a fast stream: nothing else is split.
   *
   * @param count how many lines are wanted
   * @returns at least so many, or all; and how many kept lines stand before them
   */
  recent(count: number): RecentOutput {
    if (this.#pendingLines <= count) {
      const all = this.lines()
      const lines = all.slice(-count)
      return { lines, before: all.length - lines.length }
    }
    const tail = new OutputBuffer(this.#limits)
    for (const voice of ['command', 'beside'] as const) Object.assign(tail.#speech[voice], this.#speech[voice])
    let skip = this.#pendingLines - count
    for (const { text, voice, lines } of this.#pending) {
      if (skip > 0 && skip >= lines) tail.#pass({ text, voice })
      else {
        const cut = afterNewlines(text, skip)
        tail.#pass({ text: text.slice(0, cut), voice })
        tail.append(text.slice(cut), voice)
      }
      skip = Math.max(0, skip - lines)
    }
    const kept = Math.min(this.#limits.lines, this.#lines.length - this.#start + this.#pendingLines)
    return { lines: tail.lines(), before: Math.max(0, kept - count) }
  }

  /** Drops the oldest chunk, and all lines before it: enough lines come after it. */
  #drop(oldest: Chunk): void {
    this.#pending.shift()
    this.#pendingLines -= oldest.lines
    this.#pendingCharacters -= oldest.text.length
    this.#dropped += this.#lines.length - this.#start + oldest.lines
    this.#lines = []
    this.#start = 0
    this.#characters = 0
    this.#pass(oldest)
  }

  /** Takes in what a chunk leaves open behind it, and none of its lines. */
  #pass({ text, voice }: Pick<Chunk, 'text' | 'voice'>): void {
    const speech = this.#speech[voice]
    const end = text.lastIndexOf('\n')
    if (end !== -1) {
      speech.open = openColours(speech.open, speech.partial + text.slice(0, end))
      speech.partial = ''
    }
    speech.partial = shorten(speech.partial + text.slice(end + 1), this.#limits.lineCharacters)
  }

  #split(): void {
    for (const { text, voice } of this.#pending) {
      const speech = this.#speech[voice]
      let from = 0
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
        this.#endLine(speech.partial + text.slice(from, end), voice)
        speech.partial = ''
        from = end + 1
      }
      speech.partial = shorten(speech.partial + text.slice(from), this.#limits.lineCharacters)
    }
    this.#pending = []
    this.#pendingLines = 0
    this.#pendingCharacters = 0
  }

  #endLine(raw: string, voice: Voice): void {
    const speech = this.#speech[voice]
    const text = marks[voice] + visible(shorten(raw, this.#limits.lineCharacters))
    this.#lines.push({ open: speech.open, text })
    this.#characters += text.length
    speech.open = openColours(speech.open, raw)
    const { lines, characters } = this.#limits
    while (
      this.#lines.length - this.#start > lines ||
      (this.#characters > characters && this.#lines.length > this.#start + 1)
    ) {
      this.#characters -= this.#lines[this.#start]?.text.length ?? 0
      this.#start++
      this.#dropped++
    }
    if (this.#start > lines) {
      this.#lines = this.#lines.slice(this.#start)
      this.#start = 0
    }
  }
}

/** What a terminal would show of a line with carriage returns: what follows the last one, in the colours set before. */
function visible(raw: string): string {
  const line = raw.replace(/\r+$/, '')
  const at = line.lastIndexOf('\r')
  if (at === -1) return line
  return (line.slice(0, at).match(sgr) ?? []).join('') + line.slice(at + 1)
}

function newlinesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** Where the text goes on after so many of its newlines. */
function afterNewlines(text: string, count: number): number {
  let at = 0
  for (let left = count; left > 0; left--) at = text.indexOf('\n', at) + 1
  return at
}

function shorten(line: string, longest: number): string {
  if (line.length <= longest) return line
  // Never from within a colour sequence.
  return line.slice(-longest).replace(/^[0-9;:]*m/, '')
}

/** The colours that stay open behind a line: those set since the last reset. */
function openColours(open: string, raw: string): string {
  if (!raw.includes('\u001b')) return open
  let state = open
  for (const [sequence] of raw.matchAll(sgr)) state = /\[0*m$/.test(sequence) ? '' : (state + sequence).slice(-200)
  return state
}
