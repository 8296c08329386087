import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/sandbox/api/client.ts'
import { createRegistry } from '../../../src/sandbox/api/registry.ts'
import type { KubeObject } from '../../../src/sandbox/object.ts'
import { openStore } from '../../../src/sandbox/store/store.ts'
import { loadSchema } from '../../../src/sandbox/schema/schema.ts'
import { refusal } from './kinds/api.ts'

const configMaps = { group: '', resource: 'configmaps' }
const namespaces = { group: '', resource: 'namespaces' }
const ingresses = { group: 'networking.k8s.io', resource: 'ingresses' }

function cluster() {
  let now = Date.parse('2024-05-06T07:08:09Z')
  const clock = { now: () => now, after: () => () => undefined }
  const client = createClient(createRegistry({ store: openStore(), schema: loadSchema(), clock }))
  client.create(namespaces, object('v1', 'Namespace', 'default'))
  return { client, pass: (seconds: number) => (now += seconds * 1000) }
}

function object(apiVersion: string, kind: string, name: string, rest: Record<string, unknown> = {}): KubeObject {
  const { metadata, ...fields } = rest
  return { apiVersion, kind, metadata: { name, ...(metadata as object | undefined) }, ...fields }
}

const configMap = (name: string, rest: Record<string, unknown> = {}) =>
  object('v1', 'ConfigMap', name, {
    ...rest,
    metadata: { namespace: 'default', ...(rest.metadata as object | undefined) }
  })
const ingress = (name: string, spec: Record<string, unknown>) =>
  object('networking.k8s.io/v1', 'Ingress', name, { metadata: { namespace: 'default' }, spec })

describe('create', () => {
  test('gives uid, creationTimestamp and resourceVersion, and keeps what was given', () => {
    const { client } = cluster()
    const stored = client.create(configMaps, configMap('a', { data: { x: '1' } }))
    expect(stored).toMatchObject({
      kind: 'ConfigMap',
      data: { x: '1' },
      metadata: { creationTimestamp: '2024-05-06T07:08:09Z' }
    })
    expect(stored.metadata.uid).toMatch(/^[0-9a-f]{8}-/)
    expect(client.get(configMaps, 'default', 'a')).toBe(stored)
  })

  test('refuses in the words of Kubernetes', () => {
    const { client } = cluster()
    client.create(configMaps, configMap('a'))
    expect(refusal(() => client.create(configMaps, configMap('a')))).toBe(
      '409 AlreadyExists: configmaps "a" already exists'
    )
    expect(refusal(() => client.create(configMaps, configMap('a', { metadata: { namespace: 'nothere' } })))).toBe(
      '404 NotFound: namespaces "nothere" not found'
    )
    expect(refusal(() => client.create(configMaps, configMap('A_b')))).toMatch(
      /^422 Invalid: ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must/
    )
    expect(refusal(() => client.create(configMaps, configMap('')))).toBe(
      '422 Invalid: ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required'
    )
  })

  test('generateName appends a suffix that is not taken', () => {
    const { client } = cluster()
    const names = Array.from(
      { length: 50 },
      () => client.create(configMaps, configMap('', { metadata: { name: '', generateName: 'x-' } })).metadata.name
    )
    expect(new Set(names).size).toBe(50)
    for (const name of names) expect(name).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
  })
})

describe('update', () => {
  test('a stale resourceVersion is a conflict, none at all writes', () => {
    const { client } = cluster()
    const first = client.create(configMaps, configMap('a'))
    client.update(configMaps, { ...first, data: { x: '1' } })
    expect(refusal(() => client.update(configMaps, { ...first, data: { x: '2' } }))).toBe(
      '409 Conflict: Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again'
    )
    expect(client.update(configMaps, configMap('a', { data: { x: '3' } }))).toMatchObject({ data: { x: '3' } })
  })

  test('an update that changes nothing keeps the resourceVersion', () => {
    const { client } = cluster()
    const first = client.create(configMaps, configMap('a', { data: { x: '1' } }))
    expect(client.update(configMaps, first).metadata.resourceVersion).toBe(first.metadata.resourceVersion)
  })

  test('generation counts changes of the spec, not of labels or status', () => {
    const { client } = cluster()
    const spec = (a: number) => ({ a, rules: [{ host: 'a.example.com' }] })
    expect(client.create(ingresses, ingress('i', spec(1))).metadata.generation).toBe(1)
    expect(client.update(ingresses, ingress('i', spec(2))).metadata.generation).toBe(2)
    const labelled = client.patch(ingresses, 'default', 'i', { metadata: { labels: { x: 'y' } } })
    expect(labelled.metadata).toMatchObject({ generation: 2, labels: { x: 'y' } })
    const status = client.updateStatus(ingresses, { ...labelled, spec: spec(3), status: { ready: true } })
    expect(status).toMatchObject({ metadata: { generation: 2 }, spec: { a: 2 }, status: { ready: true } })
    expect(client.update(ingresses, { ...status, status: {} })).toMatchObject({ status: { ready: true } })
  })

  test('what only the server sets is immutable', () => {
    const { client } = cluster()
    const stored = client.create(configMaps, configMap('a'))
    const changed = { ...stored, metadata: { ...stored.metadata, creationTimestamp: '2000-01-01T00:00:00Z' } }
    expect(refusal(() => client.update(configMaps, changed))).toMatch(
      /metadata.creationTimestamp: Invalid value: "2000-01-01T00:00:00Z": field is immutable$/
    )
  })
})

