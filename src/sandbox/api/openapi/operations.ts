import { listTypeName } from './custom-definitions.ts'
import type { GroupVersionKind, ResourceInfo, Schema } from '../../schema/types.ts'

/** A parameter in the query of an operation. */
export interface QueryParameter {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'integer'
}

/** One operation of the REST API, before it is written in a version of OpenAPI. */
export interface Operation {
  readonly path: string
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'patch'
  /** x-kubernetes-action: `list`, `patch`, … */
  readonly action: string
  readonly id: string
  readonly kind: GroupVersionKind
  readonly query: readonly QueryParameter[]
  /** The type of the body; that of a PATCH may be any. */
  readonly body?: string
  readonly answers: string
  /** A custom resource has no strategic merge patch. */
  readonly custom: boolean
}

const text = (...names: string[]) => names.map((name): QueryParameter => ({ name, type: 'string' }))
const flags = (...names: string[]) => names.map((name): QueryParameter => ({ name, type: 'boolean' }))
const numbers = (...names: string[]) => names.map((name): QueryParameter => ({ name, type: 'integer' }))

const selection = [
  ...flags('allowWatchBookmarks'),
  ...text('continue', 'fieldSelector', 'labelSelector'),
  ...numbers('limit'),
  ...text('resourceVersion', 'resourceVersionMatch'),
  ...flags('sendInitialEvents'),
  ...numbers('timeoutSeconds'),
  ...flags('watch')
]
const write = text('dryRun', 'fieldManager', 'fieldValidation')
const deletion = [
  ...text('dryRun'),
  ...numbers('gracePeriodSeconds'),
  ...flags('orphanDependents'),
  ...text('propagationPolicy')
]

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'

/** Every operation of a resource and its subresources, as apiserver/pkg/endpoints/installer.go (v1.35) installs them. */
export function operationsOf(schema: Schema, info: ResourceInfo): Operation[] {
  const root = info.group === '' ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`
  const scope = info.namespaced ? `${root}/namespaces/{namespace}` : root
  const kind = { group: info.group, version: info.version, kind: info.kind }
  const idOf = (verb: string, more = '', scoped = info.namespaced ? 'Namespaced' : ''): string =>
    `${verb}${camel(info.group || 'core')}${camel(info.version)}${scoped}${info.kind}${more}`
  const type = info.typeName
  const list = listTypeName(info) ?? schema.typeOfKind(info.group, info.version, `${info.kind}List`)?.name ?? type
  const status = `${meta}.Status`
  const options = `${meta}.DeleteOptions`
  const has = (verb: string): boolean => info.verbs.includes(verb)
  const all = `${scope}/${info.resource}`
  const one = `${all}/{name}`
  const found: Operation[] = []
  const add = (path: string, method: Operation['method'], action: string, id: string, rest: Partial<Operation>) =>
    found.push({ path, method, action, id, kind, query: [], answers: type, custom: info.custom !== undefined, ...rest })

  if (has('list')) add(all, 'get', 'list', idOf('list'), { query: selection, answers: list })
  if (has('list') && info.namespaced) {
    const id = `${idOf('list', '', '')}ForAllNamespaces`
    add(`${root}/${info.resource}`, 'get', 'list', id, { query: selection, answers: list })
  }
  if (has('create')) add(all, 'post', 'post', idOf('create'), { query: write, body: type })
  if (has('deletecollection')) {
    const query = [...selection.filter(({ name }) => name !== 'watch'), ...deletion]
    add(all, 'delete', 'deletecollection', idOf('deleteCollection'), { query, body: options, answers: status })
  }
  if (has('get')) add(one, 'get', 'get', idOf('read'), {})
  if (has('update')) add(one, 'put', 'put', idOf('replace'), { query: write, body: type })
  if (has('patch')) add(one, 'patch', 'patch', idOf('patch'), { query: [...write, ...flags('force')] })
  if (has('delete')) add(one, 'delete', 'delete', idOf('delete'), { query: deletion, body: options, answers: status })
  for (const sub of info.subresources) {
    const { group, version } = sub
    const own = schema.typeOfKind(group, version, sub.kind)?.name
    if (own === undefined) continue
    const rest = { kind: { group, version, kind: sub.kind }, answers: own }
    const path = `${one}/${sub.name}`
    const part = camel(sub.name)
    if (sub.verbs.includes('get')) add(path, 'get', 'get', idOf('read', part), rest)
    if (sub.verbs.includes('create'))
      add(path, 'post', 'post', idOf('create', part), { ...rest, query: write, body: own })
    if (sub.verbs.includes('update'))
      add(path, 'put', 'put', idOf('replace', part), { ...rest, query: write, body: own })
    if (sub.verbs.includes('patch'))
      add(path, 'patch', 'patch', idOf('patch', part), { ...rest, query: [...write, ...flags('force')] })
  }
  return found
}

/** `rbac.authorization.k8s.io` is `RbacAuthorization`. */
function camel(name: string): string {
  return name
    .replace(/\.k8s\.io$/, '')
    .split('.')
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
}

/** The types that operations name. */
export function typesOf(operations: readonly Operation[]): Set<string> {
  return new Set(operations.flatMap(({ body, answers }) => (body === undefined ? [answers] : [answers, body])))
}

/** The media types of the bodies of a PATCH. */
export function patchMediaTypes({ custom }: Operation): string[] {
  return [
    'application/json-patch+json',
    'application/merge-patch+json',
    ...(custom ? [] : ['application/strategic-merge-patch+json']),
    'application/apply-patch+yaml'
  ]
}

/** The names between braces in a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}
