import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSchema } from '../../../../src/sandbox/schema/schema.ts'
import { StrategicMergeError, strategicMergePatch } from '../../../../src/sandbox/schema/strategic-merge.ts'

interface Case {
  readonly name: string
  readonly current: { readonly apiVersion: string; readonly kind: string }
  readonly patch: Record<string, unknown>
  /** What `kubectl patch --local --type strategic` of kubectl 1.33 printed for it. */
  readonly result?: Record<string, unknown>
  readonly error?: string
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/strategic-merge.json'), 'utf8')
) as Case[]
const schema = loadSchema()

function typeNameOf({ apiVersion, kind }: Case['current']): string {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  return schema.typeOfKind(group, version, kind)!.name
}

describe('patches as kubectl does with the Go code', () => {
  for (const { name, current, patch, result, error } of cases) {
    test(name, () => {
      const before = structuredClone({ current, patch })
      const patched = () => strategicMergePatch(schema, typeNameOf(current), current, patch)
      if (error === undefined) expect(patched()).toEqual(result)
      else expect(patched).toThrow(StrategicMergeError)
      expect({ current, patch }).toEqual(before)
    })
  }
})

test('says what is wrong in the words of Kubernetes', () => {
  const pod = { spec: { containers: [{ name: 'a' }] } }
  const patch = (spec: object) => () => strategicMergePatch(schema, 'io.k8s.api.core.v1.Pod', pod, { spec })
  expect(patch({ containers: [{ image: 'x' }] })).toThrow('does not contain declared merge key: name')
  expect(patch({ $patch: 'explode' })).toThrow('unknown patch type: explode')
  expect(patch({ '$setElementOrder/containers': 'a' })).toThrow('invalid patch format of setElementOrder list')
  expect(patch({ '$deleteFromPrimitiveList/x': 'a' })).toThrow('invalid patch format of primitive list')
})
