import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../api-server.ts'

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const strategic = { 'content-type': 'application/strategic-merge-patch+json' }
const merge = { 'content-type': 'application/merge-patch+json' }
const json = { 'content-type': 'application/json-patch+json' }

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

let number = 0
let path = ''

beforeEach(async () => {
  const name = `web-${++number}`
  path = `${deployments}/${name}`
  const { status } = await api.send('POST', deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: 'web' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            { name: 'main', image: 'nginx:1', env: [{ name: 'A', value: '1' }] },
            { name: 'side', image: 'busybox' }
          ]
        }
      }
    }
  })
  expect(status).toBe(201)
})

const patch = (body: unknown, type: Record<string, string>, query = '', below = '') =>
  api.send('PATCH', `${path}${below}${query}`, body, type)

describe('a strategic merge patch', () => {
  test('merges lists by their keys', async () => {
    const containers = [{ name: 'main', image: 'nginx:2' }]
    const answer = await patch({ spec: { template: { spec: { containers } } } }, strategic)
    expect(answer.status).toBe(200)
    expect(answer.at('spec.template.spec.containers')).toMatchObject([
      { name: 'main', image: 'nginx:2', env: [{ name: 'A', value: '1' }] },
      { name: 'side', image: 'busybox' }
    ])
  })

  test('refuses unknown fields when asked to, and warns by default', async () => {
    const wrong = { spec: { x: 1, template: { spec: { containers: [{ name: 'main', imagee: 'y' }] } } } }
    const refused = await patch(wrong, strategic, '?fieldValidation=Strict')
    expect(refused.status).toBe(422)
    expect(refused.body.message).toBe(
      ' "" is invalid: patch: Invalid value: "map[spec:map[template:map[spec:map[containers:[map[imagee:y name:main]]]] x:1]]": ' +
        'strict decoding error: unknown field "spec.template.spec.containers[0].imagee", unknown field "spec.x"'
    )
    const warned = await patch(wrong, strategic)
    expect(warned.status).toBe(200)
    expect(warned.warnings).toEqual([
      'unknown field "spec.template.spec.containers[0].imagee"',
      'unknown field "spec.x"'
    ])
    expect((await patch(wrong, strategic, '?fieldValidation=Ignore')).warnings).toEqual([])
    expect((await api.send('GET', path)).at('spec.x')).toBeUndefined()
  })

  test('that is malformed or of the wrong types is refused', async () => {
    const malformed = await patch({ spec: { $patch: 'nothing' } }, strategic)
    expect(malformed.body.message).toBe('unknown patch type: nothing in map: map[$patch:nothing]')
    const mistyped = await patch({ spec: { replicas: 'two' } }, strategic)
    expect(mistyped).toMatchObject({ status: 422, body: { reason: 'Invalid' } })
    expect(mistyped.body.message).toBe(
      ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:two]]": unrecognized type: int32'
    )
    expect((await patch({ spec: { replicas: 'two' } }, merge)).body.message).toContain(
      'cannot unmarshal string into Go struct field'
    )
    const keyless = await patch({ spec: { template: { spec: { containers: [{ image: 'x' }] } } } }, strategic)
    expect(keyless).toMatchObject({ status: 500 })
    expect(keyless.body.message).toBe('map: map[image:x] does not contain declared merge key: name')
    expect((await patch('[]', strategic)).status).toBe(400)
    expect((await patch('{', strategic)).status).toBe(400)
  })

  test('with a resourceVersion must meet that version', async () => {
    const { body } = await patch({ metadata: { resourceVersion: '1' }, spec: { replicas: 4 } }, strategic)
    expect(body).toMatchObject({ code: 409, reason: 'Conflict', details: { group: 'apps', kind: 'deployments' } })
  })
})

describe('a JSON merge patch', () => {
  test('replaces lists and deletes with null', async () => {
    const change = {
      metadata: { labels: { app: null, tier: 'x' } },
      spec: { template: { spec: { containers: [{ name: 'one', image: 'a' }] } } }
    }
    const answer = await patch(change, merge)
    expect(answer.at('metadata.labels')).toEqual({ tier: 'x' })
    expect(answer.at('spec.template.spec.containers')).toHaveLength(1)
  })

  test('tells doubled fields', async () => {
    const text = '{"spec":{"replicas":3,"replicas":5}}'
    const answer = await patch(text, merge)
    expect(answer.at('spec.replicas')).toBe(5)
    expect(answer.warnings).toEqual(['duplicate field "spec.replicas"'])
    expect((await patch(text, merge, '?fieldValidation=Strict')).body.message).toContain(
      'strict decoding error: duplicate field "spec.replicas"'
    )
  })
})

