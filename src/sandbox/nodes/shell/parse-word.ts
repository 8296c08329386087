import { ShellSyntaxError, type Part, type Script, type Word } from './syntax.ts'

/** Where a parser is in its text. */
export interface Cursor {
  readonly text: string
  at: number
}

type ParseScript = (text: string) => Script

/** Reads one word with its quotes and expansions (XCU 2.2 and 2.6); undefined when none begins here. */
export function readWord(cursor: Cursor, parse: ParseScript): Word | undefined {
  const parts: Part[] = []
  let began = false
  while (cursor.at < cursor.text.length) {
    const sign = cursor.text.charAt(cursor.at)
    if (/[\s;&|<>()]/.test(sign)) break
    began = true
    if (sign === "'") {
      const end = closing(cursor, "'", cursor.at + 1)
      parts.push(text(cursor.text.slice(cursor.at + 1, end), true))
      cursor.at = end + 1
    } else if (sign === '"') {
      cursor.at += 1
      parts.push(text('', true), ...readQuoted(cursor, parse))
    } else if (sign === '\\') {
      const next = cursor.text[cursor.at + 1] ?? ''
      cursor.at += 2
      if (next !== '\n') parts.push(text(next, true))
    } else parts.push(readPlain(cursor, parse, false))
  }
  return began ? parts : undefined
}

/** What stands in double quotes, after the first. */
function readQuoted(cursor: Cursor, parse: ParseScript): Part[] {
  const parts: Part[] = []
  for (;;) {
    const sign = cursor.text[cursor.at]
    if (sign === undefined) throw new ShellSyntaxError('syntax error: unterminated quoted string')
    if (sign === '"') {
      cursor.at += 1
      return parts
    }
    if (sign === '\\') {
      const next = cursor.text[cursor.at + 1] ?? ''
      cursor.at += 2
      if (next !== '\n') parts.push(text('$`"\\'.includes(next) ? next : `\\${next}`, true))
    } else parts.push(readPlain(cursor, parse, true))
  }
}

function readPlain(cursor: Cursor, parse: ParseScript, quoted: boolean): Part {
  const sign = cursor.text.charAt(cursor.at)
  if (sign === '`') {
    const end = closing(cursor, '`', cursor.at + 1)
    const script = parse(cursor.text.slice(cursor.at + 1, end).replace(/\\([`$\\])/g, '$1'))
    cursor.at = end + 1
    return { kind: 'command', script, quoted }
  }
  if (sign === '$') return readExpansion(cursor, parse, quoted)
  cursor.at += 1
  return text(sign, quoted)
}

function readExpansion(cursor: Cursor, parse: ParseScript, quoted: boolean): Part {
  const rest = cursor.text.slice(cursor.at)
  if (rest.startsWith('$((')) {
    const end = balanced(cursor, cursor.at + 3) + 1
    const expression = readAll(cursor.text.slice(cursor.at + 3, end - 1), parse)
    cursor.at = end + 1
    return { kind: 'arithmetic', expression, quoted }
  }
  if (rest.startsWith('$(')) {
    const end = balanced(cursor, cursor.at + 2)
    const script = parse(cursor.text.slice(cursor.at + 2, end))
    cursor.at = end + 1
    return { kind: 'command', script, quoted }
  }
  const [all, length, name, operator = '', fallback = ''] =
    /^\$\{(#?)(\w+|[?#@*$!])(?:(:?[-=+])([^}]*))?\}/.exec(rest) ?? []
  if (all !== undefined && name !== undefined) {
    cursor.at += all.length
    const sign = length === '#' ? '#' : operator.replace('=', '-')
    return { kind: 'variable', name, operator: sign, fallback: readAll(fallback, parse), quoted }
  }
  const [plain, simple] = /^\$([A-Za-z_]\w*|[0-9?#@*$!])/.exec(rest) ?? []
  if (plain === undefined || simple === undefined) {
    if (rest.startsWith('${')) throw new ShellSyntaxError('syntax error: bad substitution')
    cursor.at += 1
    return text('$', quoted)
  }
  cursor.at += plain.length
  return { kind: 'variable', name: simple, operator: '', fallback: [], quoted }
}

/** A text that is read as one word, spaces and all. */
function readAll(inner: string, parse: ParseScript): Word {
  return readQuoted({ text: `${inner}"`, at: 0 }, parse)
}

function text(value: string, quoted: boolean): Part {
  return { kind: 'text', text: value, quoted }
}

function closing({ text: all }: Cursor, sign: string, from: number): number {
  const end = all.indexOf(sign, from)
  if (end < 0) throw new ShellSyntaxError('syntax error: unterminated quoted string')
  return end
}

/** Where the parenthesis closes that was opened before `from`. */
function balanced({ text: all }: Cursor, from: number): number {
  let depth = 1
  let quote = ''
  for (let at = from; at < all.length; at += 1) {
    const sign = all.charAt(at)
    if (quote !== '') {
      if (sign === quote) quote = ''
    } else if (sign === "'" || sign === '"') quote = sign
    else if (sign === '\\') at += 1
    else if (sign === '(') depth += 1
    else if (sign === ')' && --depth === 0) return at
  }
  throw new ShellSyntaxError('syntax error: unexpected end of file (expecting ")")')
}
