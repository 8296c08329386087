import { plain } from '../../shell/sanitise.ts'
import { quote } from '../../shell/bash.ts'
import { truncate, widthOf, type Line } from '../../markdown/styled.ts'
import { withText, type PromptLine } from './line.ts'

/** The word before the cursor, and the command that it belongs to. */
export interface WordAt {
  /** The words before it, quotes taken off; the first is the program. */
  readonly words: readonly string[]
  /** As far as it is typed, quotes taken off. */
  readonly word: string
  /** Where it begins in the line. */
  readonly start: number
}

export interface Candidate {
  /** The whole word, unquoted. */
  readonly text: string
  readonly description?: string
  /** More of the same word follows: a folder, `--flag=`. */
  readonly goesOn?: boolean
}

/** What a word may become. */
export interface Offer {
  /** Where the word begins that is replaced. */
  readonly start: number
  readonly candidates: readonly Candidate[]
}

/** Candidates on the screen; Tab goes through them. */
export interface Completion extends Offer {
  /** The one taken; undefined while only the common part is. */
  readonly at?: number
}

/** Finds the word before the cursor, as bash would split the line: blanks part words, operators part commands. */
export function wordAt(text: string, cursor: number): WordAt {
  let words: string[] = []
  let word = ''
  let start = 0
  let began = false
  let quoted = ''
  for (let at = 0; at < cursor; at++) {
    const character = text.charAt(at)
    const parts = quoted === '' && /[\s|&;()<>]/.test(character)
    if (!parts && !began) {
      start = at
      began = true
    }
    if (quoted !== '') {
      if (character === quoted) quoted = ''
      else word += character
    } else if (character === "'" || character === '"') {
      quoted = character
    } else if (character === '\\') {
      word += text.charAt(++at)
    } else if (parts) {
      if (began) words.push(word)
      if (/[\n|&;(]/.test(character)) words = []
      word = ''
      began = false
    } else {
      word += character
    }
  }
  return { words, word, start: began ? start : cursor }
}

/** What `kubectl __complete` answered. */
export interface KubectlAnswer {
  readonly candidates: readonly Candidate[]
  /** What besides may stand there: files, those with an ending, folders, or nothing. */
  readonly files: 'any' | 'folders' | 'none' | { readonly endings: readonly string[] }
}

/**
 * Reads candidates and the directive that ends them (cobra's completions.go, ShellCompDirective: 1 error, 2 no space,
 * 4 no files, 8 files with these endings, 16 folders).
 */
export function readKubectl(stdout: string): KubectlAnswer {
  const lines = stdout.split('\n').filter(line => line !== '' && !line.startsWith('_activeHelp_'))
  const end = lines.findLastIndex(line => /^:\d+$/.test(line))
  const directive = end === -1 ? 1 : Number(lines[end]?.slice(1))
  const given = lines.slice(0, Math.max(0, end))
  if ((directive & 1) !== 0) return { candidates: [], files: 'none' }
  if ((directive & 8) !== 0) return { candidates: [], files: { endings: given } }
  if ((directive & 16) !== 0) return { candidates: [], files: 'folders' }
  const goesOn = (directive & 2) !== 0
  const candidates = given.map((line): Candidate => {
    const [text = '', description] = line.split('\t')
    return {
      text,
      ...(description !== undefined && { description }),
      ...((goesOn || text.endsWith('=')) && { goesOn: true })
    }
  })
  return { candidates, files: (directive & 4) !== 0 ? 'none' : 'any' }
}

/** Candidates that go on from what is typed, each once, none that could act on a terminal. */
export function fitting(candidates: readonly Candidate[], word: string): readonly Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ text }) => {
    if (!text.startsWith(word) || text === '' || seen.has(text) || plain(text) !== text || /\s*\n/.test(text))
      return false
    seen.add(text)
    return true
  })
}

/** The line with what an offer makes sure of: its only candidate, or the common part of several, which are shown. */
export function takeOffer(
  line: PromptLine,
  offer: Offer
): { readonly line: PromptLine; readonly completion?: Completion } {
  const [only, ...others] = offer.candidates
  if (only === undefined) return { line }
  if (others.length === 0) return { line: replaced(line, offer.start, only.text, only.goesOn !== true) }
  const common = offer.candidates.reduce((part, { text }) => commonPart(part, text), only.text)
  const typed = wordAt(line.text, line.cursor).word
  const taken = common.length > typed.length ? replaced(line, offer.start, common, false) : line
  return { line: taken, completion: offer }
}

/** The line with the next candidate, or the one before. */
export function takeNext(
  line: PromptLine,
  completion: Completion,
  by: 1 | -1
): { readonly line: PromptLine; readonly completion: Completion } {
  const { candidates, at } = completion
  const next =
    at === undefined ? (by === 1 ? 0 : candidates.length - 1) : (at + by + candidates.length) % candidates.length
  return {
    line: replaced(line, completion.start, candidates[next]?.text ?? '', false),
    completion: { ...completion, at: next }
  }
}

/** The candidates on one row, from the one that is taken on, with what is said of it. */
export function candidatesRow({ candidates, at }: Completion, columns: number): Line {
  const row: Line[number][] = [{ text: ' ' }]
  let used = 1
  const described = at === undefined ? undefined : candidates[at]?.description
  const room = columns - (described === undefined ? 0 : Math.min(Math.floor(columns / 2), widthOf(described) + 2))
  for (const [index, { text }] of candidates.entries()) {
    if (at !== undefined && index < at) continue
    const more = index + 1 < candidates.length ? `+${candidates.length - index}`.length + 2 : 0
    if (used + widthOf(text) + more > room && used > 1) {
      row.push({ text: `+${candidates.length - index}`, dim: true })
      break
    }
    row.push({ text, ...(index === at ? { inverse: true } : {}) }, { text: '  ' })
    used += widthOf(text) + 2
  }
  if (described !== undefined) row.push({ text: plain(described), dim: true })
  return truncate(row, columns)
}

function replaced(line: PromptLine, start: number, word: string, ends: boolean): PromptLine {
  const after = line.text.slice(line.cursor)
  const written = escaped(word) + (ends && !after.startsWith(' ') ? ' ' : '')
  const text = line.text.slice(0, start) + written + after
  return { ...withText(line, text), cursor: start + written.length }
}

/** A word as bash reads it back; `~/` stays what it is. */
function escaped(word: string): string {
  if (/^[\w@%+=:,./~^-]*$/.test(word)) return word
  return word.startsWith('~/') ? `~/${quote(word.slice(2))}` : quote(word)
}

function commonPart(one: string, other: string): string {
  let length = 0
  while (length < one.length && one.charAt(length) === other.charAt(length)) length++
  return one.slice(0, length)
}
