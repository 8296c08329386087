import type { Check } from '../lab/lab.ts'
import type { Evaluation } from './cel/evaluator.ts'
import { lookAt, whatInstead, namesOf } from './look.ts'
import { itemsOf } from './fields.ts'
import { isStale } from './readiness.ts'
import { causeOf, notSo } from './presence.ts'
import { readTarget } from './target.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'
import { expressionTexts, readinessTexts } from '../texts/texts.ts'

/**
 * Whether an expression counts the objects itself. Where it does not, an empty list is not good enough for it: `all`
 * over nothing is true in CEL, and nothing has been shown by that.
 */
function countsItems(expression: string): boolean {
  return /\bsize\s*\(\s*items\s*\)|\bitems\s*\.\s*size\s*\(\s*\)|\bitems\s*[=!]=\s*\[\s*\]/.test(expression)
}

/** A verdict from what an expression gave. */
export function fromEvaluation(evaluation: Evaluation, check: Check, expected: string, held: string): Verdict {
  if (evaluation.kind === 'mistake')
    return {
      status: 'failed',
      expected,
      actual: expressionTexts.mistake,
      why: expressionTexts.mistakeWhy(check.line, `${evaluation.line}:${evaluation.column}`, evaluation.message),
      hint: expressionTexts.mistakeHint
    }
  if (evaluation.kind === 'missing')
    return { status: 'waiting', expected, actual: expressionTexts.missing(evaluation.what) }
  if (evaluation.kind === 'texts') throw new Error('a check is no question: its expression gives a boolean')
  if (evaluation.value) return { status: 'passed', expected, actual: held }
  return { status: 'waiting', expected, actual: evaluation.because ?? expressionTexts.notSo }
}

/** `get` with `expect`: an expression over the object, or over the objects of a list. */
export async function observeGet(check: Extract<Check, { kind: 'get' }>, world: World): Promise<Verdict> {
  const expected = check.that
  const look = await lookAt(check.target, world, expected)
  if ('trouble' in look) return look.trouble
  if (look.items.length === 0 && !countsItems(check.expect)) {
    const isList = readTarget(check.target).name === undefined
    const actual = isList ? expressionTexts.nothingOf(check.target) : expressionTexts.isNotThere(check.target)
    return notSo(expected, actual, await whatInstead(check.target, world))
  }
  if (look.items.some(isStale)) return { status: 'waiting', expected, actual: readinessTexts.notSeenYet }
  const it = look.found ?? { kind: 'List', apiVersion: 'v1', items: [] }
  const evaluation = await world.evaluator.evaluate(check.expect, 'object', { it, items: itemsOf(it) })
  const verdict = fromEvaluation(evaluation, check, expected, expressionTexts.soFor(namesOf(look.items)))
  if (verdict.status !== 'waiting') return verdict
  // What keeps the objects from being ready often also keeps the expression from being true.
  const cause = await causeOf(look.items, world)
  return cause ? notSo(verdict.expected, verdict.actual, cause) : verdict
}
