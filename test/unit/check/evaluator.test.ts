import { afterAll, describe, expect, it } from 'vitest'
import { withIntegers } from '../../../src/check/cel/evaluate.ts'
import { mistakeIn } from '../../../src/check/cel/syntax.ts'
import { createEvaluator } from '../../../src/check/cel/worker-evaluator.ts'

const evaluator = createEvaluator()
afterAll(() => evaluator.close())

function evaluate(expression: string, it: unknown, items: readonly unknown[] = [it]) {
  return evaluator.evaluate(expression, 'object', { it, items })
}

describe('CEL in its worker', () => {
  it('reads integers as integers', async () => {
    const object = { spec: { replicas: 2 }, ratio: 0.5 }
    expect(await evaluate('it.spec.replicas + 1 == 3 && it.ratio > 0.4', object)).toEqual({
      kind: 'boolean',
      value: true
    })
    expect(withIntegers({ a: [1, 1.5, 2 ** 60] })).toEqual({ a: [1n, 1.5, 2 ** 60] })
  })

  it('tells what made an expression false', async () => {
    const items = [
      { metadata: { name: 'web-1' }, ready: true },
      { metadata: { name: 'web-2' }, ready: false }
    ]
    const all = 'items.all(p, p.ready)'
    expect(await evaluate(`size(items) == 3 && ${all}`, {}, items)).toMatchObject({ because: 'size(items) is 2' })
    expect(await evaluate(`size(items) == 2 && ${all}`, {}, items)).toMatchObject({ because: 'not so for web-2' })
  })

  it('tells so also of expressions with fields that may stay away', async () => {
    const hasReason = "it.?status.?reasons.orValue([]).exists(r, r.?x['y'].orValue('') != '')"
    expect(await evaluate(hasReason, {})).toMatchObject({ kind: 'boolean', value: false })
    expect(await evaluate(`${hasReason} || it.?a.orValue(1) == 2`, {})).toMatchObject({ value: false })
    expect(await evaluate("items.all(p, p.?a.?b['c'].orValue(0) == 1)", {}, [{}])).toMatchObject({ value: false })
  })

  it('takes what is not there yet for missing, and every other error for a mistake', async () => {
    expect(await evaluate('it.status.numberReady == 1', {})).toEqual({ kind: 'missing', what: 'status' })
    expect(await evaluate('items[0].x == 1', {}, [])).toMatchObject({ kind: 'missing' })
    expect(await evaluate("it.?status.?phase.orValue('') == ''", {})).toEqual({ kind: 'boolean', value: true })
    expect(await evaluate('it.a ==\n  it.a + "x"', { a: 1 })).toMatchObject({ kind: 'mistake', line: 2, column: 3 })
    const noBoolean = { kind: 'mistake', message: expect.stringContaining('boolean') }
    expect(await evaluate('it.a', { a: 1 })).toMatchObject(noBoolean)
  })

  it('reads dotted keys, and __proto__ as a key like any other', async () => {
    const object: unknown = JSON.parse('{"labels":{"kubernetes.io/hostname":"n"},"__proto__":{"polluted":true}}')
    expect(await evaluate("it.labels['kubernetes.io/hostname'] == 'n'", object)).toMatchObject({ value: true })
    expect(await evaluate('has(it.polluted)', object)).toMatchObject({ value: false })
  })

  it('ends an expression that hangs, and goes on with the next', async () => {
    const hanging = evaluate('it.s.matches("(a+)+$")', { s: `${'a'.repeat(50)}b` })
    const next = evaluate('it.a == 1', { a: 1 })
    expect(await hanging).toMatchObject({ kind: 'mistake', message: expect.stringContaining('did not end') })
    expect(await next).toEqual({ kind: 'boolean', value: true })
  })

  it('works again after it was closed', async () => {
    await evaluator.close()
    expect(await evaluate('true', {})).toMatchObject({ value: true })
  })
})

describe('mistakeIn', () => {
  it.each([
    ['it.a ==', 'unexpected token', 1, 8],
    ['it.a == 1 &&\n  foo', 'unknown variable: foo; the names here are it, items', 2, 3],
    ['size(items)', 'it gives int', 1, 1],
    ['x'.repeat(5000), 'longer than 4000', 1, 1]
  ])('%j', (expression, message, line, column) => {
    expect(mistakeIn(expression, 'object')).toMatchObject({ message: expect.stringContaining(message), line, column })
  })

  it('lets a good one pass', () => expect(mistakeIn('exit == 0 && stdout.contains("x")', 'result')).toBeUndefined())
})
