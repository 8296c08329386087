import { failure, success, type Outcome } from '../failure.ts'
import { labMistakes } from '../texts/texts.ts'
import { defaultWithinMs, type Check } from './lab.ts'
import { describeCheck } from './describe.ts'
import { offerOf } from './nearest.ts'
import { isMapping, readYaml } from './yaml.ts'

/** Finds what is wrong with a CEL expression without evaluating it; `src/check/cel/syntax.ts` has it. */
export type ExpressionReader = (
  expression: string,
  subject: 'object' | 'result' | 'question'
) => { readonly message: string; readonly line: number; readonly column: number } | undefined

const kinds = ['ready', 'exists', 'gone', 'replaced', 'onNodes', 'get', 'file', 'result', 'run'] as const
type Kind = (typeof kinds)[number]
/** Keys that go with each kind besides those that go with all. */
const companions: Readonly<Record<Kind, readonly string[]>> = {
  ready: [],
  exists: [],
  gone: [],
  replaced: ['keeping'],
  onNodes: ['nodes'],
  get: ['expect'],
  file: ['expect'],
  result: ['names', 'command'],
  run: ['expect']
}
const common = ['that', 'within', 'hint']
const allKeys = [...common, ...kinds, 'nodes', 'expect', 'names', 'command', 'keeping']

interface Place {
  readonly file: string
  /** Line of the comment's first line, from 1. */
  readonly line: number
}

/** Reads the YAML of a `check` annotation: one check or a list. The first line of `yaml` is that of `<!--`. */
export function readChecks(yaml: string, place: Place, expressions?: ExpressionReader): Outcome<Check[]> {
  const parsed = readYaml(yaml, place)
  if (!parsed.ok) return parsed
  const entries: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value]
  const lines = entryLines(yaml, Array.isArray(parsed.value))
  const checks: Check[] = []
  for (const [index, entry] of entries.entries()) {
    const start = lines[index] ?? 0
    const end = lines[index + 1] ?? Infinity
    const lineOf = (key: string): number => {
      const at = yaml
        .split('\n')
        .findIndex((line, n) => n >= start && n < end && new RegExp(`^\\s*(-\\s+)?["']?${key}["']?\\s*:`).test(line))
      return place.line + (at < 0 ? start : at)
    }
    const check = new EntryReader(entry, {
      file: place.file,
      line: place.line + start,
      firstLine: place.line,
      yaml,
      lineOf,
      expressions
    }).read()
    if (!check.ok) return check
    checks.push(check.value)
  }
  return success(checks)
}

/** Index of the line that each entry of a YAML list begins at. */
function entryLines(yaml: string, list: boolean): number[] {
  const lines = yaml.split('\n')
  if (!list)
    return [
      Math.max(
        0,
        lines.findIndex(line => line.trim() !== '')
      )
    ]
  const indents = lines.flatMap(line => /^(\s*)-\s/.exec(line)?.[1]?.length ?? [])
  const least = Math.min(...indents)
  return lines.flatMap((line, index) => (/^(\s*)-\s/.exec(line)?.[1]?.length === least ? [index] : []))
}

/** Where an entry stands, and what its expressions are read with. */
interface EntryPlace {
  readonly file: string
  /** Line of the entry's first key, and of the annotation's first line; from 1. */
  readonly line: number
  readonly firstLine: number
  /** The whole annotation, for finding lines in it. */
  readonly yaml: string
  readonly lineOf: (key: string) => number
  readonly expressions: ExpressionReader | undefined
}

class EntryReader {
  private readonly entry: unknown
  private readonly place: EntryPlace

  constructor(entry: unknown, place: EntryPlace) {
    this.entry = entry
    this.place = place
  }

  read(): Outcome<Check> {
    const { entry } = this
    if (!isMapping(entry)) return this.mistake(this.place.line, labMistakes.checkForm)
    const unknown = Object.keys(entry).find(key => !allKeys.includes(key))
    if (unknown !== undefined)
      return this.mistake(
        this.place.lineOf(unknown),
        `${labMistakes.noCheckKey(unknown)}; ${offerOf(unknown, allKeys)}`
      )
    const present = kinds.filter(kind => kind in entry)
    const [kind] = present
    if (kind === undefined) return this.mistake(this.place.line, labMistakes.noCheckKind(kinds.join(', ')))
    if (present.length > 1)
      return this.mistake(this.place.line, labMistakes.manyCheckKinds(kinds.join(', '), present.join(labMistakes.and)))
    const stray = Object.keys(entry).find(
      key => !common.includes(key) && key !== kind && !companions[kind].includes(key)
    )
    if (stray !== undefined) return this.mistake(this.place.lineOf(stray), labMistakes.doesNotGoWith(stray, kind))
    return this.check(entry, kind)
  }

