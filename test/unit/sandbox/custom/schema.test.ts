import { describe, expect, test } from 'vitest'
import { fillDefaults } from '../../../../src/sandbox/api/custom/defaults.ts'
import type { JsonSchemaProps } from '../../../../src/sandbox/api/custom/definition.ts'
import { invariantErrors } from '../../../../src/sandbox/api/custom/invariants.ts'
import { readJsonPath } from '../../../../src/sandbox/api/custom/json-path.ts'
import { prune } from '../../../../src/sandbox/api/custom/prune.ts'
import { schemaErrors } from '../../../../src/sandbox/api/custom/validate.ts'
import type { FieldError } from '../../../../src/sandbox/api/validation/field.ts'

const texts = (errors: readonly FieldError[]): string[] => errors.map(({ field, body }) => `${field}: ${body}`)
const spec = (schema: JsonSchemaProps): JsonSchemaProps => ({ type: 'object', properties: { spec: schema } })
const open = { 'x-kubernetes-preserve-unknown-fields': true } as const

describe('values that a schema does not allow are named as Kubernetes names them', () => {
  test.each<[JsonSchemaProps, unknown, string[]]>([
    [{ type: 'integer' }, 'a', ['Invalid value: "string": spec in body must be of type integer: "string"']],
    [{ type: 'integer' }, 1.5, ['Invalid value: "number": spec in body must be of type integer: "number"']],
    [{ type: 'number' }, 1, []],
    [{ type: 'string' }, null, ['Invalid value: "null": spec in body must be of type string: "null"']],
    [{ type: 'string', nullable: true }, null, []],
    [
      { 'x-kubernetes-int-or-string': true },
      true,
      ['Invalid value: "boolean": spec in body must be of type integer,string: "boolean"']
    ],
    [{ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }, '50%', []],
    [{ type: 'string', enum: ['a', 'b'] }, 'c', ['Unsupported value: "c": supported values: "a", "b"']],
    [{ type: 'integer', minimum: 1 }, 0, ['Invalid value: 0: spec in body should be greater than or equal to 1']],
    [
      { type: 'integer', minimum: 1, exclusiveMinimum: true },
      1,
      ['Invalid value: 1: spec in body should be greater than 1']
    ],
    [{ type: 'integer', maximum: 5 }, 6, ['Invalid value: 6: spec in body should be less than or equal to 5']],
    [{ type: 'integer', multipleOf: 5 }, 6, ['Invalid value: 6: spec in body should be a multiple of 5']],
    [{ type: 'string', minLength: 2 }, 'a', ['Invalid value: "a": spec in body should be at least 2 chars long']],
    [{ type: 'string', maxLength: 2 }, 'abc', ['Too long: may not be more than 2 bytes']],
    [{ type: 'string', pattern: '^a+$' }, 'b', [`Invalid value: "b": spec in body should match '^a+$'`]],
    [{ type: 'string', format: 'date' }, 'x', ['Invalid value: "x": spec in body must be of type date: "x"']],
    [{ type: 'array', items: { type: 'string' }, maxItems: 1 }, ['a', 'b'], ['Too many: 2: must have at most 1 item']],
    [{ type: 'array', minItems: 1 }, [], ['Invalid value: 0: spec in body should have at least 1 items']],
    [
      { type: 'object', minProperties: 2 },
      { a: 1 },
      ['Invalid value: 1: spec in body should have at least 2 properties']
    ]
  ])('%j of %j', (schema, value, bodies) => {
    expect(texts(schemaErrors(spec(schema), { spec: value }))).toEqual(bodies.map(body => `spec: ${body}`))
  })

  test('with the way to them', () => {
    const item = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }
    const schema = spec({ type: 'object', properties: { list: { type: 'array', items: item } } })
    expect(texts(schemaErrors(schema, { spec: { list: [{ name: 'a' }, {}, { name: 1 }] } }))).toEqual([
      'spec.list[1].name: Required value',
      'spec.list[2].name: Invalid value: "integer": spec.list[2].name in body must be of type string: "integer"'
    ])
  })

  test('where several schemas are combined', () => {
    const required = (name: string): JsonSchemaProps => ({ required: [name] })
    const schema = spec({ type: 'object', ...open, oneOf: [required('a'), required('b')] })
    expect(texts(schemaErrors(schema, { spec: { a: 1 } }))).toEqual([])
    expect(texts(schemaErrors(schema, { spec: {} }))).toEqual([
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found none valid',
      'spec.a: Required value'
    ])
    expect(texts(schemaErrors(schema, { spec: { a: 1, b: 1 } }))).toEqual([
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives'
    ])
    const not = spec({ type: 'object', ...open, not: required('a') })
    expect(texts(schemaErrors(not, { spec: { a: 1 } }))).toEqual([
      '<nil>: Invalid value: "": "spec" must not validate the schema (not)'
    ])
  })

  test('unless they were there before', () => {
    const schema = spec({ type: 'object', properties: { a: { type: 'integer', maximum: 1 }, b: { type: 'integer' } } })
    expect(texts(schemaErrors(schema, { spec: { a: 5, b: 2 } }, '', { spec: { a: 5, b: 1 } }))).toEqual([])
    expect(schemaErrors(schema, { spec: { a: 6 } }, '', { spec: { a: 5 } })).toHaveLength(1)
  })

  test('sets and lists by key have no doubles, embedded resources say what they are', () => {
    const schema = spec({
      type: 'object',
      properties: {
        set: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        map: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', properties: { name: { type: 'string' } } }
        },
        pod: { type: 'object', 'x-kubernetes-embedded-resource': true, ...open }
      }
    })
    const object = { spec: { set: ['a', 'b', 'a'], map: [{ name: 'x' }, { name: 'x' }], pod: { apiVersion: '' } } }
    expect(texts(invariantErrors(schema, object))).toEqual([
      'spec.set[2]: Duplicate value: "a"',
      'spec.map[1]: Duplicate value: {"name":"x"}',
      'spec.pod.apiVersion: Invalid value: "": must not be empty',
      'spec.pod.kind: Required value'
    ])
  })
})

