import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../api-server.ts'
import { cronTabs, definitionsPath } from '../custom-resources.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const rule = (text: string): string =>
  `CustomResourceDefinition.apiextensions.k8s.io "crontabs.stable.example.com" is invalid: ${text}`
const schemaPath = 'spec.validation.openAPIV3Schema'
const withSpec = (properties: object): Record<string, unknown> => ({
  schema: { openAPIV3Schema: { type: 'object', properties: { spec: properties } } }
})
const type = { type: 'object', properties: { a: { type: 'string' } } }

test.each<[string, object, string]>([
  ['no schema', cronTabs({ schema: undefined }), 'spec.versions[0].schema.openAPIV3Schema: Required value'],
  [
    'a schema without a type',
    cronTabs({ schema: { openAPIV3Schema: {} } }),
    `${schemaPath}.type: Required value: must not be empty at the root`
  ],
  [
    'a property without a type',
    cronTabs(withSpec({})),
    `${schemaPath}.properties[spec].type: Required value: must not be empty for specified object fields`
  ],
  [
    'items without a type',
    cronTabs(withSpec({ type: 'array', items: {} })),
    `${schemaPath}.properties[spec].items.type: Required value: must not be empty for specified array items`
  ],
  [
    'a list without items',
    cronTabs(withSpec({ type: 'array' })),
    `${schemaPath}.properties[spec].items: Required value: must be specified`
  ],
  [
    'a type that is none',
    cronTabs(withSpec({ type: 'text' })),
    `${schemaPath}.properties[spec].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"`
  ],
  [
    'properties beside additionalProperties',
    cronTabs(withSpec({ ...type, additionalProperties: { type: 'string' } })),
    `${schemaPath}.properties[spec].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`
  ],
  [
    'a type inside of anyOf',
    cronTabs(withSpec({ type: 'string', anyOf: [{ type: 'string' }] })),
    `${schemaPath}.properties[spec].anyOf[0].type: Forbidden: must be empty to be structural`
  ],
  [
    'a check of what is not described',
    cronTabs(withSpec({ ...type, anyOf: [{ properties: { b: { minLength: 1 } } }] })),
    `${schemaPath}.properties[spec].properties[b]: Required value: because it is defined in ${schemaPath}.properties[spec].anyOf[0].properties[b]`
  ],
  [
    'a default of another type',
    cronTabs(withSpec({ type: 'integer', default: 'a' })),
    `${schemaPath}.properties[spec].default: Invalid value: "string":  in body must be of type integer: "string"`
  ],
  [
    'a list by keys without keys',
    cronTabs(withSpec({ type: 'array', items: type, 'x-kubernetes-list-type': 'map' })),
    `${schemaPath}.properties[spec].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`
  ],
  [
    'a list by a key that may be missing',
    cronTabs(
      withSpec({ type: 'array', items: type, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'] })
    ),
    `${schemaPath}.properties[spec].items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`
  ],
  ['no storage version', cronTabs({ storage: false }), 'must have exactly one version marked as storage version'],
  [
    'a name of a version that is none',
    cronTabs({ name: 'V1' }),
    'spec.versions[0].name: Invalid value: "V1": a DNS-1035 label must consist of'
  ],
  ['no scope', cronTabs({}, { scope: '' }), 'spec.scope: Required value'],
  [
    'another scope',
    cronTabs({}, { scope: 'World' }),
    'spec.scope: Unsupported value: "World": supported values: "Cluster", "Namespaced"'
  ],
  [
    'a group that is no domain',
    { ...cronTabs({}, { group: 'stable' }), metadata: { name: 'crontabs.stable' } },
    'spec.group: Invalid value: "stable": should be a domain with at least one dot'
  ],
  [
    'another name',
    { ...cronTabs(), metadata: { name: 'other.example.com' } },
    'metadata.name: Invalid value: "other.example.com": must be spec.names.plural+"."+spec.group'
  ],
  [
    'a group of Kubernetes',
    { ...cronTabs({}, { group: 'a.k8s.io' }), metadata: { name: 'crontabs.a.k8s.io' } },
    'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation'
  ],
  [
    'a column of no type',
    cronTabs({ additionalPrinterColumns: [{ name: 'A', type: 'text', jsonPath: '.a' }] }),
    'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string'
  ],
  [
    'a scale of the wrong place',
    cronTabs({ subresources: { scale: { specReplicasPath: '.replicas', statusReplicasPath: '.status.a' } } }),
    'spec.subresources.scale.specReplicasPath: Invalid value: ".replicas": should be a json path under .spec'
  ],
  [
    'the kind of the list for the kind',
    cronTabs({}, { names: { plural: 'crontabs', kind: 'A', listKind: 'A' } }),
    'spec.names.listKind: Invalid value: "A": kind and listKind may not be the same'
  ]
])('a definition with %s is refused', async (_, definition, text) => {
  const { status, body } = await api.send('POST', definitionsPath, definition)
  expect([status, body.reason, body.message]).toEqual([422, 'Invalid', expect.stringContaining(text)])
})

test('what holds of a definition for ever cannot be changed', async () => {
  await api.send('POST', definitionsPath, cronTabs())
  const { body } = await api.send(
    'PATCH',
    `${definitionsPath}/crontabs.stable.example.com`,
    { spec: { group: 'other.example.com', names: { plural: 'others' } } },
    { 'content-type': 'application/merge-patch+json' }
  )
  expect(body.message).toBe(
    rule(
      '[spec.group: Invalid value: "other.example.com": field is immutable, spec.names.plural: Invalid value: "others": field is immutable]'
    )
  )
})

test('rules in CEL come with a warning that they are not evaluated', async () => {
  const rules = [{ rule: 'self.a == "a"' }]
  const { status, warnings } = await api.send('POST', `${definitionsPath}?dryRun=All`, {
    ...cronTabs(withSpec({ ...type, 'x-kubernetes-validations': rules }), { group: 'cel.example.com' }),
    metadata: { name: 'crontabs.cel.example.com' }
  })
  expect([status, warnings]).toEqual([201, [expect.stringContaining('docs/sandbox.md')]])
})
