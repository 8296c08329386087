import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { servedApi } from '../../../../src/sandbox/api/http/served.ts'
import { loadSchema } from '../../../../src/sandbox/schema/schema.ts'
import type { ResourceInfo } from '../../../../src/sandbox/schema/types.ts'
import { startTestApi, type Answer, type TestApi } from '../api-server.ts'
import { examples, names } from './examples.ts'

const now = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, propagationPolicy: 'Background' }
const merge = { 'content-type': 'application/merge-patch+json' }
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const resources = servedApi(loadSchema()).resources.filter(
  ({ verbs }) => verbs.includes('list') && verbs.includes('create')
)

function pathOf({ group, version, namespaced, resource }: ResourceInfo): string {
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  return `${base}${namespaced ? '/namespaces/default' : ''}/${resource}`
}

/** The object that a resource is tried with; other versions than the stored one may want other fields. */
function objectOf(info: ResourceInfo, name: string, labels: Record<string, string> = {}): object {
  const example = examples[`${info.group}/${info.resource}`] ?? {}
  if (info.resource === 'customresourcedefinitions') {
    const [plural = '', ...group] = name.split('.')
    Object.assign(example.spec ?? {}, { group: group.join('.'), names: { plural, kind: plural } })
  }
  const version1 = info.group === 'autoscaling' && info.version === 'v1'
  const { metrics: _, ...spec } = (example.spec ?? {}) as Record<string, unknown>
  return {
    apiVersion: info.group === '' ? info.version : `${info.group}/${info.version}`,
    kind: info.kind,
    metadata: { name, labels },
    ...(version1 ? { spec } : example)
  }
}

/** What holds a deleted object back, of the kinds that something does. */
async function letGo(path: string, info: ResourceInfo): Promise<void> {
  if (info.resource === 'namespaces') {
    const { body } = await api.send('GET', path)
    if (body.kind === 'Namespace') await api.send('PUT', `${path}/finalize`, { ...body, spec: { finalizers: [] } })
  } else if (/^(persistentvolume|customresourcedef)/.test(info.resource))
    await api.send('PATCH', path, { metadata: { finalizers: null } }, merge)
}

const named = (answer: Answer): unknown[] =>
  ((answer.body.items ?? []) as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name)

describe.each(resources.map(info => [`${info.group}/${info.version} ${info.resource}`, info] as const))(
  '%s',
  (_, info) => {
    const path = pathOf(info)
    const [first, second] = names[`${info.group}/${info.resource}`] ?? ['first', 'second']

    test('is a whole resource of the API', async () => {
      const seen = api.watch(
        `${path}?watch=true&resourceVersion=${api.store.revision}`,
        ({ type }) => type === 'DELETED'
      )
      const created = await api.send('POST', path, objectOf(info, first))
      expect(created.body).toMatchObject({ kind: info.kind, metadata: { name: first, uid: expect.any(String) } })
      expect(created.status).toBe(201)
      const again = await api.send('POST', path, objectOf(info, first))
      expect([again.status, again.body.reason]).toEqual([409, 'AlreadyExists'])

      const got = await api.send('GET', `${path}/${first}`)
      expect(got.body).toEqual(created.body)
      expect(named(await api.send('GET', path))).toContain(first)
      expect(named(await api.send('GET', `${path}?fieldSelector=metadata.name%3Dnone`))).toEqual([])
      const rows = await api.send('GET', `${path}/${first}`, undefined, table)
      expect((rows.body.rows as { cells: unknown[] }[])[0]?.cells).toHaveLength(
        (rows.body.columnDefinitions as unknown[]).length
      )

      const patched = await api.send('PATCH', `${path}/${first}`, { metadata: { labels: { a: '1' } } }, merge)
      expect(patched.body).toMatchObject({ metadata: { labels: { a: '1' } } })
      const metadata = { ...(patched.body.metadata as object), annotations: { b: '2' } }
      const updated = await api.send('PUT', `${path}/${first}`, { ...patched.body, metadata })
      expect(updated.body).toMatchObject({ metadata: { annotations: { b: '2' } } })
      const stale = await api.send('PUT', `${path}/${first}`, { ...patched.body, metadata })
      expect([stale.status, stale.body.reason]).toEqual([409, 'Conflict'])
      if (info.subresources.some(({ name }) => name === 'status')) {
        expect((await api.send('GET', `${path}/${first}/status`)).body).toEqual(updated.body)
        const status = await api.send('PUT', `${path}/${first}/status`, updated.body)
        expect(status.status).toBe(200)
      }

      expect((await api.send('DELETE', `${path}/${first}`, now)).status).toBe(200)
      await letGo(`${path}/${first}`, info)
      const gone = await api.send('GET', `${path}/${first}`)
      expect([gone.status, gone.body.reason]).toEqual([404, 'NotFound'])
      const events = (await seen).map(({ type, object }) => [type, (object.metadata as { name: string }).name])
      expect(events.at(0)).toEqual(['ADDED', first])
      expect(events.at(-1)).toEqual(['DELETED', first])
      expect(events.filter(([type]) => type === 'MODIFIED').length).toBeGreaterThanOrEqual(2)
    })

    test.runIf(info.verbs.includes('deletecollection'))('is deleted by selector', async () => {
      await api.send('POST', path, objectOf(info, first, { of: 'one' }))
      await api.send('POST', path, objectOf(info, second, { of: 'other' }))
      const deleted = await api.send('DELETE', `${path}?labelSelector=of%3Done`, now)
      expect(deleted.status).toBe(200)
      await letGo(`${path}/${first}`, info)
      const left = named(await api.send('GET', path))
      expect(left).toContain(second)
      expect(left).not.toContain(first)
      await api.send('DELETE', `${path}/${second}`, now)
      await letGo(`${path}/${second}`, info)
    })

    test('is refused with metadata that no object may have', async () => {
      const name = await api.send('POST', path, objectOf(info, 'a/b'))
      expect([name.status, name.body.reason]).toEqual([422, 'Invalid'])
      expect(name.body.message).toContain('metadata.name: Invalid value: "a/b"')
      const label = await api.send('POST', path, objectOf(info, first, { 'not a label': 'x' }))
      expect(label.body.message).toContain('metadata.labels: Invalid value: "not a label"')
    })

    test('is taken or refused in Kubernetes words when it says nothing', async () => {
      const { body } = await api.send('POST', path, { metadata: { name: first }, kind: info.kind })
      expect(body.reason ?? 'taken').toMatch(/^(taken|Invalid|Forbidden)$/)
      await api.send('DELETE', `${path}/${first}`, now)
      await letGo(`${path}/${first}`, info)
    })
  }
)
