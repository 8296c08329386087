/**
 * How many lines the shell would read as one command, from the first of `lines`: continuations, quotes, heredocs, loops
 * and braces. A command that never ends (a quote left open) counts as one line.
 */
export function commandLength(lines: readonly string[]): number {
  for (let count = 1; count <= Math.min(lines.length, longestCommand); count++) {
    if (isComplete(lines.slice(0, count).join('\n'))) return count
  }
  return 1
}

const longestCommand = 200
const openers = new Set(['for', 'while', 'until', 'select', 'if', 'case', '{'])
const closers = new Set(['done', 'fi', 'esac', '}'])

/** Whether bash would run this text, rather than ask for more (PS2). An approximation that knows no aliases. */
export function isComplete(text: string): boolean {
  const scan = scanShell(text)
  return !scan.open && scan.depth <= 0 && !/(^|[^\\])(\\\\)*\\$/.test(text) && !/(\|\|?|&&)\s*$/.test(scan.bare)
}

interface Scan {
  /** A quote, heredoc or parenthesis is open. */
  readonly open: boolean
  /** Loops, conditions and braces that wait for their end. */
  readonly depth: number
  /** The text with what is quoted left out. */
  readonly bare: string
}

function scanShell(text: string): Scan {
  let bare = ''
  let parentheses = 0
  const heredocs: { end: string; tabs: boolean }[] = []
  for (let i = 0; i < text.length; i++) {
    const rest = text.slice(i)
    const character = text[i] ?? ''
    if (character === '\\') i++
    else if (character === "'" || character === '"') {
      const end = closingQuote(text, i)
      if (end < 0) return { open: true, depth: 0, bare }
      bare += '_'
      i = end
    } else if (character === '#' && /(^|[\s;&|(])$/.test(bare)) {
      i += (/^[^\n]*/.exec(rest)?.[0].length ?? 1) - 1
    } else if (rest.startsWith('<<') && !rest.startsWith('<<<')) {
      const heredoc = /^<<(-?)\s*(['"\\]?)([\w.-]+)/.exec(rest)
      if (heredoc) heredocs.push({ end: heredoc[3] ?? '', tabs: heredoc[1] === '-' })
      i += (heredoc?.[0].length ?? 2) - 1 + (heredoc?.[2] && heredoc[2] !== '\\' ? 1 : 0)
    } else if (character === '\n' && heredocs.length > 0) {
      const after = afterHeredocs(text, i + 1, heredocs.splice(0))
      if (after < 0) return { open: true, depth: 0, bare }
      bare += '\n'
      i = after - 1
    } else {
      if (character === '(') parentheses++
      if (character === ')') parentheses--
      bare += character
    }
  }
  return { open: parentheses > 0 || heredocs.length > 0, depth: depthOf(bare), bare }
}

function closingQuote(text: string, start: number): number {
  const quote = text[start]
  for (let i = start + 1; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++
    else if (text[i] === quote) return i
  }
  return -1
}

/** The position after the bodies of heredocs that begin at `from`; -1 when one does not end. */
function afterHeredocs(text: string, from: number, heredocs: readonly { end: string; tabs: boolean }[]): number {
  let position = from
  for (const { end, tabs } of heredocs) {
    for (;;) {
      if (position > text.length) return -1
      const lineEnd = text.indexOf('\n', position)
      const line = text.slice(position, lineEnd < 0 ? undefined : lineEnd)
      position = lineEnd < 0 ? text.length + 1 : lineEnd + 1
      if ((tabs ? line.replace(/^\t+/, '') : line) === end) break
      if (lineEnd < 0) return -1
    }
  }
  return Math.min(position, text.length)
}

/** Reserved words count only where a command may begin. */
function depthOf(bare: string): number {
  let depth = 0
  for (const part of bare.split(/[;\n]|&&|\|\||\||&/)) {
    let words = part.trim().split(/\s+/)
    while (words.length > 0 && /^(do|then|else|elif|!|time)$/.test(words[0] ?? '')) words = words.slice(1)
    const first = words[0] ?? ''
    if (openers.has(first) || (/^\w[\w-]*\(\)$/.test(first) && words.at(-1) === '{')) depth++
    if (closers.has(first)) depth--
  }
  return depth
}
