import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type Answer, type TestApi } from '../api-server.ts'

const configMaps = '/api/v1/namespaces/default/configmaps'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi({ window: 20 })
  for (const name of ['a', 'b', 'c', 'd', 'e']) await make(name)
})
afterAll(() => api.close())

const make = (name: string, labels: Record<string, string> = {}) =>
  api.send('POST', configMaps, { metadata: { name, labels }, data: {} })
const namesOf = ({ at }: Answer) => (at('items') as { metadata: { name: string } }[]).map(item => item.metadata.name)

describe('a list in pages', () => {
  test('shows what was there at the first page, and says how much is left', async () => {
    const first = await api.send('GET', `${configMaps}?limit=2`)
    expect([namesOf(first), first.at('metadata.remainingItemCount')]).toEqual([['a', 'b'], 3])
    await make('bb')
    await api.send('DELETE', `${configMaps}/c`)
    await api.send('PUT', `${configMaps}/d`, { metadata: { name: 'd' }, data: { changed: 'yes' } })
    const second = await api.send('GET', `${configMaps}?limit=2&continue=${String(first.at('metadata.continue'))}`)
    expect([namesOf(second), second.at('items.1.data')]).toEqual([['c', 'd'], undefined])
    expect(second.at('metadata.resourceVersion')).toBe(first.at('metadata.resourceVersion'))
    const last = await api.send('GET', `${configMaps}?limit=2&continue=${String(second.at('metadata.continue'))}`)
    expect([namesOf(last), last.at('metadata.continue')]).toEqual([['e'], undefined])
    const exact = `resourceVersion=${String(first.at('metadata.resourceVersion'))}&resourceVersionMatch=Exact`
    expect(namesOf(await api.send('GET', `${configMaps}?${exact}`))).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('counts nothing where a selector hides some', async () => {
    const first = await api.send('GET', `${configMaps}?limit=1&labelSelector=${encodeURIComponent('!x')}`)
    expect(first.at('metadata.continue')).toEqual(expect.any(String))
    expect(first.at('metadata')).not.toHaveProperty('remainingItemCount')
  })

  test('whose snapshot is gone is 410, with a token that goes on all the same', async () => {
    const first = await api.send('GET', `${configMaps}?limit=2`)
    for (let round = 0; round < 50; round++)
      await api.send('PUT', `${configMaps}/e`, { metadata: { name: 'e' }, data: { round: String(round) } })
    const refused = await api.send('GET', `${configMaps}?limit=2&continue=${String(first.at('metadata.continue'))}`)
    expect(refused).toMatchObject({ status: 410, body: { reason: 'Expired' } })
    const next = String(refused.at('metadata.continue'))
    expect(namesOf(await api.send('GET', `${configMaps}?continue=${next}`))).toEqual(['bb', 'd', 'e'])
    expect((await api.send('GET', `${configMaps}?continue=x`)).at('message')).toBe(
      'invalid continue token: continue key is not valid: illegal base64 data at input byte 0'
    )
  })

  test('refuses options that do not go together, and versions that are still to come', async () => {
    const wrong = await api.send('GET', `${configMaps}?resourceVersionMatch=Exact`)
    expect(wrong.at('message')).toBe(
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided'
    )
    const ahead = await api.send('GET', `${configMaps}?resourceVersion=999999&resourceVersionMatch=NotOlderThan`)
    expect(ahead).toMatchObject({ status: 504, body: { reason: 'Timeout' } })
  })
})

interface WatchEvent {
  readonly type: string
  readonly object: {
    readonly metadata: { readonly name: string; readonly labels?: object; readonly annotations?: object }
    readonly rows: readonly unknown[]
    readonly columnDefinitions: unknown
  }
}

describe('a watch', () => {
  const events = async (query: string, headers?: Record<string, string>) => {
    const { bytes } = await api.send('GET', `${configMaps}?watch=true&timeoutSeconds=1&${query}`, undefined, headers)
    const lines = bytes.toString().trim().split('\n')
    return lines.filter(line => line !== '').map(line => JSON.parse(line) as WatchEvent)
  }

  test('sends what is there, a bookmark after it, and one at the end', async () => {
    const found = await events('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true')
    expect(found.map(({ type, object }) => [type, object.metadata.name])).toEqual([
      ['ADDED', 'a'],
      ['ADDED', 'b'],
      ['ADDED', 'bb'],
      ['ADDED', 'd'],
      ['ADDED', 'e'],
      ['BOOKMARK', ''],
      ['BOOKMARK', '']
    ])
    expect(found[5]?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' })
  })

  test('from a version tells what came after, as seen through the selector', async () => {
    const start = String((await api.send('GET', configMaps)).at('metadata.resourceVersion'))
    await make('w', { in: 'yes' })
    const merge = { 'content-type': 'application/merge-patch+json' }
    await api.send('PATCH', `${configMaps}/w`, { data: { x: '1' } }, merge)
    await api.send('PATCH', `${configMaps}/w`, { metadata: { labels: { in: 'no' } } }, merge)
    const found = await events(`resourceVersion=${start}&labelSelector=in%3Dyes`)
    expect(found.map(({ type, object }) => [type, object.metadata.labels])).toEqual([
      ['ADDED', { in: 'yes' }],
      ['MODIFIED', { in: 'yes' }],
      ['DELETED', { in: 'yes' }]
    ])
  })

  test('from a version that is forgotten ends with 410', async () => {
    const [event] = await events('resourceVersion=1')
    expect(event).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })
  })

  test('may be a table, with its columns in the first event', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io'
    const found = await events('', { accept })
    expect(found[0]?.object).toMatchObject({ kind: 'Table', columnDefinitions: expect.any(Array) })
    expect(found[1]?.object.columnDefinitions).toBeNull()
    expect(found.map(({ object }) => object.rows.length)).toEqual(found.map(() => 1))
  })

  test('as a table has bookmarks without rows, whatever the kind', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io'
    const path = '/api/v1/namespaces/default/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=1'
    const { bytes } = await api.send('GET', path, undefined, { accept })
    const lines = bytes.toString().trim().split('\n')
    expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
      { type: 'BOOKMARK', object: expect.objectContaining({ kind: 'Table', rows: [] }) }
    ])
  })

  test('refuses initial events without their match', async () => {
    const { status } = await api.send('GET', `${configMaps}?watch=true&sendInitialEvents=true`)
    expect(status).toBe(422)
  })
})

describe('deletecollection', () => {
  test('deletes what a selector chooses, and with dryRun nothing', async () => {
    await make('x1', { gone: 'yes' })
    await make('x2', { gone: 'yes' })
    const dry = await api.send('DELETE', `${configMaps}?labelSelector=gone%3Dyes&dryRun=All`)
    expect(namesOf(dry)).toEqual(['x1', 'x2'])
    expect((await api.send('GET', `${configMaps}/x1`)).status).toBe(200)
    await api.send('DELETE', `${configMaps}?labelSelector=gone%3Dyes`)
    expect((await api.send('GET', `${configMaps}/x1`)).status).toBe(404)
    expect((await api.send('GET', `${configMaps}/a`)).status).toBe(200)
    expect((await api.send('DELETE', '/api/v1/configmaps')).status).toBe(405)
  })

  test('refuses a policy that there is not', async () => {
    const { status, at } = await api.send('DELETE', `${configMaps}/a`, { propagationPolicy: 'Sideways' })
    expect([status, at('message')]).toEqual([
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"'
    ])
  })
})