describe('delete', () => {
  test('finalizers keep the object until the last of them goes', () => {
    const { client } = cluster()
    client.create(configMaps, configMap('a', { metadata: { finalizers: ['example.com/x'] } }))
    client.delete(configMaps, 'default', 'a')
    expect(client.get(configMaps, 'default', 'a')?.metadata.deletionTimestamp).toBe('2024-05-06T07:08:09Z')
    expect(
      refusal(() =>
        client.patch(configMaps, 'default', 'a', { metadata: { finalizers: ['example.com/x', 'example.com/y'] } })
      )
    ).toMatch(
      /no new finalizers can be added if the object is being deleted, found new finalizers \[\]string{"example.com\/y"}$/
    )
    client.patch(configMaps, 'default', 'a', { metadata: { finalizers: null } })
    expect(client.get(configMaps, 'default', 'a')).toBeUndefined()
  })

  test('propagation policies leave the finalizers that the garbage collector acts on', () => {
    const { client } = cluster()
    for (const [policy, finalizer] of [
      ['Orphan', 'orphan'],
      ['Foreground', 'foregroundDeletion']
    ] as const) {
      client.create(configMaps, configMap('a'))
      client.delete(configMaps, 'default', 'a', { propagationPolicy: policy })
      expect(client.get(configMaps, 'default', 'a')?.metadata.finalizers).toEqual([finalizer])
      client.patch(configMaps, 'default', 'a', { metadata: { finalizers: null } })
    }
    client.create(configMaps, configMap('a'))
    client.delete(configMaps, 'default', 'a', { propagationPolicy: 'Background' })
    expect(client.get(configMaps, 'default', 'a')).toBeUndefined()
  })

  test('preconditions', () => {
    const { client } = cluster()
    client.create(configMaps, configMap('a'))
    expect(refusal(() => client.delete(configMaps, 'default', 'a', { preconditions: { uid: 'other' } }))).toMatch(
      /^409 Conflict: Operation cannot be fulfilled on configmaps "a": Precondition failed: UID in precondition: other, UID in object meta: /
    )
  })

  test('a namespace is Terminating until it is finalized, and takes nothing new', () => {
    const { client } = cluster()
    client.create(namespaces, object('v1', 'Namespace', 'n'))
    client.delete(namespaces, undefined, 'n')
    expect(client.get(namespaces, undefined, 'n')).toMatchObject({ status: { phase: 'Terminating' } })
    expect(refusal(() => client.create(configMaps, configMap('a', { metadata: { namespace: 'n' } })))).toBe(
      '403 Forbidden: configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated'
    )
    client.patch(namespaces, undefined, 'n', { spec: { finalizers: null } }, 'finalize')
    expect(client.get(namespaces, undefined, 'n')).toBeUndefined()
    expect(refusal(() => client.delete(namespaces, undefined, 'default'))).toMatch(/^403 Forbidden/)
  })
})

test('a watch tells what is there, then each change in order, until it is ended', () => {
  const { client } = cluster()
  client.create(configMaps, configMap('a'))
  const seen: string[] = []
  const end = client.watch(configMaps, (type, { metadata }, old) =>
    seen.push(`${type} ${metadata.name} ${old ? 'old' : 'new'}`)
  )
  client.create(configMaps, configMap('b'))
  client.patch(configMaps, 'default', 'b', { data: { x: '1' } })
  client.delete(configMaps, 'default', 'b')
  end()
  client.create(configMaps, configMap('c'))
  expect(seen).toEqual(['added a new', 'added b new', 'modified b old', 'deleted b old'])
})
