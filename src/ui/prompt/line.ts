import { graphemes } from '../../markdown/styled.ts'
import type { KeyPress } from '../keys.ts'

/** The prompt's one line: what is typed, where the cursor stands, what ran before. */
export interface PromptLine {
  readonly text: string
  /** Index into `text`, always between two characters as a person sees them. */
  readonly cursor: number
  /** True after `:` on an empty line: the next key is text, whatever it would do otherwise. */
  readonly literal: boolean
  /** Lines that ran, oldest first. */
  readonly history: readonly string[]
  /** Index into `history` of the line shown; undefined while a line of one's own is typed. */
  readonly recalled?: number
  /** What was typed before history was looked through. */
  readonly draft: string
  /** What was cut last, for Ctrl-Y. */
  readonly cut: string
}

export const emptyLine: PromptLine = { text: '', cursor: 0, literal: false, history: [], draft: '', cut: '' }

/** Older lines than this are forgotten. */
const longestHistory = 500

/**
 * What a key does to the line; the keys are those of readline's Emacs mode (GNU Readline 8.2 manual, 8.4).
 *
 * @returns undefined when the key is not the line's business
 */
export function editLine(line: PromptLine, key: KeyPress): PromptLine | undefined {
  switch (key.type) {
    case 'text':
      return insert(line, key.text)
    case 'paste':
      return insert(line, pastedText(key.text))
    case 'control':
      return editByControl(line, key.letter)
    case 'alt':
      return editByAlt(line, key.letter)
    case 'named':
      return editByName(line, key.name, key.modified)
  }
}

/** The line with another text, its cursor at the end. */
export function withText(line: PromptLine, text: string): PromptLine {
  return { ...without(line, 'recalled'), text, cursor: text.length, literal: false, draft: '' }
}

/** The line after its text was run: empty, and remembered. */
export function submitted(line: PromptLine, text: string): PromptLine {
  const trimmed = text.trim()
  const repeats = line.history.at(-1) === trimmed || trimmed === ''
  const history = repeats ? line.history : [...line.history, trimmed].slice(-longestHistory)
  return { ...withText(line, ''), history }
}

/** A paste is always text: newlines stay (several lines run as one script), the last one goes. */
function pastedText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').replaceAll('\t', ' ').replace(controls, '')
}

const controls = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(9)}${String.fromCharCode(11)}-${String.fromCharCode(31)}${String.fromCharCode(127)}]`,
  'g'
)

function insert(line: PromptLine, text: string): PromptLine {
  const before = line.text.slice(0, line.cursor)
  return {
    ...without(line, 'recalled'),
    text: before + text + line.text.slice(line.cursor),
    cursor: before.length + text.length,
    literal: false
  }
}

function editByControl(line: PromptLine, letter: string): PromptLine | undefined {
  switch (letter) {
    case 'a':
      return { ...line, cursor: 0 }
    case 'e':
      return { ...line, cursor: line.text.length }
    case 'b':
      return { ...line, cursor: previousCharacter(line) }
    case 'f':
      return { ...line, cursor: nextCharacter(line) }
    case 'd':
      return remove(line, line.cursor, nextCharacter(line), false)
    case 'h':
      return backspace(line)
    case 'w':
      return remove(line, previousBlank(line), line.cursor)
    case 'u':
      return remove(line, 0, line.cursor)
    case 'k':
      return remove(line, line.cursor, line.text.length)
    case 'y':
      return insert(line, line.cut)
    case 'p':
      return recall(line, -1)
    case 'n':
      return recall(line, 1)
    default:
      return undefined
  }
}

function editByAlt(line: PromptLine, letter: string): PromptLine | undefined {
  if (letter === 'b') return { ...line, cursor: previousWord(line) }
  if (letter === 'f') return { ...line, cursor: nextWord(line) }
  if (letter === 'd') return remove(line, line.cursor, nextWord(line))
  return undefined
}

function editByName(line: PromptLine, name: string, modified: boolean): PromptLine | undefined {
  switch (name) {
    case 'left':
      return { ...line, cursor: modified ? previousWord(line) : previousCharacter(line) }
    case 'right':
      return { ...line, cursor: modified ? nextWord(line) : nextCharacter(line) }
    case 'home':
      return { ...line, cursor: 0 }
    case 'end':
      return { ...line, cursor: line.text.length }
    case 'backspace':
      return modified ? remove(line, previousWord(line), line.cursor) : backspace(line)
    case 'delete':
      return remove(line, line.cursor, nextCharacter(line), false)
    case 'up':
      return modified ? undefined : recall(line, -1)
    case 'down':
      return modified ? undefined : recall(line, 1)
    default:
      return undefined
  }
}

function backspace(line: PromptLine): PromptLine {
  return remove({ ...line, literal: false }, previousCharacter(line), line.cursor, false)
}

function remove(line: PromptLine, from: number, to: number, keep = true): PromptLine {
  if (from >= to) return line
  return {
    ...without(line, 'recalled'),
    text: line.text.slice(0, from) + line.text.slice(to),
    cursor: from,
    cut: keep ? line.text.slice(from, to) : line.cut
  }
}

function recall(line: PromptLine, by: 1 | -1): PromptLine {
  const at = (line.recalled ?? line.history.length) + by
  if (at < 0) return line
  const draft = line.recalled === undefined ? line.text : line.draft
  const found = line.history[at]
  if (found !== undefined) return { ...line, text: found, cursor: found.length, recalled: at, draft, literal: false }
  if (line.recalled === undefined) return line
  return { ...without(line, 'recalled'), text: draft, cursor: draft.length, draft: '' }
}

function without(line: PromptLine, _key: 'recalled'): PromptLine {
  const { recalled: _recalled, ...rest } = line
  return rest
}

function previousCharacter({ text, cursor }: PromptLine): number {
  return cursor - (graphemes(text.slice(0, cursor)).at(-1)?.length ?? 0)
}

function nextCharacter({ text, cursor }: PromptLine): number {
  return cursor + (graphemes(text.slice(cursor))[0]?.length ?? 0)
}

/** Words are letters and digits, as for readline's Alt-B and Alt-F. */
function previousWord({ text, cursor }: PromptLine): number {
  const match = /[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u.exec(text.slice(0, cursor))
  return match?.index ?? 0
}

function nextWord({ text, cursor }: PromptLine): number {
  const match = /^[^\p{L}\p{N}]*[\p{L}\p{N}]+/u.exec(text.slice(cursor))
  return match === null ? text.length : cursor + match[0].length
}

/** For Ctrl-W words end at blanks only. */
function previousBlank({ text, cursor }: PromptLine): number {
  const match = /\S+\s*$/.exec(text.slice(0, cursor))
  return match?.index ?? 0
}
