import { serialize, type ASTNode, type Environment } from '@marcbachmann/cel-js'
import { celTexts } from '../../texts/texts.ts'
import { environmentFor, type Subject } from './environment.ts'
import type { Evaluation, Variables } from './evaluator.ts'
import { mistakeIn, placeOf } from './syntax.ts'

const environments = {
  object: environmentFor('object'),
  result: environmentFor('result'),
  question: environmentFor('question')
}

/** Errors that are normal before an object is ready: a status field or an item that is not there yet. */
const missingCodes = new Set(['no_such_key', 'index_out_of_bounds'])

/**
 * Evaluates an expression over JSON values. Runs in the worker: a hostile expression may take for ever here.
 *
 * Integers become BigInt first, since cel-js reads JavaScript numbers as doubles, so that `replicas + 1` would fail.
 */
export function evaluateHere(expression: string, subject: Subject, variables: Variables): Evaluation {
  const mistake = mistakeIn(expression, subject)
  if (mistake) return { kind: 'mistake', ...mistake }
  const environment = environments[subject]
  const values = withIntegers(variables) as Record<string, unknown>
  let value: unknown
  try {
    value = environment.evaluate(expression, values)
  } catch (error) {
    return fromError(error, expression)
  }
  if (subject === 'question') {
    const texts = (Array.isArray(value) ? value : [value]).map(textOf)
    if (texts.every(text => text !== undefined)) return { kind: 'texts', texts }
    return { kind: 'mistake', message: celTexts.noText, line: 1, column: 1 }
  }
  if (typeof value !== 'boolean') return { kind: 'mistake', message: celTexts.noBoolean, line: 1, column: 1 }
  return value ? { kind: 'boolean', value } : { kind: 'boolean', value, ...reasonOf(expression, environment, values) }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' ? String(value) : undefined
}

function fromError(error: unknown, expression: string): Evaluation {
  const { code, summary, range } = celError(error)
  if (missingCodes.has(code)) return { kind: 'missing', what: summary.replace(/^No such key: /, '') }
  return { kind: 'mistake', message: summary, ...placeOf(expression, range) }
}

function celError(error: unknown): { code: string; summary: string; range: number } {
  const read = (key: string): unknown =>
    typeof error === 'object' && error !== null && key in error ? (error as Record<string, unknown>)[key] : undefined
  const range = read('range') as { start?: number } | undefined
  const text = (key: string): string | undefined => {
    const value = read(key)
    return typeof value === 'string' ? value : undefined
  }
  const message = error instanceof Error ? error.message : celTexts.cannotEvaluate
  return { code: text('code') ?? '', summary: text('summary') ?? message, range: range?.start ?? 0 }
}

/** JSON with each integer as BigInt; keys that JavaScript gives a meaning stay ordinary keys. */
export function withIntegers(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(withIntegers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withIntegers(each)]))
}

/** Why an expression is false, for people: the first condition of several that does not hold, and what it saw. */
function reasonOf(expression: string, environment: Environment, values: Record<string, unknown>): { because?: string } {
  const ask = (node: ASTNode): unknown => {
    try {
      return environment.evaluate(serialize(node), values)
    } catch {
      return undefined
    }
  }
  let node = environment.parse(expression).ast
  while (node.op === '&&') node = ask(node.args[0]) === true ? node.args[1] : node.args[0]
  const because = seenBy(node, ask, environment)
  return because === undefined ? {} : { because }
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>='])

function seenBy(node: ASTNode, ask: (node: ASTNode) => unknown, environment: Environment): string | undefined {
  if (comparisons.has(node.op)) {
    const [left] = node.args as [ASTNode, ASTNode]
    const value = shown(ask(left))
    return value === undefined ? undefined : celTexts.is(serialize(left), value)
  }
  if (node.op === 'rcall' && node.args[0] === 'all') {
    const [, list, [variable, condition]] = node.args
    if (!variable || !condition) return undefined
    const names = `${serialize(list)}.filter(${serialize(variable)}, !(${serialize(condition)}))`
    const failing = evaluated(() => environment.parse(names).ast, ask)
    if (!Array.isArray(failing) || failing.length === 0) return undefined
    const first = (failing[0] as { metadata?: { name?: unknown } } | undefined)?.metadata?.name
    return typeof first === 'string' ? celTexts.notSoFor(first) : celTexts.notSoForSome(failing.length)
  }
  return undefined
}

/** What an expression gives that was put together from parts of another one; undefined when they do not fit. */
function evaluated(parsed: () => ASTNode, ask: (node: ASTNode) => unknown): unknown {
  try {
    return ask(parsed())
  } catch {
    return undefined
  }
}

function shown(value: unknown): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value)
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === null ? 'null' : undefined
}
