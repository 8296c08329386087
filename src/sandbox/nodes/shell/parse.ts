import { readWord, type Cursor } from './parse-word.ts'
import {
  ShellSyntaxError,
  type AndOr,
  type Assignment,
  type Branch,
  type Command,
  type Pipeline,
  type Redirection,
  type Script,
  type Word
} from './syntax.ts'

/**
 * Parses a script.
 *
 * @throws ShellSyntaxError for what is none, or needs more than this shell knows.
 */
export function parseScript(text: string): Script {
  const cursor: Cursor = { text, at: 0 }
  const script = readList(cursor, [])
  skipBlank(cursor, true)
  if (cursor.at < text.length) throw unexpected(cursor)
  return script
}

const reserved = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', '}', ')'])

/** Reads commands until one of the words `ends`, which is left to be read. */
function readList(cursor: Cursor, ends: readonly string[]): AndOr[] {
  const list: AndOr[] = []
  for (;;) {
    skipBlank(cursor, true)
    const next = peekWord(cursor)
    if (cursor.at >= cursor.text.length || ends.includes(next)) return list
    if (reserved.has(next)) throw unexpected(cursor)
    list.push(readAndOr(cursor))
    skipBlank(cursor, false)
    // What is sent to the background is waited for all the same: nothing here runs beside something else.
    if (cursor.text[cursor.at] === ';' || cursor.text[cursor.at] === '&') cursor.at += 1
    else if (cursor.text[cursor.at] !== '\n') {
      skipBlank(cursor, true)
      if (cursor.at < cursor.text.length && !ends.includes(peekWord(cursor))) throw unexpected(cursor)
    }
  }
}

function readAndOr(cursor: Cursor): AndOr {
  const first = readPipeline(cursor)
  const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = []
  for (;;) {
    skipBlank(cursor, false)
    const operator = cursor.text.slice(cursor.at, cursor.at + 2)
    if (operator !== '&&' && operator !== '||') return { first, rest }
    cursor.at += 2
    skipBlank(cursor, true)
    rest.push({ operator, pipeline: readPipeline(cursor) })
  }
}

function readPipeline(cursor: Cursor): Pipeline {
  const negated = peekWord(cursor) === '!'
  if (negated) {
    cursor.at += 1
    skipBlank(cursor, false)
  }
  const commands = [readCommand(cursor)]
  for (;;) {
    skipBlank(cursor, false)
    if (cursor.text[cursor.at] !== '|' || cursor.text[cursor.at + 1] === '|') return { negated, commands }
    cursor.at += 1
    skipBlank(cursor, true)
    commands.push(readCommand(cursor))
  }
}

function readCommand(cursor: Cursor): Command {
  const word = peekWord(cursor)
  const compound = readCompound(cursor, word)
  if (compound === undefined) return readSimple(cursor)
  const redirections: Redirection[] = []
  for (;;) {
    skipBlank(cursor, false)
    const redirection = readRedirection(cursor)
    if (redirection === undefined) return { ...compound, redirections }
    redirections.push(redirection)
  }
}

function readCompound(cursor: Cursor, word: string): Command | undefined {
  const redirections: Redirection[] = []
  switch (word) {
    case '(':
      cursor.at += 1
      return { kind: 'group', body: between(cursor, ')'), subshell: true, redirections }
    case '{':
      cursor.at += 1
      return { kind: 'group', body: between(cursor, '}'), subshell: false, redirections }
    case 'if': {
      cursor.at += 2
      const branches: Branch[] = []
      for (;;) {
        const condition = between(cursor, 'then')
        const body = readList(cursor, ['elif', 'else', 'fi'])
        branches.push({ condition, body })
        const next = peekWord(cursor)
        expectWord(cursor, next)
        if (next === 'elif') continue
        const otherwise = next === 'else' ? between(cursor, 'fi') : undefined
        return { kind: 'if', branches, otherwise, redirections }
      }
    }
    case 'while':
    case 'until': {
      cursor.at += word.length
      const condition = between(cursor, 'do')
      return { kind: 'loop', until: word === 'until', condition, body: between(cursor, 'done'), redirections }
    }
    case 'for': {
      cursor.at += 3
      skipBlank(cursor, false)
      const name = peekWord(cursor)
      cursor.at += name.length
      skipBlank(cursor, true)
      const words: Word[] = []
      if (peekWord(cursor) === 'in') {
        cursor.at += 2
        for (;;) {
          skipBlank(cursor, false)
          const each = readWord(cursor, parseScript)
          if (each === undefined) break
          words.push(each)
        }
      }
      skipBlank(cursor, false)
      if (cursor.text[cursor.at] === ';') cursor.at += 1
      skipBlank(cursor, true)
      expectWord(cursor, 'do')
      return { kind: 'for', name, words, body: between(cursor, 'done'), redirections }
    }
    default:
      return undefined
  }
}