test('what a schema does not describe is taken out, save where it says otherwise', () => {
  const schema = spec({
    type: 'object',
    properties: {
      known: { type: 'string' },
      free: { type: 'object', ...open, properties: { strict: { type: 'object' } } },
      map: { type: 'object', additionalProperties: { type: 'object', properties: { a: { type: 'string' } } } },
      list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
      pod: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'object' } } }
    }
  })
  const object = {
    apiVersion: 'v1',
    kind: 'A',
    metadata: { name: 'a' },
    other: 1,
    spec: {
      known: 'a',
      unknown: 1,
      free: { any: { thing: 1 }, strict: { x: 1 } },
      map: { key: { a: 'a', b: 'b' } },
      list: [{ a: 'a' }, { b: 'b' }],
      pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { x: 1 }, status: {} }
    }
  }
  expect(prune(object, schema)).toEqual([
    'other',
    'spec.free.strict.x',
    'spec.list[1].b',
    'spec.map.key.b',
    'spec.pod.spec.x',
    'spec.pod.status',
    'spec.unknown'
  ])
  expect(object).toEqual({
    apiVersion: 'v1',
    kind: 'A',
    metadata: { name: 'a' },
    spec: {
      known: 'a',
      free: { any: { thing: 1 }, strict: {} },
      map: { key: { a: 'a' } },
      list: [{ a: 'a' }, {}],
      pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} }
    }
  })
})

test('defaults stand in for what is missing, and for nulls that may not be', () => {
  const leaf = { type: 'integer', default: 1 }
  const schema: JsonSchemaProps = {
    type: 'object',
    properties: {
      a: leaf,
      b: { type: 'object', default: {}, properties: { c: leaf } },
      d: { type: 'string', nullable: true, default: 'd' },
      e: { type: 'string' },
      list: { type: 'array', items: { type: 'object', properties: { c: leaf } } },
      map: { type: 'object', additionalProperties: { type: 'object', properties: { c: leaf } } }
    }
  }
  const value = { a: null, d: null, e: null, list: [{}], map: { x: {} } }
  fillDefaults(value, schema)
  expect(value).toEqual({ a: 1, b: { c: 1 }, d: null, list: [{ c: 1 }], map: { x: { c: 1 } } })
})

test.each([
  ['.spec.a', [1]],
  ['.spec.none.at.all', []],
  ['.spec.list[1].name', ['two']],
  ['.spec.list[-1].name', ['two']],
  ['.spec.list[*].name', ['one', 'two']],
  ['.spec.list[?(@.name=="two")].port', [2]],
  ['.spec.list[?(@.port>1)].name', ['two']],
  [String.raw`.metadata.labels.example\.com/a`, ['b']],
  [`.metadata.labels['example.com/a']`, ['b']]
])('the path %s leads to %j', (path, found) => {
  const object = {
    metadata: { labels: { 'example.com/a': 'b' } },
    spec: {
      a: 1,
      list: [
        { name: 'one', port: 1 },
        { name: 'two', port: 2 }
      ]
    }
  }
  expect(readJsonPath(path)?.(object)).toEqual(found)
})
