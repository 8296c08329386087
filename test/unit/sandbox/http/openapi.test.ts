import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import protobuf from 'protobufjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDescriptions } from '../../../../src/sandbox/api/openapi/descriptions.ts'
import { startTestApi, type TestApi } from '../api-server.ts'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

/** The parts of gnostic's OpenAPIv2.proto that kubectl reads. */
const messages = protobuf.parse(`syntax = "proto3";
  message Any { string yaml = 2; }
  message NamedAny { string name = 1; Any value = 2; }
  message TypeItem { repeated string value = 1; }
  message ItemsItem { repeated Schema schema = 1; }
  message AdditionalPropertiesItem { Schema schema = 1; }
  message NamedSchema { string name = 1; Schema value = 2; }
  message Properties { repeated NamedSchema additional_properties = 1; }
  message Schema { string ref = 1; string format = 2; string description = 4; repeated string required = 19;
    AdditionalPropertiesItem additional_properties = 21; TypeItem type = 22; ItemsItem items = 23;
    Properties properties = 25; repeated NamedAny vendor_extension = 31; }
  message Body { string name = 2; string in = 3; bool required = 4; Schema schema = 5; }
  message Query { string in = 2; string name = 4; string type = 6; }
  message Path { bool required = 1; string in = 2; string name = 4; string type = 5; }
  message NonBody { Query query = 3; Path path = 4; }
  message Parameter { Body body = 1; NonBody non_body = 2; }
  message ParametersItem { Parameter parameter = 1; }
  message Operation { string operation_id = 5; repeated string consumes = 7; repeated ParametersItem parameters = 8;
    repeated NamedAny vendor_extension = 13; }
  message PathItem { Operation get = 2; Operation put = 3; Operation post = 4; Operation delete = 5; Operation patch = 8; }
  message NamedPathItem { string name = 1; PathItem value = 2; }
  message Paths { repeated NamedPathItem path = 2; }
  message Document { string swagger = 1; Paths paths = 8; Properties definitions = 9; }`).root

interface Named<T> {
  readonly name: string
  readonly value: T
}
type Extensions = readonly Named<{ readonly yaml: string }>[]
interface DecodedSchema {
  readonly ref?: string
  readonly required?: readonly string[]
  readonly type?: { readonly value: readonly string[] }
  readonly items?: { readonly schema: readonly DecodedSchema[] }
  readonly properties?: { readonly additionalProperties: readonly Named<DecodedSchema>[] }
  readonly vendorExtension?: Extensions
}
interface DecodedOperation {
  readonly parameters: readonly { readonly parameter: object }[]
  readonly vendorExtension: Extensions
}
interface DecodedDocument {
  readonly swagger: string
  readonly paths: { readonly path: readonly Named<{ readonly patch: DecodedOperation }>[] }
  readonly definitions: { readonly additionalProperties: readonly Named<DecodedSchema>[] }
}

const named = <T>(list: readonly Named<T>[] | undefined, wanted: string): T =>
  list!.find(({ name }) => name === wanted)!.value
const read = (extensions: Extensions | undefined): [string, unknown][] =>
  extensions!.map(({ name, value }) => [name, JSON.parse(value.yaml)])

describe('/openapi/v2', () => {
  test('as protobuf carries schemas and the dryRun parameter of PATCH', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
    const { status, headers, bytes } = await api.send('GET', '/openapi/v2', undefined, { accept })
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf')
    const type = messages.lookupType('Document')
    const document = type.toObject(type.decode(bytes)) as unknown as DecodedDocument
    expect(document.swagger).toBe('2.0')
    const { patch } = named(document.paths.path, '/apis/apps/v1/namespaces/{namespace}/daemonsets/{name}')
    expect(patch.parameters.map(({ parameter }) => parameter)).toEqual(
      expect.arrayContaining([
        { nonBody: { path: { required: true, in: 'path', name: 'namespace', type: 'string' } } },
        { nonBody: { query: { in: 'query', name: 'dryRun', type: 'string' } } },
        expect.objectContaining({ body: expect.objectContaining({ name: 'body', in: 'body', required: true }) })
      ])
    )
    expect(read(patch.vendorExtension)).toEqual([
      ['x-kubernetes-action', 'patch'],
      ['x-kubernetes-group-version-kind', { group: 'apps', version: 'v1', kind: 'DaemonSet' }]
    ])
    const podSpec = named(document.definitions.additionalProperties, 'io.k8s.api.core.v1.PodSpec')
    expect(podSpec.required).toEqual(['containers'])
    const containers = named(podSpec.properties?.additionalProperties, 'containers')
    expect(containers.type?.value).toEqual(['array'])
    expect(containers.items?.schema).toEqual([{ ref: '#/definitions/io.k8s.api.core.v1.Container' }])
    expect(read(containers.vendorExtension)).toContainEqual(['x-kubernetes-patch-merge-key', 'name'])
    expect(read(containers.vendorExtension)).toContainEqual(['x-kubernetes-patch-strategy', 'merge'])
  })

  test('as JSON is the same document, and is not sent again to who has it', async () => {
    const { headers, at, body } = await api.send('GET', '/openapi/v2', undefined, { accept: 'application/json' })
    expect(headers['content-type']).toBe('application/json')
    const definitions = at('definitions') as Record<string, { 'x-kubernetes-group-version-kind'?: unknown }>
    expect(definitions['io.k8s.api.apps.v1.DaemonSet']?.['x-kubernetes-group-version-kind']).toEqual([
      { group: 'apps', version: 'v1', kind: 'DaemonSet' }
    ])
    for (const reference of JSON.stringify(body).matchAll(/"#\/definitions\/([^"]+)"/g))
      expect(definitions).toHaveProperty([reference[1] ?? ''])
    const again = await api.send('GET', '/openapi/v2', undefined, {
      accept: 'application/json',
      'if-none-match': String(headers.etag)
    })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
  })
})

