import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equalJson } from '../../../../src/sandbox/api/json.ts'
import { applyConfiguration } from '../../../../src/sandbox/api/ownership/apply.ts'
import { difference, isEmptySet } from '../../../../src/sandbox/api/ownership/field-set.ts'
import { mergeObjects } from '../../../../src/sandbox/api/ownership/merge.ts'
import { setOfObject } from '../../../../src/sandbox/api/ownership/set-of-object.ts'
import type { KubeObject } from '../../../../src/sandbox/object.ts'
import { loadSchema } from '../../../../src/sandbox/schema/schema.ts'

const schema = loadSchema()
const info = schema.resource('apps', 'v1', 'deployments')!

const word = fc.constantFrom('a', 'b', 'c')
const map = fc.dictionary(fc.constantFrom('x', 'y', 'z'), word, { minKeys: 1 })
const container = fc.record(
  {
    image: word,
    args: fc.array(word, { minLength: 1, maxLength: 3 }),
    env: fc.uniqueArray(fc.record({ name: word, value: word }), { minLength: 1, selector: ({ name }) => name }),
    ports: fc.uniqueArray(fc.record({ containerPort: fc.constantFrom(80, 81) }), {
      minLength: 1,
      selector: ({ containerPort }) => containerPort
    })
  },
  { requiredKeys: [] }
)

/** Structs, maps, atomic values, lists by key and sets, each there or not. */
const config: fc.Arbitrary<KubeObject> = fc
  .record({
    metadata: fc.record({ labels: map, finalizers: fc.uniqueArray(word, { minLength: 1 }) }, { requiredKeys: [] }),
    spec: fc.record({ replicas: fc.nat(3), selector: fc.record({ matchLabels: map }) }, { requiredKeys: [] }),
    containers: fc.dictionary(fc.constantFrom('one', 'two', 'three'), container, { minKeys: 1 })
  })
  .map(({ metadata, spec, containers }) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...metadata },
    spec: {
      ...spec,
      template: { spec: { containers: Object.entries(containers).map(([name, fields]) => ({ name, ...fields })) } }
    }
  }))

const apply = (live: KubeObject | undefined, wanted: KubeObject, manager: string) =>
  applyConfiguration(schema, info, live, wanted, { manager, force: true, time: '2024-05-06T07:08:09Z' })

/** An object without what only says who owns it. */
function plain({ metadata: { managedFields: _, ...metadata }, ...rest }: KubeObject) {
  return { ...rest, metadata }
}

test('whoever applies, the object says what the configuration says, and the same again changes nothing', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('one', 'two'), config), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(steps, applied => {
      let live: KubeObject | undefined
      for (const [manager, wanted] of applied) {
        live = apply(live, wanted, manager)
        const said = setOfObject(schema, info.typeName, wanted)
        expect(isEmptySet(difference(said, setOfObject(schema, info.typeName, live)))).toBe(true)
        expect(equalJson(mergeObjects(schema, info.typeName, live, wanted), live)).toBe(true)
        expect(apply(live, wanted, manager)).toEqual(live)
      }
    }),
    { numRuns: 300 }
  )
})

test('nothing is left of what one manager alone applied before', () => {
  fc.assert(
    fc.property(config, config, (first, second) => {
      const replaced = apply(apply(undefined, first, 'one'), second, 'one')
      expect(plain(replaced)).toEqual(plain(apply(undefined, second, 'one')))
      expect(replaced.metadata.managedFields).toEqual(apply(undefined, second, 'one').metadata.managedFields)
    }),
    { numRuns: 300 }
  )
})

test('what another manager applies too stays when the first one drops it', () => {
  fc.assert(
    fc.property(config, config, (shared, other) => {
      const both = apply(apply(undefined, shared, 'one'), shared, 'two')
      const left = apply(both, other, 'one')
      const kept = mergeObjects(schema, info.typeName, { ...shared }, { ...other })
      const missing = difference(setOfObject(schema, info.typeName, kept), setOfObject(schema, info.typeName, left))
      expect(isEmptySet(missing)).toBe(true)
    }),
    { numRuns: 300 }
  )
})
