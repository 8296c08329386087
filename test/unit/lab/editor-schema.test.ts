import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commentsOf, readAnnotation } from '../../../src/lab/annotation.ts'
import { readChapter } from '../../../src/lab/chapter-annotation.ts'
import { readChecks } from '../../../src/lab/check-annotation.ts'
import { editorSchema } from '../../../src/lab/editor-schema.ts'
import { readFront } from '../../../src/lab/front-matter.ts'
import { readQuestions } from '../../../src/lab/question-annotation.ts'
import { readYaml } from '../../../src/lab/yaml.ts'
import { parseMarkdown } from '../../../src/markdown/markdown.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const written = JSON.parse(readFileSync(path.join(root, 'labs/schema.json'), 'utf8'))
const place = { file: 'README.md', line: 1 }

/** What reads each annotation whose text is YAML. */
const readers = {
  lab: (yaml: string) => readFront(yaml, place, true),
  check: (yaml: string) => readChecks(yaml, place),
  question: (yaml: string) => readQuestions(yaml, place),
  chapter: (yaml: string) => readChapter(yaml, place)
}
type Word = keyof typeof readers

/** What an editor says of the YAML of an annotation, by the schema that is written. */
function isValid(word: Word, yaml: string): boolean {
  const value = readYaml(yaml, place)
  return value.ok && z.fromJSONSchema({ ...written, $ref: `#/definitions/${word}` }).safeParse(value.value).success
}

it('labs/schema.json is what `npm run schema` writes', () => {
  expect(written).toEqual(JSON.parse(JSON.stringify(editorSchema())))
})

describe('the schema', () => {
  const annotations = globSync(['labs/*/README*.md', 'starter/README.md', 'test/fixtures/labs/*/README.md'], {
    cwd: root
  })
    .flatMap(name => commentsOf(parseMarkdown(readFileSync(path.join(root, name), 'utf8'))))
    .flatMap(comment => {
      const read = readAnnotation(comment, 'README.md', true)
      return read.ok && read.value !== undefined && read.value.word in readers ? [read.value] : []
    })

  it('takes every annotation of the labs', () => {
    expect(new Set(annotations.map(({ word }) => word))).toEqual(new Set(Object.keys(readers)))
    expect(annotations.length).toBeGreaterThan(70)
    for (const { word, body } of annotations) expect(isValid(word as Word, body), body).toBe(true)
  })

  it('is what settings are described by, without a name', () => {
    const front = z.fromJSONSchema(written)
    expect(front.safeParse({ requires: { nodes: 2 } }).success).toBe(true)
    expect(front.safeParse({ requires: { nodes: 'two' } }).success).toBe(false)
  })

  it.each<[Word, string]>([
    ['check', 'redy: pod/web'],
    ['check', 'that: nothing'],
    ['check', '- ready: pod/web\n  gone: pod/web'],
    ['check', 'ready: 1'],
    ['check', 'ready: pod/web\nwithin: soon'],
    ['check', 'ready: pod/web\nnames: pods'],
    ['check', 'get: pods'],
    ['check', 'get: pods\nexpect: [1, 2]'],
    ['check', 'onNodes: pods -l app=web'],
    ['check', 'onNodes: pods -l app=web\nnodes: []'],
    ['question', 'ask: Which?\nchoices: [a, b]'],
    ['question', 'ask: Which?\nchoices: [a]\nanswer: a'],
    ['question', 'ask: Which?\nchoices: [a, b]\nanswer: a\npredict: maybe'],
    ['question', 'ask: Which?\nchoices: [a, b]\nanswr: a'],
    ['chapter', 'minutes: long'],
    ['chapter', 'begin: here'],
    ['lab', 'requires: { node: 1 }'],
    ['lab', 'repositories: [{ url: nowhere, path: x }]'],
    ['lab', 'order: first']
  ])('refuses, as the reader does, a %s with %j', (word, yaml) => {
    expect(readers[word](yaml)).toMatchObject({ ok: false, failure: { kind: 'bad-input' } })
    expect(isValid(word, yaml)).toBe(false)
  })

  it.each<[Word, string]>([
    ['check', '# yaml-language-server: $schema=../schema.json#/definitions/check\n- ready: pod/web'],
    ['check', 'ready: pod/web\nwithin: 90'],
    ['check', 'ready: pod/web\nwithin: 1.5 m'],
    ['check', 'onNodes: pods -l app=web\nnodes: disk=ssd'],
    ['check', 'onNodes: pods -l app=web\nnodes: [node1, node2]'],
    ['check', 'replaced: pods -l app=web\nkeeping: pods -l app=db'],
    ['check', 'run: date\nexpect: exit == 0\nhint: x'],
    ['question', '- ask: How many?\n  choices: [1, 2, 3]\n  answer: 2\n  predict: true\n  because: x'],
    ['question', 'ask: Which?\nget: pods\nchoices: items.map(p, p.metadata.name)\nanswer: items[0].metadata.name'],
    ['lab', '# yaml-language-server: $schema=../schema.json\ntitle: x']
  ])('takes, as the reader does, a %s with %j', (word, yaml) => {
    expect(readers[word](yaml)).toMatchObject({ ok: true })
    expect(isValid(word, yaml)).toBe(true)
  })
})
