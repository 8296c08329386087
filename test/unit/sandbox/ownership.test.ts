import { describe, expect, test } from 'vitest'
import { compareObjects } from '../../../src/sandbox/api/ownership/compare.ts'
import {
  difference,
  fromFieldsV1,
  pathText,
  pathsOf,
  toFieldsV1,
  union
} from '../../../src/sandbox/api/ownership/field-set.ts'
import { mergeObjects, removeFields } from '../../../src/sandbox/api/ownership/merge.ts'
import { loadSchema } from '../../../src/sandbox/schema/schema.ts'

const schema = loadSchema()
const pod = 'io.k8s.api.core.v1.Pod'
const containers = (...names: string[]) => ({ spec: { containers: names.map(name => ({ name })) } })

describe('sets of fields', () => {
  const fields = {
    'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
    'f:spec': { 'f:containers': { 'k:{"name":"main"}': { '.': {}, 'f:image': {} } } }
  }

  test('are read and written in the form of FieldsV1', () => {
    expect(toFieldsV1(fromFieldsV1(fields))).toEqual(fields)
    expect(toFieldsV1(fromFieldsV1({ 'f:a': 1 }))).toEqual({})
  })

  test('are told apart path by path', () => {
    const set = fromFieldsV1(fields)
    expect(pathsOf(set).map(pathText)).toEqual([
      '.metadata.labels',
      '.metadata.labels.a',
      '.spec.containers[name="main"]',
      '.spec.containers[name="main"].image'
    ])
    const labels = fromFieldsV1({ 'f:metadata': { 'f:labels': {} } })
    expect(toFieldsV1(difference(set, labels))).toMatchObject({ 'f:metadata': { 'f:labels': { 'f:a': {} } } })
    expect(toFieldsV1(union(difference(set, labels), labels))).toEqual(fields)
    expect(pathText(['f:spec', 'k:{"containerPort":80,"protocol":"TCP"}', 'v:"x"'])).toBe(
      '.spec[containerPort=80,protocol="TCP"][="x"]'
    )
  })
})

test('merged lists keep the order of the configuration, and others in between', () => {
  const merged = (live: string[], config: string[]) => {
    const { spec } = mergeObjects(schema, pod, containers(...live), containers(...config))
    return (spec as { containers: { name: string }[] }).containers.map(({ name }) => name).join('')
  }
  expect(merged(['a', 'b', 'c'], ['c', 'a'])).toBe('bca')
  expect(merged(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe('abxc')
  expect(merged(['a', 'b'], ['x'])).toBe('abx')
  expect(merged(['a', 'b', 'c', 'd'], ['d', 'b', 'x'])).toBe('acdbx')
})

test('a comparison tells added, modified and removed fields, and takes what is atomic as one', () => {
  const before = {
    metadata: { labels: { a: '1', b: '2' } },
    spec: { containers: [{ name: 'x', image: 'i', args: ['1'] }], nodeSelector: { n: '1' } }
  }
  const after = {
    metadata: { labels: { a: '1', b: '3' } },
    spec: { containers: [{ name: 'x', args: ['1', '2'] }, { name: 'y' }], nodeSelector: { n: '2' } }
  }
  const { added, modified, removed } = compareObjects(schema, pod, before, after)
  const paths = (set: typeof added) => pathsOf(set).map(pathText)
  expect(paths(added)).toEqual(['.spec.containers[name="y"]', '.spec.containers[name="y"].name'])
  expect(paths(modified)).toEqual(['.metadata.labels.b', '.spec.containers[name="x"].args', '.spec.nodeSelector'])
  expect(paths(removed)).toEqual(['.spec.containers[name="x"].image'])
  expect(removeFields(schema, pod, before, removed)).toEqual({
    ...before,
    spec: { ...before.spec, containers: [{ name: 'x', args: ['1'] }] }
  })
})
