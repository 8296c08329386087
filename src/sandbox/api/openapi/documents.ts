import type { ResourceInfo } from '../../schema/types.ts'
import type { LiveSchema } from '../custom/live-schema.ts'
import { kubernetesVersion } from '../version.ts'
import { customDefinitions } from './custom-definitions.ts'
import { definitionsOf, patchTypeName, version2, version3, type Dialect, type JsonSchema } from './definitions.ts'
import type { Descriptions } from './descriptions.ts'
import { operationsOf, patchMediaTypes, pathParameters, typesOf, type Operation } from './operations.ts'
import type { ServedApi } from '../http/served.ts'

/** An OpenAPI document of version 2, as far as Kubernetes publishes it. */
export interface Document2 {
  readonly swagger: '2.0'
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation2>>>>
  readonly definitions: Readonly<Record<string, JsonSchema>>
}

export interface Operation2 {
  readonly operationId: string
  readonly consumes: readonly string[]
  readonly produces: readonly string[]
  readonly parameters: readonly Parameter2[]
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema?: JsonSchema }>>
  readonly 'x-kubernetes-action': string
  readonly 'x-kubernetes-group-version-kind': unknown
}

export interface Parameter2 {
  readonly name: string
  readonly in: 'body' | 'path' | 'query'
  readonly required?: boolean
  readonly type?: string
  readonly schema?: JsonSchema
}

const info = { title: 'Kubernetes', version: kubernetesVersion }
const mediaTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

/** The whole API in one document of version 2: what `/openapi/v2` answers. */
export function document2(schema: LiveSchema, api: ServedApi, descriptions: Descriptions): Document2 {
  const operations = api.resources.filter(isDescribed).flatMap(resource => operationsOf(schema, resource))
  const types = [...typesOf(operations), patchTypeName]
  return {
    swagger: '2.0',
    info,
    paths: byPath(operations, operation2),
    definitions: definitionsOf(schema, version2, types, descriptions, customs(schema, api, version2, descriptions))
  }
}

function customs(schema: LiveSchema, api: ServedApi, dialect: Dialect, descriptions: Descriptions) {
  return customDefinitions(api.resources, info => schema.structureOf(info), dialect, descriptions)
}

/** What the schema has no type for is served, but not described. */
function isDescribed({ typeName }: ResourceInfo): boolean {
  return typeName !== ''
}

function operation2(operation: Operation): Operation2 {
  const { method, id, action, kind, query, answers } = operation
  const patch = method === 'patch'
  const body = patch ? patchTypeName : operation.body
  const reference = (typeName: string): JsonSchema => ({ $ref: version2.prefix + typeName })
  return {
    operationId: id,
    consumes: patch ? patchMediaTypes(operation) : ['*/*'],
    produces: mediaTypes,
    parameters: [
      ...pathParameters(operation.path).map((name): Parameter2 => ({
        name,
        in: 'path',
        required: true,
        type: 'string'
      })),
      ...(body === undefined
        ? []
        : [{ name: 'body', in: 'body' as const, required: method !== 'delete', schema: reference(body) }]),
      ...query.map(({ name, type }): Parameter2 => ({ name, in: 'query', type }))
    ],
    responses: { '200': { description: 'OK', schema: reference(answers) }, '401': { description: 'Unauthorized' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind
  }
}

/** One group and version in a document of version 3: what `/openapi/v3/apis/apps/v1` answers. */
export function document3(
  schema: LiveSchema,
  api: ServedApi,
  group: string,
  version: string,
  descriptions: Descriptions
): unknown {
  const operations = api.resources
    .filter(resource => resource.group === group && resource.version === version && isDescribed(resource))
    .flatMap(resource => operationsOf(schema, resource))
  const types = [...typesOf(operations), patchTypeName]
  return {
    openapi: '3.0.0',
    info,
    paths: byPath(operations, operation3),
    components: {
      schemas: definitionsOf(schema, version3, types, descriptions, customs(schema, api, version3, descriptions))
    }
  }
}

function operation3(operation: Operation): unknown {
  const { method, id, action, kind, query, answers } = operation
  const patch = method === 'patch'
  const body = patch ? patchTypeName : operation.body
  const contents = (types: readonly string[], typeName: string) =>
    Object.fromEntries(types.map(type => [type, { schema: { $ref: version3.prefix + typeName } }]))
  return {
    operationId: id,
    parameters: [
      ...pathParameters(operation.path).map(name => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string', uniqueItems: true }
      })),
      ...query.map(({ name, type }) => ({ name, in: 'query', schema: { type, uniqueItems: true } }))
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            content: contents(patch ? patchMediaTypes(operation) : ['*/*'], body),
            required: method !== 'delete'
          }
        }),
    responses: {
      '200': { description: 'OK', content: contents(mediaTypes, answers) },
      '401': { description: 'Unauthorized' }
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind
  }
}

function byPath<T>(
  operations: readonly Operation[],
  write: (operation: Operation) => T
): Record<string, Record<string, T>> {
  const paths: Record<string, Record<string, T>> = {}
  for (const operation of operations) {
    const item = (paths[operation.path] ??= {})
    item[operation.method] = write(operation)
  }
  return paths
}
