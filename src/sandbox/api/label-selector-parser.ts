import { badRequest } from './status.ts'
import { labelValueProblems, qualifiedName } from './validation/names.ts'

/** One condition of a label selector. */
export interface Requirement {
  readonly key: string
  readonly operator: 'in' | 'notin' | 'exists' | 'absent' | 'gt' | 'lt'
  readonly values: readonly string[]
}

const words = /[=!<>]=?|[(),]|[^=!(),<>\s]+/g
const signs = ['in', 'notin', '=', '==', '!=', 'gt', 'lt']
const operators: Readonly<Record<string, Requirement['operator']>> = {
  in: 'in',
  notin: 'notin',
  '=': 'in',
  '==': 'in',
  '!=': 'notin',
  '>': 'gt',
  '<': 'lt'
}

/**
 * Reads a label selector as it stands in a query: `a=b,c!=d,e in (f,g),!h` (apimachinery/pkg/labels/selector.go,
 * v1.35).
 *
 * @throws ApiError 400 in Kubernetes' words when it does not parse.
 */
export function parseRequirements(text: string): Requirement[] {
  const parser = new Parser(text)
  return parser.all()
}

class Parser {
  private readonly tokens: readonly string[]
  private position = 0

  constructor(text: string) {
    this.tokens = text.match(words) ?? []
  }

  all(): Requirement[] {
    const found: Requirement[] = []
    while (!this.isAtEnd()) {
      const next = this.peek()
      if (next !== '!' && !isName(next)) throw this.unexpected(next, "!, identifier, or 'end of string'", '')
      found.push(this.requirement())
      if (this.isAtEnd()) break
      const comma = this.take()
      if (comma !== ',') throw this.unexpected(comma, "',' or 'end of string'", '')
      const after = this.peek()
      if (after !== '!' && !isName(after)) throw this.unexpected(after, "identifier after ','", '')
    }
    return found
  }

  private requirement(): Requirement {
    const isAbsent = this.peek() === '!'
    if (isAbsent) this.take()
    const key = this.take()
    if (!isName(key)) throw this.unexpected(key, 'identifier')
    const [problem] = qualifiedName(key)
    if (problem !== undefined) throw refuse(`key: Invalid value: ${JSON.stringify(key)}: ${problem}`)
    if (this.isAtEnd() || this.peek() === ',') return { key, operator: isAbsent ? 'absent' : 'exists', values: [] }
    const sign = this.take()
    const operator = operators[sign]
    if (operator === undefined || isAbsent) throw this.unexpected(sign, signs.join(', '))
    const values = sign === 'in' || sign === 'notin' ? this.values() : [this.value()]
    checkValues(key, operator, values)
    return { key, operator, values }
  }

  private value(): string {
    if (this.isAtEnd() || this.peek() === ',') return ''
    const value = this.take()
    if (!isName(value)) throw this.unexpected(value, 'identifier')
    return value
  }

  private values(): string[] {
    const open = this.take()
    if (open !== '(') throw refuse(`found '${open}' expected: '('`)
    const values: string[] = []
    let expectsValue = true
    for (;;) {
      const next = this.take()
      if (next === ')') {
        if (expectsValue) values.push('')
        return values
      }
      if (next === ',') {
        if (expectsValue) values.push('')
        expectsValue = true
      } else if (!expectsValue) throw this.unexpected(next, "',' or ')'")
      else if (isName(next)) {
        values.push(next)
        expectsValue = false
      } else throw this.unexpected(next, values.length === 0 ? "',', ')' or identifier" : "',', or identifier")
    }
  }

  private isAtEnd(): boolean {
    return this.position >= this.tokens.length
  }

  private peek(): string {
    return this.tokens[this.position] ?? ''
  }

  private take(): string {
    return this.tokens[this.position++] ?? ''
  }

  private unexpected(found: string, expected: string, prefix?: string) {
    return refuse(`found '${found}', expected: ${expected}`, prefix)
  }
}

function isName(token: string): boolean {
  return token !== '' && !/^[=!(),<>]/.test(token)
}

function checkValues(key: string, operator: Requirement['operator'], values: readonly string[]): void {
  for (const [index, value] of values.entries()) {
    if ((operator === 'gt' || operator === 'lt') && !/^[+-]?\d+$/.test(value)) {
      const why = "for 'Gt', 'Lt' operators, the value must be an integer"
      throw refuse(`values[${index}]: Invalid value: ${JSON.stringify(value)}: ${why}`)
    }
    const [problem] = labelValueProblems(value)
    if (problem !== undefined)
      throw refuse(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${problem}`)
  }
}

function refuse(why: string, prefix = 'unable to parse requirement: ') {
  return badRequest(prefix + why)
}
