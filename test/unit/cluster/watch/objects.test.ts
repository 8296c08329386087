import { expect, it } from 'vitest'
import type { WatchedList } from '../../../../src/cluster/watch/events.ts'
import { isTold, noObjects, objectsOf, reduceObjects } from '../../../../src/cluster/watch/objects.ts'

const nodes: WatchedList = { kind: 'Node', namespace: undefined }
const shop: WatchedList = { kind: 'Pod', namespace: 'shop' }
const other: WatchedList = { kind: 'Pod', namespace: 'other' }
const object = (kind: string, name: string, phase?: string) => ({
  kind,
  metadata: { name, uid: `uid-${name}` },
  status: { phase }
})

it('an object is known until it is deleted, in its last version', () => {
  const events = [
    { type: 'listed', list: nodes, objects: [object('Node', 'node1')] },
    { type: 'listed', list: shop, objects: [] },
    { type: 'changed', list: shop, object: object('Pod', 'a', 'Pending') },
    { type: 'changed', list: other, object: object('Pod', 'b') },
    { type: 'changed', list: shop, object: object('Pod', 'a', 'Running') }
  ] as const
  const after = events.reduce(reduceObjects, noObjects)
  expect(objectsOf(after, 'Pod')).toEqual([object('Pod', 'a', 'Running'), object('Pod', 'b')])
  expect(objectsOf(reduceObjects(after, { type: 'deleted', list: shop, object: object('Pod', 'a') }), 'Pod')).toEqual([
    object('Pod', 'b')
  ])
})

it('a new list replaces the one before it, and that of no other namespace', () => {
  const before = [
    { type: 'listed', list: shop, objects: [object('Pod', 'a')] },
    { type: 'listed', list: other, objects: [object('Pod', 'b')] }
  ] as const
  const after = [...before, { type: 'listed', list: shop, objects: [object('Pod', 'c')] } as const]
  expect(objectsOf(after.reduce(reduceObjects, noObjects), 'Pod').map(each => each.metadata?.name)).toEqual(['c', 'b'])
})

it('what is lost stays known, and is lost until it is told again', () => {
  const listed = { type: 'listed', list: nodes, objects: [object('Node', 'node1')] } as const
  const lost = [listed, { type: 'lost', list: nodes, why: 'gone' } as const].reduce(reduceObjects, noObjects)
  expect([...lost.lost]).toEqual([['Node', 'gone']])
  expect(objectsOf(lost, 'Node')).toHaveLength(1)
  expect(reduceObjects(lost, listed).lost.size).toBe(0)
})

it('the cluster is told when its nodes and pods are', () => {
  const first = reduceObjects(noObjects, { type: 'listed', list: nodes, objects: [] })
  expect(isTold(first)).toBe(false)
  expect(isTold(reduceObjects(first, { type: 'listed', list: shop, objects: [] }))).toBe(true)
})

it('the cluster is not told while a list that was asked for is neither told nor lost', () => {
  const sets: WatchedList = { kind: 'DaemonSet', namespace: 'shop' }
  const events = [
    { type: 'asked', lists: [nodes, shop, sets] },
    { type: 'listed', list: nodes, objects: [] },
    { type: 'listed', list: shop, objects: [] }
  ] as const
  const before = events.reduce<typeof noObjects>((known, event) => reduceObjects(known, event), noObjects)
  expect(isTold(before)).toBe(false)
  expect(isTold(reduceObjects(before, { type: 'lost', list: sets, why: 'forbidden' }))).toBe(true)
  expect(isTold(reduceObjects(before, { type: 'listed', list: sets, objects: [] }))).toBe(true)
})
