import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunningContext } from '../../../../src/sandbox/controllers/runtime/context.ts'
import { startTestApi, type TestApi } from '../api-server.ts'
import { cronTab, cronTabs, definitionsPath, startDefinitions } from '../custom-resources.ts'

const merge = { 'content-type': 'application/merge-patch+json' }
const apply = { 'content-type': 'application/apply-patch+yaml' }
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
const group = '/apis/stable.example.com/v1'
const path = `${group}/namespaces/default/crontabs`
const subresources = {
  status: {},
  scale: {
    specReplicasPath: '.spec.replicas',
    statusReplicasPath: '.status.replicas',
    labelSelectorPath: '.status.selector'
  }
}

let api: TestApi
let context: RunningContext

beforeEach(async () => {
  api = await startTestApi()
  context = startDefinitions(api)
})
afterEach(async () => {
  context.stop()
  await api.close()
})

async function define(definition: object = cronTabs()): Promise<void> {
  const { status, body } = await api.send('POST', definitionsPath, definition)
  expect([status, body.message]).toEqual([201, undefined])
  await context.loop.idle()
}

describe('a definition', () => {
  test('is filled in, named, and established', async () => {
    await define()
    const { body } = await api.send('GET', `${definitionsPath}/crontabs.stable.example.com`)
    expect(body).toMatchObject({
      metadata: { generation: 1 },
      spec: { names: { singular: 'crontab', listKind: 'CronTabList' }, conversion: { strategy: 'None' } },
      status: {
        acceptedNames: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', listKind: 'CronTabList' },
        conditions: [
          { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
          { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' }
        ],
        storedVersions: ['v1']
      }
    })
  })

  test('is listed with its name and the time of its creation', async () => {
    await define()
    const { body } = await api.send('GET', definitionsPath, undefined, table)
    expect(body).toMatchObject({
      columnDefinitions: [{ name: 'Name' }, { name: 'Created At', type: 'date' }],
      rows: [{ cells: ['crontabs.stable.example.com', '2024-05-06T07:08:09Z'] }]
    })
  })

  test('with names that another one has is not served', async () => {
    await define()
    const other = cronTabs({}, { names: { plural: 'others', kind: 'Other', shortNames: ['ct'] } })
    await define({ ...other, metadata: { name: 'others.stable.example.com' } })
    const { body } = await api.send('GET', `${definitionsPath}/others.stable.example.com`)
    expect(body).toMatchObject({
      status: {
        conditions: [
          { type: 'NamesAccepted', status: 'False', reason: 'ShortNamesConflict', message: '"ct" is already in use' },
          { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
        ]
      }
    })
    expect((await api.send('GET', `${group}/others`)).status).toBe(404)
    await api.send('DELETE', `${definitionsPath}/crontabs.stable.example.com`)
    await context.loop.idle()
    expect((await api.send('GET', `${group}/others`)).status).toBe(200)
  })

  test('takes its objects with it, those without finalizers at once', async () => {
    await define()
    await api.send('POST', path, cronTab('one'))
    const held = cronTab('held')
    await api.send('POST', path, { ...held, metadata: { ...held.metadata, finalizers: ['example.com/hold'] } })
    const definition = `${definitionsPath}/crontabs.stable.example.com`
    expect((await api.send('DELETE', definition)).body).toMatchObject({
      metadata: { finalizers: ['customresourcecleanup.apiextensions.k8s.io'], deletionTimestamp: expect.any(String) }
    })
    await context.loop.idle()
    expect((await api.send('GET', `${path}/one`)).status).toBe(404)
    expect((await api.send('GET', definition)).at('status.conditions.2')).toMatchObject({
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionInProgress'
    })
    const late = await api.send('POST', path, cronTab('late'))
    expect([late.status, late.body.message]).toEqual([
      405,
      'create not allowed while custom resource definition is terminating'
    ])
    await api.send('PATCH', `${path}/held`, { metadata: { finalizers: null } }, merge)
    await context.loop.idle()
    expect((await api.send('GET', definition)).status).toBe(404)
    expect((await api.send('GET', path)).status).toBe(404)
    expect(api.store.resources().map(({ resource }) => resource)).not.toContain('crontabs')
  })

  test('that serves no version any more still takes its objects with it', async () => {
    await define()
    await api.send('POST', path, cronTab('one'))
    const definition = `${definitionsPath}/crontabs.stable.example.com`
    const operations = [{ op: 'replace', path: '/spec/versions/0/served', value: false }]
    const patched = await api.send('PATCH', definition, operations, { 'content-type': 'application/json-patch+json' })
    expect(patched.status).toBe(200)
    expect((await api.send('GET', path)).status).toBe(404)
    expect((await api.send('GET', group)).status).toBe(404)
    await api.send('DELETE', definition)
    await context.loop.idle()
    expect((await api.send('GET', definition)).status).toBe(404)
    expect(api.store.resources().map(({ resource }) => resource)).not.toContain('crontabs')
  })

  test('ends the watches of its objects with itself, after telling that these have gone', async () => {
    await define()
    await api.send('POST', path, cronTab('one'))
    const events: string[] = []
    const watch = api.watch(`${path}?watch=true`, ({ type }) => {
      events.push(type)
      return false
    })
    const ended = expect(watch).rejects.toThrow('the watch ended after 2 events')
    await api.send('GET', path)
    await api.send('DELETE', `${definitionsPath}/crontabs.stable.example.com`)
    await context.loop.idle()
    await ended
    expect(events).toEqual(['ADDED', 'DELETED'])
  })

  test('whose objects a webhook would have to convert is not taken', async () => {
    const versions = ['v1', 'v2'].map((name, index) => ({
      ...{ name, served: true, storage: index === 0 },
      schema: { openAPIV3Schema: { type: 'object' } }
    }))
    const webhook = { clientConfig: { url: 'https://example.com' }, conversionReviewVersions: ['v1'] }
    const definition = cronTabs({}, { versions, conversion: { strategy: 'Webhook', webhook } })
    const { status, body } = await api.send('POST', definitionsPath, definition)
    expect([status, body.message]).toEqual([501, expect.stringContaining('docs/sandbox.md')])
  })
})

describe('objects', () => {
  test('are a resource like others, in discovery too', async () => {
    await define(cronTabs({ subresources }))
    expect((await api.send('GET', group)).body).toMatchObject({
      resources: [
        {
          name: 'crontabs',
          singularName: 'crontab',
          namespaced: true,
          kind: 'CronTab',
          verbs: ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'],
          shortNames: ['ct'],
          categories: ['all']
        },
        { name: 'crontabs/status', kind: 'CronTab', verbs: ['get', 'patch', 'update'] },
        { name: 'crontabs/scale', group: 'autoscaling', version: 'v1', kind: 'Scale' }
      ]
    })
    const seen = api.watch(`${path}?watch=true`, ({ type }) => type === 'DELETED')
    const created = await api.send('POST', path, cronTab('one', { replicas: 2 }))
    expect([created.status, created.at('metadata.generation')]).toEqual([201, 1])
    const { body } = await api.send('PATCH', `${path}/one`, { spec: { replicas: 3 } }, merge)
    expect(body).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 3, cronSpec: '* * * * */5' } })
    const status = await api.send(
      'PATCH',
      `${path}/one/status`,
      { status: { replicas: 3 }, spec: { replicas: 7 } },
      merge
    )
    expect(status.body).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 3 }, status: { replicas: 3 } })
    expect((await api.send('GET', path)).body).toMatchObject({
      kind: 'CronTabList',
      items: [{ metadata: { name: 'one' } }]
    })
    expect((await api.send('DELETE', path)).status).toBe(200)
    expect((await seen).map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED'])
  })

  test('without a status subresource count changes of the status too', async () => {
    await define()
    await api.send('POST', path, { ...cronTab('one'), status: { replicas: 1 } })
    const { body } = await api.send('PATCH', `${path}/one`, { status: { replicas: 2 } }, merge)
    expect(body).toMatchObject({ metadata: { generation: 2 }, status: { replicas: 2 } })
    expect((await api.send('GET', `${path}/one/status`)).status).toBe(404)
  })

  test('are scaled', async () => {
    await define(cronTabs({ subresources }))
    await api.send('POST', path, cronTab('one', { replicas: 2 }))
    await api.send('PATCH', `${path}/one/status`, { status: { replicas: 2, selector: 'app=one' } }, merge)
    expect((await api.send('GET', `${path}/one/scale`)).body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 2 },
      status: { replicas: 2, selector: 'app=one' }
    })
    const scaled = await api.send('PATCH', `${path}/one/scale`, { spec: { replicas: 5 } }, merge)
    expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 5 } })
    expect((await api.send('GET', `${path}/one`)).at('spec.replicas')).toBe(5)
    const tooMany = await api.send('PATCH', `${path}/one/scale`, { spec: { replicas: 50 } }, merge)
    expect(tooMany.body.message).toContain('spec.replicas in body should be less than or equal to 10')
  })

  test('are shown in the columns of their definition, or with their age', async () => {
    await define(
      cronTabs({
        additionalPrinterColumns: [
          { name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' },
          { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
          { name: 'Port', type: 'integer', jsonPath: '.spec.ports[?(@.name=="web")].port', priority: 1 },
          { name: 'Image', type: 'string', jsonPath: '.spec.image' }
        ]
      })
    )
    await api.send(
      'POST',
      path,
      cronTab('one', {
        ports: [
          { name: 'db', port: 1 },
          { name: 'web', port: 80 }
        ]
      })
    )
    const { body } = await api.send('GET', path, undefined, table)
    expect(body.rows).toMatchObject([{ cells: ['one', '* * * * */5', 1, 80, null] }])
    const current = await api.send('GET', `${definitionsPath}/crontabs.stable.example.com`)
    const { metadata } = current.body as { metadata: object }
    await api.send('PUT', `${definitionsPath}/crontabs.stable.example.com`, { ...cronTabs(), metadata })
    api.now.value += 90_000
    const plain = await api.send('GET', path, undefined, table)
    expect(plain.body).toMatchObject({
      columnDefinitions: [{ name: 'Name' }, { name: 'Age', type: 'date' }],
      rows: [{ cells: ['one', '90s'] }]
    })
  })

  test('are patched in each way but strategically', async () => {
    await define()
    await api.send('POST', path, cronTab('one'))
    const strategic = await api.send(
      'PATCH',
      `${path}/one`,
      {},
      { 'content-type': 'application/strategic-merge-patch+json' }
    )
    expect([strategic.status, strategic.body.message]).toEqual([
      415,
      'the body of the request was in an unknown format - accepted media types include: ' +
        'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml'
    ])
    const operations = [{ op: 'add', path: '/spec/image', value: 'web' }]
    const json = await api.send('PATCH', `${path}/one`, operations, { 'content-type': 'application/json-patch+json' })
    expect(json.at('spec.image')).toBe('web')
  })

  test('are owned field by field as their schema says', async () => {
    await define()
    const config = (port: number, name: string) => cronTab('one', { ports: [{ name, port }], free: { [name]: port } })
    const first = await api.send('PATCH', `${path}/one?fieldManager=a`, config(1, 'web'), apply)
    expect(first.status).toBe(201)
    expect(first.at('metadata.managedFields.0.fieldsV1')).toEqual({
      'f:spec': {
        'f:cronSpec': {},
        'f:free': { 'f:web': {} },
        'f:ports': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:port': {} } }
      }
    })
    const second = await api.send('PATCH', `${path}/one?fieldManager=b`, config(2, 'db'), apply)
    expect(second.at('spec')).toMatchObject({
      ports: [
        { name: 'web', port: 1 },
        { name: 'db', port: 2 }
      ],
      free: { web: 1, db: 2 }
    })
    const conflict = await api.send('PATCH', `${path}/one?fieldManager=b`, config(2, 'web'), apply)
    expect([conflict.status, conflict.body.message]).toEqual([
      409,
      expect.stringContaining('.spec.ports[name="web"].port')
    ])
    const unknown = await api.send('PATCH', `${path}/one?fieldManager=b`, cronTab('one', { foo: 1 }), apply)
    expect(unknown.body.message).toContain('.spec.foo: field not declared in schema')
  })

  test('of another version are the same objects', async () => {
    const v2 = { name: 'v2', served: true, storage: false, schema: { openAPIV3Schema: { type: 'object' } } }
    const [v1] = cronTabs().spec.versions
    await define(cronTabs({}, { versions: [v1, v2] }))
    await api.send('POST', path, cronTab('one'))
    const { body } = await api.send('GET', path.replace('v1', 'v2'))
    expect(body).toMatchObject({ apiVersion: 'stable.example.com/v2', items: [{ metadata: { name: 'one' } }] })
    expect((await api.send('GET', '/apis/stable.example.com')).body).toMatchObject({
      preferredVersion: { version: 'v2' },
      versions: [{ version: 'v2' }, { version: 'v1' }]
    })
  })

  test('are selected by the fields that their definition names', async () => {
    await define(cronTabs({ selectableFields: [{ jsonPath: '.spec.mode' }] }))
    await api.send('POST', path, cronTab('one', { mode: 'fast' }))
    await api.send('POST', path, cronTab('two', { mode: 'slow' }))
    const { body } = await api.send('GET', `${path}?fieldSelector=spec.mode%3Dslow`)
    expect(body.items).toMatchObject([{ metadata: { name: 'two' } }])
    const other = await api.send('GET', `${path}?fieldSelector=spec.image%3Da`)
    expect(other.body.message).toBe('field label not supported: spec.image')
  })
})
