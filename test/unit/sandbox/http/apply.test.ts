import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type Answer, type TestApi } from '../api-server.ts'

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const applyType = { 'content-type': 'application/apply-patch+yaml' }

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const container = (fields: object = {}) => ({ name: 'main', image: 'nginx:1', ...fields })
const deployment = (name: string, spec: object = {}, containers: object[] = [container()]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels: { app: 'web' } },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
    ...spec
  }
})

function apply(name: string, config: unknown, manager = 'one', query = ''): Promise<Answer> {
  return api.send('PATCH', `${deployments}/${name}?fieldManager=${manager}${query}`, config, applyType)
}

interface Entry {
  readonly manager: string
  readonly operation: string
  readonly subresource?: string
  readonly time: string
  readonly fieldsV1: Readonly<Record<string, unknown>>
}

const managersOf = ({ at }: Answer) => at('metadata.managedFields') as readonly Entry[]
const names = (answer: Answer) =>
  managersOf(answer).map(({ manager, operation, subresource }) =>
    [manager, operation, ...(subresource ? [subresource] : [])].join(' ')
  )

describe('server-side apply', () => {
  test('creates what is not there, and owns what the configuration says and no defaults', async () => {
    const answer = await apply(
      'new',
      deployment('new', { replicas: 2 }, [container({ ports: [{ containerPort: 80 }] })])
    )
    expect(answer.status).toBe(201)
    expect(managersOf(answer)).toEqual([
      {
        manager: 'one',
        operation: 'Apply',
        apiVersion: 'apps/v1',
        time: '2024-05-06T07:08:09Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': {
            'f:replicas': {},
            'f:selector': {},
            'f:template': {
              'f:metadata': { 'f:labels': { 'f:app': {} } },
              'f:spec': {
                'f:containers': {
                  'k:{"name":"main"}': {
                    '.': {},
                    'f:image': {},
                    'f:name': {},
                    'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } }
                  }
                }
              }
            }
          }
        }
      }
    ])
  })

  test('again with the same configuration changes nothing, not even the time', async () => {
    const first = await apply('same', deployment('same'))
    api.now.value += 60_000
    const second = await apply('same', deployment('same'))
    expect([second.status, second.body]).toEqual([200, first.body])
  })

  test('refuses to change what somebody else owns, names each field, and takes it over when forced', async () => {
    await apply('fought', deployment('fought', { replicas: 2 }))
    const refused = await apply('fought', deployment('fought', { replicas: 3 }), 'two')
    expect(refused).toMatchObject({
      status: 409,
      body: {
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "one": .spec.replicas',
        details: {
          causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.spec.replicas' }]
        }
      }
    })
    const more = await apply('fought', deployment('fought', { replicas: 3 }, [container({ image: 'x' })]), 'two')
    expect(more.at('message')).toBe(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.replicas\n- .spec.template.spec.containers[name="main"].image'
    )
    const forced = await apply('fought', deployment('fought', { replicas: 3 }), 'two', '&force=true')
    expect(forced.at('spec.replicas')).toBe(3)
    const one = managersOf(forced).find(({ manager }) => manager === 'one')
    expect(one?.fieldsV1['f:spec']).not.toHaveProperty(['f:replicas'])
  })

  test('names updaters with their version and subresource', async () => {
    await apply('scaled', deployment('scaled', { replicas: 2 }))
    const merge = { 'content-type': 'application/merge-patch+json' }
    await api.send('PATCH', `${deployments}/scaled/scale?fieldManager=kubectl`, { spec: { replicas: 5 } }, merge)
    expect((await apply('scaled', deployment('scaled', { replicas: 2 }))).at('message')).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas'
    )
  })

  test('lets fields be shared, and removes what the last owner drops', async () => {
    await apply('shared', deployment('shared', { minReadySeconds: 5 }))
    const both = await apply('shared', deployment('shared', { minReadySeconds: 5 }), 'two')
    expect(names(both)).toEqual(['one Apply', 'two Apply'])
    expect((await apply('shared', deployment('shared'))).at('spec.minReadySeconds')).toBe(5)
    expect((await apply('shared', deployment('shared'), 'two')).at('spec.minReadySeconds')).toBeUndefined()
  })

  test("removes the last of the metadata that the configuration names, and nothing of the server's", async () => {
    const path = '/api/v1/namespaces/default/configmaps/bare?fieldManager=one'
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'bare' } }
    const annotated = { ...config, metadata: { name: 'bare', annotations: { a: 'b' } } }
    const first = await api.send('PATCH', path, annotated, applyType)
    const second = await api.send('PATCH', path, config, applyType)
    expect(second.status).toBe(200)
    expect(second.at('metadata')).toMatchObject({ name: 'bare', uid: first.at('metadata.uid') })
    expect(second.at('metadata.annotations')).toBeUndefined()
  })

  test('merges lists by key and sets, and keeps the items of others', async () => {
    await apply('lists', deployment('lists', {}, [container(), { name: 'side', image: 'busybox' }]))
    const two = deployment('lists', {}, [{ name: 'third', image: 'redis' }])
    const merged = await apply('lists', two, 'two')
    const containers = (answer: Answer) =>
      (answer.at('spec.template.spec.containers') as { name: string }[]).map(({ name }) => name)
    expect(containers(merged)).toEqual(['main', 'side', 'third'])
    expect(containers(await apply('lists', deployment('lists')))).toEqual(['main', 'third'])
    const doubled = await apply('lists', deployment('lists', {}, [container(), container()]))
    expect(doubled).toMatchObject({ status: 500 })
    expect(doubled.at('message')).toContain('.spec.template.spec.containers: duplicate entries for key [name="main"]')
  })

  test('refuses fields that the type has not, in the words of the API server', async () => {
    const { status, at } = await apply('wrong', deployment('wrong', {}, [container({ imagee: 'y' })]))
    expect([status, at('message')]).toEqual([
      500,
      'failed to create typed patch object (/wrong; apps/v1, Kind=Deployment): ' +
        '.spec.template.spec.containers[name="main"].imagee: field not declared in schema'
    ])
    const nobody = await api.send('PATCH', `${deployments}/wrong`, deployment('wrong'), applyType)
    expect(nobody.at('message')).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'
    )
    const owned = { ...deployment('wrong'), metadata: { name: 'wrong', managedFields: [] } }
    expect((await apply('wrong', owned)).at('message')).toBe('metadata.managedFields must be nil')
    const older = await apply('wrong', { ...deployment('wrong'), apiVersion: 'apps/v1beta1' })
    expect(older.at('message')).toBe(
      'Incorrect version specified in apply patch. Specified patch version: apps/v1beta1, expected: apps/v1'
    )
  })

  test('reads YAML, and with dryRun stores nothing', async () => {
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dry\ndata: {a: "1"}\n'
    const path = '/api/v1/namespaces/default/configmaps/dry'
    const dry = await api.send('PATCH', `${path}?fieldManager=one&dryRun=All`, yaml, applyType)
    expect([dry.status, dry.at('data.a')]).toEqual([201, '1'])
    expect((await api.send('GET', path)).status).toBe(404)
  })

  test('by kubectl takes over what its client-side apply set, and keeps that annotation in step', async () => {
    const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'
    const config = deployment('moved', { replicas: 2 })
    const annotated = {
      ...config,
      metadata: { ...config.metadata, annotations: { [lastApplied]: JSON.stringify(config) } }
    }
    await api.send('POST', `${deployments}?fieldManager=kubectl-client-side-apply`, annotated)
    const other = await apply('moved', deployment('moved', { replicas: 3 }), 'other')
    expect(other.status).toBe(409)
    const moved = await apply('moved', deployment('moved', { replicas: 3 }), 'kubectl')
    expect([moved.status, moved.at('spec.replicas')]).toEqual([200, 3])
    const annotations = moved.at('metadata.annotations') as Record<string, string>
    expect(JSON.parse(annotations[lastApplied] ?? '')).toMatchObject({ spec: { replicas: 3 } })
  })
})