describe('a JSON patch', () => {
  test('adds, tests, moves and removes', async () => {
    const answer = await patch(
      [
        { op: 'test', path: '/spec/replicas', value: 2 },
        { op: 'replace', path: '/spec/replicas', value: 3 },
        { op: 'add', path: '/metadata/labels/a~1b', value: 'c' },
        { op: 'move', from: '/metadata/labels/app', path: '/metadata/labels/was' },
        { op: 'remove', path: '/spec/template/spec/containers/1' }
      ],
      json
    )
    expect(answer.at('spec.replicas')).toBe(3)
    expect(answer.at('metadata.labels')).toEqual({ 'a/b': 'c', was: 'web' })
    expect(answer.at('spec.template.spec.containers')).toHaveLength(1)
  })

  test('that does not apply is refused, and changes nothing', async () => {
    const refused = await patch(
      [
        { op: 'replace', path: '/spec/replicas', value: 9 },
        { op: 'remove', path: '/spec/nothere' }
      ],
      json
    )
    expect(refused).toMatchObject({
      status: 422,
      body: {
        reason: 'Invalid',
        message: 'the server rejected our request due to an error in our request'
      }
    })
    expect((await patch([{ op: 'test', path: '/spec/replicas', value: 2 }], json)).status).toBe(200)
    expect((await patch({ op: 'add' }, json)).status).toBe(400)
    expect((await patch([{ op: 'jump', path: '/a' }], json)).status).toBe(422)
  })
})

describe('every patch', () => {
  test('of what is not there is 404, of another media type 415, with a wrong option 422', async () => {
    const gone = await api.send('PATCH', `${deployments}/nothere`, {}, merge)
    expect(gone.body.message).toBe('deployments.apps "nothere" not found')
    const unknown = await patch({}, { 'content-type': 'application/json' })
    expect(unknown).toMatchObject({ status: 415, body: { reason: 'UnsupportedMediaType' } })
    const wrong = await patch({}, merge, '?fieldValidation=Maybe')
    expect(wrong).toMatchObject({ status: 422, body: { details: { kind: 'PatchOptions', group: 'meta.k8s.io' } } })
    expect((await patch({}, merge, '?force=true')).status).toBe(422)
  })

  test('cannot make another object of it', async () => {
    const { status, body } = await patch({ metadata: { uid: 'x' } }, merge)
    expect([status, String(body.message)]).toEqual([
      422,
      expect.stringContaining('metadata.uid: Invalid value: "x": field is immutable')
    ])
    const { body: stored } = await api.send('GET', path)
    const other = await api.send('PUT', path, { ...stored, metadata: { ...(stored.metadata as object), uid: 'x' } })
    expect(other.status).toBe(409)
    expect(other.body.message).toContain('Precondition failed: UID in precondition: x, UID in object meta: ')
  })

  test('with dryRun changes nothing', async () => {
    const dry = await patch({ spec: { replicas: 7 } }, merge, '?dryRun=All')
    expect(dry.at('spec.replicas')).toBe(7)
    expect((await api.send('GET', path)).at('spec.replicas')).toBe(2)
  })

  test('reaches the status alone by its own path, and the replicas by the scale', async () => {
    const status = await patch({ spec: { replicas: 8 }, status: { replicas: 5 } }, merge, '', '/status')
    expect(status.body).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 5 } })
    const main = await patch({ status: { replicas: 6 } }, merge)
    expect(main.at('status.replicas')).toBe(5)
    const scale = await patch({ spec: { replicas: 4 } }, strategic, '', '/scale')
    expect(scale.body).toMatchObject({ kind: 'Scale', spec: { replicas: 4 }, status: { replicas: 5 } })
    const steps = await patch([{ op: 'replace', path: '/spec/replicas', value: 1 }], json, '', '/scale')
    expect(steps.at('spec.replicas')).toBe(1)
    const unknown = await patch({ spec: { x: 4 } }, merge, '?fieldValidation=Strict', '/scale')
    expect(unknown.body.message).toContain('unknown field "spec.x"')
    expect((await patch({}, merge, '', '/nothere')).status).toBe(404)
  })
})
