import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningContext } from '../../../../src/sandbox/controllers/runtime/context.ts'
import { startTestApi, type TestApi } from '../api-server.ts'
import { cronTabs, definitionsPath, startDefinitions } from '../custom-resources.ts'

const open = { 'x-kubernetes-preserve-unknown-fields': true }
const schema = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['maybe', 'size'],
      properties: {
        maybe: { type: 'string', nullable: true },
        size: { 'x-kubernetes-int-or-string': true },
        free: { type: 'object', ...open, properties: { a: { type: 'string' } } },
        one: { type: 'string', oneOf: [{ pattern: 'a' }, { pattern: 'b' }] },
        pod: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'object' } } }
      }
    }
  }
}
const gvk = (kind: string) => [{ group: 'stable.example.com', version: 'v1', kind }]
const name = 'com.example.stable.v1.CronTab'
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'

let api: TestApi
let context: RunningContext
beforeAll(async () => {
  api = await startTestApi()
  context = startDefinitions(api)
  await api.send('GET', '/openapi/v2')
  await api.send('POST', definitionsPath, cronTabs({ schema: { openAPIV3Schema: schema } }))
  await context.loop.idle()
})
afterAll(async () => {
  context.stop()
  await api.close()
})

interface Definitions {
  readonly [type: string]: { readonly properties?: Record<string, unknown> } | undefined
}

test('version 3 describes a custom resource as its definition does', async () => {
  const { body } = await api.send('GET', '/openapi/v3/apis/stable.example.com/v1')
  const { schemas } = body.components as { schemas: Definitions }
  const spec = schema.properties.spec
  expect(schemas[name]).toEqual({
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { $ref: `#/components/schemas/${meta}.ObjectMeta` },
      spec: {
        ...spec,
        properties: {
          ...spec.properties,
          size: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
          pod: {
            ...spec.properties.pod,
            required: ['kind', 'apiVersion'],
            properties: {
              apiVersion: { type: 'string' },
              kind: { type: 'string' },
              metadata: { $ref: `#/components/schemas/${meta}.ObjectMeta` },
              spec: { type: 'object' }
            }
          }
        }
      }
    },
    'x-kubernetes-group-version-kind': gvk('CronTab')
  })
  expect(schemas[`${name}List`]).toMatchObject({
    required: ['items'],
    properties: { items: { type: 'array', items: { $ref: `#/components/schemas/${name}` } } },
    'x-kubernetes-group-version-kind': gvk('CronTabList')
  })
  expect(Object.keys(body.paths as object)).toContain('/apis/stable.example.com/v1/namespaces/{namespace}/crontabs')
})

test('version 2 leaves out what it has no words for, and what kubectl would misread', async () => {
  const { body } = await api.send('GET', '/openapi/v2')
  const { definitions } = body as { definitions: Definitions }
  expect(definitions[name]?.properties?.spec).toMatchObject({
    type: 'object',
    required: ['size'],
    properties: { maybe: {}, size: { 'x-kubernetes-int-or-string': true }, free: open, one: { type: 'string' } }
  })
  const { properties } = definitions[name]?.properties?.spec as { properties: Record<string, unknown> }
  expect([properties.maybe, properties.free, properties.one]).toEqual([{}, open, { type: 'string' }])
})

test('both forget a definition that is gone', async () => {
  await api.send('DELETE', `${definitionsPath}/crontabs.stable.example.com`)
  await context.loop.idle()
  expect((await api.send('GET', '/openapi/v3/apis/stable.example.com/v1')).status).toBe(404)
  const { body } = await api.send('GET', '/openapi/v2')
  expect(Object.keys(body.definitions as object)).not.toContain(name)
})