describe('writes of other kinds', () => {
  test('give the fields that they change to their manager, and let go of those that they remove', async () => {
    const created = await api.send('POST', `${deployments}?fieldManager=maker`, deployment('owned', { replicas: 2 }))
    expect(names(created)).toEqual(['maker Update'])
    expect(managersOf(created)[0]?.fieldsV1['f:metadata']).toEqual({ 'f:labels': { '.': {}, 'f:app': {} } })
    const merge = { 'content-type': 'application/merge-patch+json', 'user-agent': 'editor/v1 (x)' }
    const path = `${deployments}/owned`
    const change = { metadata: { labels: { app: null, tier: 'x' } }, spec: { replicas: 4 } }
    const patched = await api.send('PATCH', path, change, merge)
    expect(names(patched)).toEqual(['editor Update', 'maker Update'])
    const [editor, maker] = managersOf(patched)
    expect(editor?.fieldsV1).toEqual({ 'f:metadata': { 'f:labels': { 'f:tier': {} } }, 'f:spec': { 'f:replicas': {} } })
    expect(maker?.fieldsV1['f:metadata']).toEqual({ 'f:labels': {} })
    expect(maker?.fieldsV1['f:spec']).not.toHaveProperty(['f:replicas'])
    const status = await api.send('PATCH', `${path}/status`, { status: { replicas: 1 } }, merge)
    expect(names(status)).toEqual(['editor Update', 'editor Update status', 'maker Update'])
  })

  test('may write the list themselves, or wipe it', async () => {
    await api.send('POST', `${deployments}?fieldManager=maker`, deployment('wiped'))
    const path = `${deployments}/wiped`
    const json = { 'content-type': 'application/json-patch+json' }
    const renamed = await api.send(
      'PATCH',
      path,
      [{ op: 'replace', path: '/metadata/managedFields/0/manager', value: 'heir' }],
      json
    )
    expect(names(renamed)).toEqual(['heir Update'])
    const unaware = await api.send('PUT', path, deployment('wiped'))
    expect(names(unaware)).toContain('heir Update')
    const wiped = await api.send('PATCH', path, [{ op: 'replace', path: '/metadata/managedFields', value: [{}] }], json)
    expect(wiped.at('metadata.managedFields')).toBeUndefined()
    const applied = await apply('wiped', deployment('wiped', { replicas: 1 }))
    expect(names(applied)).toEqual(['one Apply', 'before-first-apply Update'])
  })

  test('are noted for eleven managers as ten', async () => {
    await api.send('POST', `${deployments}?fieldManager=m0`, deployment('many'))
    const merge = { 'content-type': 'application/merge-patch+json' }
    let last: Answer | undefined
    for (let number = 1; number < 12; number++) {
      api.now.value += 1000
      const change = { metadata: { annotations: { [`a${number}`]: 'x' } } }
      last = await api.send('PATCH', `${deployments}/many?fieldManager=m${number}`, change, merge)
    }
    const found = names(last!)
    expect(found).toHaveLength(10)
    expect(found[0]).toBe('ancient-changes Update')
    expect(found.at(-1)).toBe('m11 Update')
  })
})
