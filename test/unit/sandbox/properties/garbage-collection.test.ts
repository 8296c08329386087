import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OwnerReference } from '../../../../src/sandbox/object.ts'
import { manifest, testCluster } from '../cluster.ts'

const configMaps = { group: '', resource: 'configmaps' }
const count = 7

/** Objects 0 to 6; each names owners among those before it, so that there is no circle. */
const forest: fc.Arbitrary<number[][]> = fc.tuple(
  ...Array.from({ length: count }, (_, index) =>
    fc.subarray([...Array(index).keys()], { maxLength: Math.min(index, 2) })
  )
)
const policy = fc.constantFrom('Background' as const, 'Foreground' as const, 'Orphan' as const)

/** Who is left when `root` is deleted: whoever has no owner, or one that is left; with Orphan the root alone goes. */
function survivors(owners: readonly (readonly number[])[], root: number, orphan: boolean): number[] {
  const left = new Set<number>()
  for (const [index, named] of owners.entries()) {
    if (index === root) continue
    const counted = orphan ? named.filter(owner => owner !== root) : named
    if (counted.length === 0 || counted.some(owner => left.has(owner))) left.add(index)
  }
  return [...left]
}

test('what is left after a deletion follows from the owner references alone', async () => {
  const cluster = await testCluster({ nodes: 0 })
  try {
    await fc.assert(
      fc.asyncProperty(forest, fc.nat(count - 1), policy, async (owners, root, propagationPolicy) => {
        const references: OwnerReference[] = []
        for (const [index, named] of owners.entries()) {
          const name = `object-${index}`
          const ownerReferences = named.map(owner => references[owner]).filter(each => each !== undefined)
          const made = cluster.client.create(
            configMaps,
            manifest('v1', 'ConfigMap', name, {}, ownerReferences.length > 0 ? { ownerReferences } : {})
          )
          references.push({ apiVersion: 'v1', kind: 'ConfigMap', name, uid: made.metadata.uid ?? '' })
        }
        await cluster.settle()
        cluster.client.delete(configMaps, 'default', `object-${root}`, { propagationPolicy })
        await cluster.pass(5000)

        const left = cluster.client.list(configMaps, { namespace: 'default' })
        const names = left.map(({ metadata }) => metadata.name).filter(name => name.startsWith('object-'))
        const wanted = survivors(owners, root, propagationPolicy === 'Orphan')
        expect(names).toEqual(wanted.map(index => `object-${index}`))
        // Nobody still names the owner that is gone, where it was told to let go of its dependents.
        if (propagationPolicy === 'Orphan')
          expect(left.flatMap(({ metadata }) => metadata.ownerReferences ?? []).map(({ name }) => name)).not.toContain(
            `object-${root}`
          )
        for (const name of names)
          cluster.client.delete(configMaps, 'default', name, { propagationPolicy: 'Background' })
        await cluster.pass(5000)
        expect(cluster.errors).toEqual([])
      }),
      { numRuns: 40, seed: 20261125 }
    )
  } finally {
    cluster.stop()
  }
})
