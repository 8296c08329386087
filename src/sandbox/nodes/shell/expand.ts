/** Word expansions: XCU 2.6. */
import { resolvePath } from './files.ts'
import type { Shell } from './interpreter.ts'
import type { Steps } from './process.ts'
import { ShellSyntaxError, type Part, type Script, type Word } from './syntax.ts'

/** Runs the script of a `$(…)` and gives what it wrote. */
export type Capture = (shell: Shell, script: Script) => Steps<string>

/** One word as one text, without splitting: the value of an assignment, the target of a redirection. */
export function* expandWord(shell: Shell, word: Word, capture: Capture): Steps<string> {
  let text = ''
  for (const part of word) text += yield* expandPart(shell, part, capture)
  return text
}

/** Words as a command sees them: expanded, split at blanks where nothing is quoted, and matched with files. */
export function* expandWords(shell: Shell, words: readonly Word[], capture: Capture): Steps<string[]> {
  const fields: string[] = []
  for (const word of words) {
    let field: string | undefined
    let pattern = false
    const end = (): void => {
      if (field !== undefined) fields.push(...(pattern ? matching(shell, field) : [field]))
      field = undefined
      pattern = false
    }
    for (const part of word) {
      if (part.kind === 'variable' && (part.name === '@' || part.name === '*')) {
        for (const [index, parameter] of shell.state.parameters.entries()) {
          if (index > 0) end()
          field = (field ?? '') + parameter
        }
        continue
      }
      const text = yield* expandPart(shell, part, capture)
      if (part.quoted || part.kind === 'text') {
        field = (field ?? '') + text
        if (!part.quoted && /[*?]/.test(text)) pattern = true
        continue
      }
      const pieces = text.split(/[ \t\n]+/)
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) end()
        if (piece !== '') field = (field ?? '') + piece
      }
    }
    end()
  }
  return fields
}

function* expandPart(shell: Shell, part: Part, capture: Capture): Steps<string> {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'command':
      return yield* capture(shell, part.script)
    case 'arithmetic':
      return String(arithmetic(shell, yield* expandWord(shell, part.expression, capture)))
    case 'variable': {
      const value = variable(shell, part.name)
      if (part.operator === '#') return String((value ?? '').length)
      const absent = value === undefined || (part.operator.startsWith(':') && value === '')
      if (part.operator.endsWith('+')) return absent ? '' : yield* expandWord(shell, part.fallback, capture)
      if (part.operator !== '' && absent) return yield* expandWord(shell, part.fallback, capture)
      return value ?? ''
    }
  }
}

function variable({ state, name: shellName }: Shell, name: string): string | undefined {
  if (name === '?') return String(state.status)
  if (name === '$') return '1'
  if (name === '#') return String(state.parameters.length)
  if (name === '@' || name === '*') return state.parameters.join(' ')
  if (name === '0') return shellName
  if (/^\d+$/.test(name)) return state.parameters[Number(name) - 1]
  if (name === 'PWD') return state.cwd
  if (name === 'RANDOM') return String(Math.floor(Math.random() * 32768))
  return state.variables.get(name)
}

/** The files that a pattern matches; without any, the pattern itself. */
function matching({ state, around }: Shell, pattern: string): string[] {
  const slash = pattern.lastIndexOf('/')
  const folder = slash < 0 ? '' : pattern.slice(0, slash + 1)
  const names = around.files.list(resolvePath(state.cwd, folder === '' ? '.' : folder)) ?? []
  const last = pattern.slice(slash + 1)
  const expression = new RegExp(
    `^${last
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`
  )
  const found = names.filter(name => expression.test(name) && (!name.startsWith('.') || last.startsWith('.')))
  return found.length === 0 ? [pattern] : found.map(name => folder + name)
}

/** Whole numbers with `+ - * / %`, comparisons and parentheses; names stand for their variables. */
function arithmetic(shell: Shell, text: string): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|[<>=!]=|[-+*/%()<>]/g) ?? []
  let at = 0
  const levels = [
    ['==', '!=', '<', '>', '<=', '>='],
    ['+', '-'],
    ['*', '/', '%']
  ]
  function level(depth: number): number {
    const operators = levels[depth]
    if (operators === undefined) return atom()
    let left = level(depth + 1)
    while (operators.includes(tokens[at] ?? '')) {
      const operator = tokens[at++] ?? ''
      left = apply(operator, left, level(depth + 1))
    }
    return left
  }
  function atom(): number {
    const token = tokens[at++] ?? ''
    if (token === '-') return -atom()
    if (token === '+') return atom()
    if (token === '(') {
      const value = level(0)
      at += 1
      return value
    }
    if (/^\d/.test(token)) return Number(token)
    if (token === '') throw new ShellSyntaxError('arithmetic syntax error')
    return Number(variable(shell, token) ?? 0) || 0
  }
  return level(0)
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right === 0 ? 0 : Math.trunc(left / right)
    case '%':
      return right === 0 ? 0 : left % right
    case '==':
      return Number(left === right)
    case '!=':
      return Number(left !== right)
    case '<':
      return Number(left < right)
    case '>':
      return Number(left > right)
    case '<=':
      return Number(left <= right)
    default:
      return Number(left >= right)
  }
}
