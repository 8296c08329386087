import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { twistedIn } from '../../../src/lint/expressions.ts'

/** What YAML makes of an annotation; undefined when it does not parse. */
function read(yaml: string): unknown {
  try {
    return load(yaml)
  } catch {
    return undefined
  }
}

describe('an expression in plain YAML', () => {
  it.each([
    ['expect: size(items) == 1 ? true : false', /": "/],
    ['expect: !has(it.status)', /!/],
    ["expect: 'app' in it.metadata.labels", /closing '/],
    ['expect: "a" == it.kind', /closing "/],
    ['expect: [1, 2].exists(n, n == size(items))', /collection.*\[/],
    ['expect: size(items) > 0 # some', /cuts.*" #"/],
    ["expect: it.data['a #b'] == 'x' && true", /cuts/],
    ['result: exit == 0\n  && stdout.contains("a #1")', /cuts/],
    ['get: pods\nanswer: items.size() > 1 ? "a" : "b"', /"answer: \|"/],
    ['get: pods\nchoices: [1, 2].map(n, string(n))', /^$/]
  ])('is told where YAML reads it otherwise: %s', (yaml, sentence) => {
    const key = /(expect|result|answer|choices)/.exec(yaml)![1]!
    const written = yaml.slice(yaml.indexOf(`${key}: `) + key.length + 2)
    // Proves the example itself: what YAML gives is not what stands there.
    const entry = read(yaml) as Record<string, unknown> | undefined
    expect(entry?.[key]).not.toBe(written.replace(/\n\s*/g, ' '))
    const messages = twistedIn(yaml).map(({ message }) => message)
    if (sentence.source === '^$') expect(messages).toEqual([])
    else expect(messages).toEqual([expect.stringMatching(sentence)])
  })

  it.each([
    'expect: size(items) == 2',
    'expect: |\n  size(items) > 0 ? true : false # fine',
    'expect: "!has(it.status) && a # b"',
    "expect: 'it.kind == ''Pod''' # a note",
    'result: exit == 0 && stdout.contains("a:b")',
    'choices: [a, b]\nanswer: a',
    'choices: ["a: b", c]\nanswer: "a: b"',
    'get: pods\nchoices: ["yes", "no"]\nanswer: "items.size() > 1 ? \'yes\' : \'no\'"'
  ])('is left alone where YAML reads it as written: %s', yaml => {
    expect(read(yaml)).toBeDefined()
    expect(twistedIn(yaml)).toEqual([])
  })

  it('is found on its line, in each entry of a list', () => {
    const yaml =
      '\n- ready: pod/a\n- get: pods\n  expect: size(items) > 0 # one\n- get: pods\n  expect: |\n    true # two\n'
    expect(twistedIn(yaml).map(({ at }) => at)).toEqual([3])
  })
})