  private check(entry: Record<string, unknown>, kind: Kind): Outcome<Check> {
    for (const key of ['that', 'hint', 'expect', 'names', 'command', 'keeping', kind]) {
      const value = entry[key]
      if (key in entry && (typeof value !== 'string' || value.trim() === ''))
        return this.mistake(
          this.place.lineOf(key),
          key === 'expect' || key === 'result' ? labMistakes.mustBeExpression(key) : labMistakes.mustBeText(key)
        )
    }
    const within = durationMs(entry.within)
    if (within === undefined) return this.mistake(this.place.lineOf('within'), labMistakes.withinForm)
    const text = (key: string): string => (typeof entry[key] === 'string' ? entry[key].trim() : '')
    const optional = (key: 'names' | 'command' | 'keeping'): Record<string, string> =>
      key in entry ? { [key]: text(key) } : {}
    const expectKey = kind === 'result' ? 'result' : 'expect'
    if (['get', 'file', 'run'].includes(kind) && !('expect' in entry))
      return this.mistake(this.place.lineOf(kind), labMistakes.needsExpect(kind))
    if (expectKey in entry) {
      const wrong = this.expression(
        expectKey,
        text(expectKey),
        kind === 'result' || kind === 'run' ? 'result' : 'object'
      )
      if (wrong) return wrong
    }
    const wrongPattern = 'command' in entry ? patternMistake(text('command')) : undefined
    if (wrongPattern) return this.mistake(this.place.lineOf('command'), labMistakes.noPattern(wrongPattern))
    const shared = { withinMs: within, line: this.place.line, ...('hint' in entry && { hint: text('hint') }) }
    const target = text(kind)
    let check: Check
    if (kind === 'ready' || kind === 'exists' || kind === 'gone') check = { that: '', ...shared, kind, target }
    else if (kind === 'replaced') check = { that: '', ...shared, kind, target, ...optional('keeping') }
    else if (kind === 'onNodes') {
      const nodes = nodesOf(entry.nodes)
      if (nodes === undefined) return this.mistake(this.place.lineOf('onNodes'), labMistakes.needsNodes)
      check = { that: '', ...shared, kind, target, nodes }
    } else if (kind === 'get') check = { that: '', ...shared, kind, target, expect: text('expect') }
    else if (kind === 'file') check = { that: '', ...shared, kind, file: target, expect: text('expect') }
    else if (kind === 'run') check = { that: '', ...shared, kind, run: target, expect: text('expect') }
    else check = { that: '', ...shared, kind, expect: target, ...optional('names'), ...optional('command') }
    return success({ ...check, that: text('that') || describeCheck(check) })
  }

  private expression(
    key: string,
    expression: string,
    subject: 'object' | 'result'
  ): ReturnType<EntryReader['mistake']> | undefined {
    const found = this.place.expressions?.(expression, subject)
    if (!found) return undefined
    const place = this.placeInFile(key, expression, found)
    return this.mistake(place.line, labMistakes.badExpression(key, found.message), place.column)
  }

  /** Where a place of the expression lies in the file: a block scalar or a plain one keeps its text as written. */
  private placeInFile(
    key: string,
    expression: string,
    found: { line: number; column: number }
  ): { line: number; column: number } {
    const lines = this.place.yaml.split('\n')
    const keyIndex = this.place.lineOf(key) - this.place.firstLine
    const wanted = (expression.split('\n')[found.line - 1] ?? '').trim()
    const indent = /^\s*/.exec(expression.split('\n')[found.line - 1] ?? '')?.[0].length ?? 0
    for (let index = keyIndex; index < lines.length; index++) {
      const at = wanted === '' ? -1 : (lines[index] ?? '').indexOf(wanted)
      if (at >= 0)
        return { line: this.place.firstLine + index, column: at + Math.max(0, found.column - 1 - indent) + 1 }
    }
    return { line: this.place.firstLine + keyIndex, column: 1 }
  }

  private mistake(line: number, message: string, column?: number): ReturnType<typeof failure> {
    return failure('bad-input', `${this.place.file}:${line}${column === undefined ? '' : `:${column}`}: ${message}`)
  }
}

function nodesOf(value: unknown): readonly string[] | { selector: string } | undefined {
  if (typeof value === 'string' && value.trim() !== '') return { selector: value.trim() }
  if (!Array.isArray(value) || value.length === 0) return undefined
  const names = value.filter((name): name is string => typeof name === 'string' && name !== '')
  return names.length === value.length ? names : undefined
}

const longestMs = 30 * 60_000

function durationMs(value: unknown): number | undefined {
  if (value === undefined) return defaultWithinMs
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  )
  if (!match) return undefined
  const milliseconds = Number(match[1]) * { ms: 1, s: 1000, m: 60_000 }[(match[2] ?? 's') as 'ms' | 's' | 'm']
  return milliseconds > 0 && milliseconds <= longestMs ? milliseconds : undefined
}

function patternMistake(pattern: string): string | undefined {
  try {
    new RegExp(pattern)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