describe('/openapi/v3', () => {
  test('lists a document for each group and version, and serves them', async () => {
    const index = (await api.send('GET', '/openapi/v3')).at('paths') as Record<string, { serverRelativeURL: string }>
    expect(Object.keys(index)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1', 'apis/batch/v1']))
    for (const { serverRelativeURL } of Object.values(index)) {
      const { status, at, body } = await api.send('GET', serverRelativeURL)
      expect(status).toBe(200)
      const schemas = at('components.schemas')
      for (const reference of JSON.stringify(body).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
        expect(schemas).toHaveProperty([reference[1] ?? ''])
    }
    expect((await api.send('GET', '/openapi/v3/apis/nothere/v1')).status).toBe(404)
  })

  test('says what PATCH takes, and how lists merge', async () => {
    const { body, at } = await api.send('GET', '/openapi/v3/apis/apps/v1')
    const paths = body.paths as Record<
      string,
      { patch: { parameters: { name: string }[]; requestBody: { content: object } } }
    >
    const { patch } = paths['/apis/apps/v1/namespaces/{namespace}/daemonsets/{name}']!
    expect(patch.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['dryRun', 'fieldManager', 'fieldValidation', 'force'])
    )
    expect(Object.keys(patch.requestBody.content)).toContain('application/strategic-merge-patch+json')
    const schemas = at('components.schemas') as Record<string, { properties: Record<string, unknown> }>
    expect(schemas['io.k8s.api.core.v1.PodSpec']?.properties.volumes).toMatchObject({
      'x-kubernetes-patch-strategy': 'merge,retainKeys',
      'x-kubernetes-patch-merge-key': 'name'
    })
    expect(schemas['io.k8s.api.apps.v1.DeploymentSpec']?.properties.strategy).toEqual({
      allOf: [{ $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy' }],
      'x-kubernetes-patch-strategy': 'retainKeys'
    })
  })
})

describe('descriptions', () => {
  test('come from the comments of kubernetes-types', async () => {
    const script: string = '../../../../scripts/descriptions.js'
    const { collectDescriptions } = (await import(script)) as { collectDescriptions: (folder: string) => Buffer }
    const folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-descriptions-'))
    const file = path.join(folder, 'descriptions.json.gz')
    writeFileSync(file, collectDescriptions(path.resolve('node_modules/kubernetes-types')))
    const descriptions = await readDescriptions(pathToFileURL(file))
    rmSync(folder, { recursive: true })
    expect(descriptions.ofType('io.k8s.api.core.v1.Pod')).toMatch(
      /^Pod is a collection of containers that can run on a host\./
    )
    expect(descriptions.ofField('io.k8s.api.core.v1.PodSpec', 'nodeName')).toMatch(/^NodeName /)
    expect(descriptions.ofType('io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource')).toMatch(
      /^Represents a Persistent Disk resource in AWS\.\n\nAn AWS EBS disk/
    )
    expect(descriptions.ofField('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', 'labels')).toContain('labels')
    expect(descriptions.ofField('io.k8s.api.core.v1.Pod', 'nothere')).toBeUndefined()
  })

  test('may be absent', async () => {
    const descriptions = await readDescriptions(new URL('file:///nothere/descriptions.json.gz'))
    expect(descriptions.ofType('io.k8s.api.core.v1.Pod')).toBeUndefined()
  })
})
