import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type Answer, type TestApi } from '../api-server.ts'

const path = '/api/v1/namespaces/default/configmaps'
const end = 'zz-end'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

interface ConfigMap {
  readonly metadata: { readonly name: string; readonly resourceVersion: string }
}

/** What one writer does; what there is nothing to do for is refused by the API, and changes nothing. */
const change = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  what: fc.constantFrom('create', 'select', 'leave', 'delete'),
  data: fc.nat(3).map(String)
})

async function apply({ name, what, data }: { name: string; what: string; data: string }): Promise<void> {
  const object = { metadata: { name, labels: { in: what === 'leave' ? 'no' : 'yes' } }, data: { data } }
  if (what === 'create') await api.send('POST', path, object)
  else if (what === 'delete') await api.send('DELETE', `${path}/${name}`)
  else await api.send('PUT', `${path}/${name}`, object)
}

const itemsOf = ({ at }: Answer) => at('items') as ConfigMap[]
const byName = (items: readonly ConfigMap[]) => new Map(items.map(item => [item.metadata.name, item]))

test('events since any list, in their order, lead from it to what is there now', async () => {
  const selected = `${path}?labelSelector=in%3Dyes`
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 12 }),
      fc.array(change, { maxLength: 12 }),
      async (before, after) => {
        for (const each of before) await apply(each)
        const list = await api.send('GET', selected)
        const state = byName(itemsOf(list))
        for (const each of after) await apply(each)
        const now = byName(itemsOf(await api.send('GET', selected)))
        await apply({ name: end, what: 'create', data: '' })

        const from = String(list.at('metadata.resourceVersion'))
        const events = await api.watch(
          `${selected}&watch=true&resourceVersion=${from}`,
          ({ object }) => (object as unknown as ConfigMap).metadata.name === end
        )
        await apply({ name: end, what: 'delete', data: '' })

        const revisions = events.map(({ object }) => Number((object as unknown as ConfigMap).metadata.resourceVersion))
        expect(revisions).toEqual([...revisions].sort((one, other) => one - other))
        expect(new Set(revisions).size).toBe(revisions.length)
        for (const { type, object } of events.slice(0, -1)) {
          const item = object as unknown as ConfigMap
          // A client that follows must never be told of a change to what it does not know, or of what it knows as new.
          expect(state.has(item.metadata.name)).toBe(type !== 'ADDED')
          if (type === 'DELETED') state.delete(item.metadata.name)
          else state.set(item.metadata.name, item)
        }
        const withoutKind = ({ metadata }: ConfigMap) => metadata
        expect(new Map([...state].map(([name, item]) => [name, withoutKind(item)]))).toEqual(
          new Map([...now].map(([name, item]) => [name, withoutKind(item)]))
        )
      }
    ),
    { numRuns: 40, seed: 20261125 }
  )
})