function between(cursor: Cursor, end: string): Script {
  const list = readList(cursor, [end])
  expectWord(cursor, end)
  return list
}

function readSimple(cursor: Cursor): Command {
  const assignments: Assignment[] = []
  const words: Word[] = []
  const redirections: Redirection[] = []
  for (;;) {
    skipBlank(cursor, false)
    const redirection = readRedirection(cursor)
    if (redirection !== undefined) {
      redirections.push(redirection)
      continue
    }
    const [, name] = words.length === 0 ? (/^([A-Za-z_]\w*)=/.exec(cursor.text.slice(cursor.at)) ?? []) : []
    if (name !== undefined) {
      cursor.at += name.length + 1
      assignments.push({ name, value: readWord(cursor, parseScript) ?? [] })
      continue
    }
    const word = readWord(cursor, parseScript)
    if (word === undefined) break
    words.push(word)
  }
  if (assignments.length + words.length + redirections.length === 0) throw unexpected(cursor)
  return { kind: 'simple', assignments, words, redirections }
}

function readRedirection(cursor: Cursor): Redirection | undefined {
  const [all, digit, sign] = /^(\d?)(>>|>&|<|>)/.exec(cursor.text.slice(cursor.at)) ?? []
  if (all === undefined || sign === undefined) return undefined
  cursor.at += all.length
  skipBlank(cursor, false)
  const target = readWord(cursor, parseScript)
  if (target === undefined) throw unexpected(cursor)
  const operator = sign as Redirection['operator']
  return { descriptor: digit === '' || digit === undefined ? (sign === '<' ? 0 : 1) : Number(digit), operator, target }
}

function skipBlank(cursor: Cursor, newlines: boolean): void {
  for (;;) {
    const sign = cursor.text[cursor.at]
    if (sign === ' ' || sign === '\t' || sign === '\r' || (newlines && (sign === '\n' || sign === ';'))) cursor.at += 1
    else if (sign === '\\' && cursor.text[cursor.at + 1] === '\n') cursor.at += 2
    else if (sign === '#' && /^$|\s|;/.test(cursor.text[cursor.at - 1] ?? '')) {
      while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '\n') cursor.at += 1
    } else return
  }
}

/** The unquoted word that comes next, without reading it. */
function peekWord({ text, at }: Cursor): string {
  if (text[at] === '(' || text[at] === ')') return text[at]
  return /^[^\s;&|<>()]*/.exec(text.slice(at))?.[0] ?? ''
}

function expectWord(cursor: Cursor, word: string): void {
  skipBlank(cursor, true)
  if (word === '' || peekWord(cursor) !== word) throw unexpected(cursor)
  cursor.at += word.length
}

function unexpected({ text, at }: Cursor): ShellSyntaxError {
  if (at >= text.length) return new ShellSyntaxError('syntax error: unexpected end of file')
  const next = text[at] === '\n' ? 'newline' : (/^([^\s;&|<>()]+|.)/.exec(text.slice(at))?.[0] ?? '')
  return new ShellSyntaxError(`syntax error: unexpected "${next}"`)
}
