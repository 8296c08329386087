import type { z } from 'zod'
import { failure, success, type Outcome } from '../failure.ts'
import { labMistakes } from '../texts/texts.ts'
import { checkForms, checkKeys, checkKinds, type CheckKind } from './check-forms.ts'
import type { Check } from './lab.ts'
import { describeCheck } from './describe.ts'
import { entriesOf } from './entries.ts'
import { offerOf } from './nearest.ts'
import { isMapping, readYaml, type Place } from './yaml.ts'

/** Finds what is wrong with a CEL expression without evaluating it; `src/check/cel/syntax.ts` has it. */
export type ExpressionReader = (
  expression: string,
  subject: 'object' | 'result' | 'question'
) => { readonly message: string; readonly line: number; readonly column: number } | undefined

/** Reads the YAML of a `check` annotation: one check or a list. The first line of `yaml` is that of `<!--`. */
export function readChecks(yaml: string, place: Place, expressions?: ExpressionReader): Outcome<Check[]> {
  const parsed = readYaml(yaml, place)
  if (!parsed.ok) return parsed
  const checks: Check[] = []
  for (const { value, line, lineOf } of entriesOf(yaml, parsed.value, place.line)) {
    const { file, line: firstLine } = place
    const check = new EntryReader(value, { file, line, firstLine, yaml, lineOf, expressions }).read()
    if (!check.ok) return check
    checks.push(check.value)
  }
  return success(checks)
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
    const unknown = Object.keys(entry).find(key => !checkKeys.includes(key))
    if (unknown !== undefined)
      return this.mistake(
        this.place.lineOf(unknown),
        `${labMistakes.noCheckKey(unknown)}; ${offerOf(unknown, checkKeys)}`
      )
    const present = checkKinds.filter(kind => kind in entry)
    const [kind] = present
    const kinds = checkKinds.join(', ')
    if (kind === undefined) return this.mistake(this.place.line, labMistakes.noCheckKind(kinds))
    if (present.length > 1)
      return this.mistake(this.place.line, labMistakes.manyCheckKinds(kinds, present.join(labMistakes.and)))
    const stray = Object.keys(entry).find(key => !(key in checkForms[kind].shape))
    if (stray !== undefined) return this.mistake(this.place.lineOf(stray), labMistakes.doesNotGoWith(stray, kind))
    return this.check(entry, kind)
  }

  private check(entry: Record<string, unknown>, kind: CheckKind): Outcome<Check> {
    const parsed = checkForms[kind].safeParse(entry)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const key = String(issue?.path[0] ?? kind)
      return this.mistake(this.place.lineOf(key in entry ? key : kind), issue?.message ?? '')
    }
    const { data } = parsed
    const wrong =
      'result' in data
        ? this.expression('result', data.result, 'result')
        : 'expect' in data
          ? this.expression('expect', data.expect, 'run' in data ? 'result' : 'object')
          : undefined
    if (wrong) return wrong
    const { that = '', within: withinMs, hint } = data
    const shared = { that, withinMs, line: this.place.line, ...(hint !== undefined && { hint }) }
    const check = checkOf(data, shared)
    return success({ ...check, that: that || describeCheck(check) })
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

type Entry = z.output<(typeof checkForms)[CheckKind]>
type Shared = Pick<Check, 'that' | 'withinMs' | 'line' | 'hint'>

function checkOf(entry: Entry, shared: Shared): Check {
  if ('ready' in entry) return { ...shared, kind: 'ready', target: entry.ready }
  if ('exists' in entry) return { ...shared, kind: 'exists', target: entry.exists }
  if ('gone' in entry) return { ...shared, kind: 'gone', target: entry.gone }
  if ('replaced' in entry) {
    const { replaced, keeping } = entry
    return { ...shared, kind: 'replaced', target: replaced, ...(keeping !== undefined && { keeping }) }
  }
  if ('onNodes' in entry) {
    const { onNodes, nodes } = entry
    return {
      ...shared,
      kind: 'onNodes',
      target: onNodes,
      nodes: typeof nodes === 'string' ? { selector: nodes } : nodes
    }
  }
  if ('get' in entry) return { ...shared, kind: 'get', target: entry.get, expect: entry.expect }
  if ('file' in entry) return { ...shared, kind: 'file', file: entry.file, expect: entry.expect }
  if ('run' in entry) return { ...shared, kind: 'run', run: entry.run, expect: entry.expect }
  const { result, names, command } = entry
  return {
    ...shared,
    kind: 'result',
    expect: result,
    ...(names !== undefined && { names }),
    ...(command !== undefined && { command })
  }
}
