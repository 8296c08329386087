import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import { definitions } from '../custom/definition.ts'
import { loadCustomResources } from '../custom/loading.ts'
import { isRecord } from '../json.ts'
import type { User } from '../authorization.ts'
import type { Registry, UpdateOptions } from '../registry.ts'
import { answerReview } from '../reviews.ts'
import { selectionOf } from '../selection.ts'
import {
  badRequest,
  methodNotAllowed,
  methodNotSupported,
  noSuchPath,
  notAcceptable,
  notFound,
  success,
  type Status
} from '../status.ts'
import { bindPod } from '../subresources/binding.ts'
import { addWarnings, sendJson, sendText } from './answer.ts'
import { serveApply } from './apply.ts'
import { parseBody, readBody, UnparsedBody } from './body.ts'
import type { Containers } from './containers.ts'
import { deleteOptions } from './delete-options.ts'
import { decodeObject, unrecognized, type Expected } from './field-validation.ts'
import { includeObjectOf, listText, objectText, pageOf } from './list.ts'
import { listOptions } from './list-options.ts'
import { parseAccept, representationOf, wantsOnlyAnotherShape } from './media-types.ts'
import { requestOptions } from './options.ts'
import { isApplyPatch, readPatch } from './patch.ts'
import type { Target } from './target.ts'
import { serveWatch } from './watch.ts'

/** One request for a resource of the API. */
export interface ResourceRequest {
  readonly registry: Registry
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly target: Target
  readonly query: URLSearchParams
  /** Watches that are open, to be ended with the server. */
  readonly watches: Set<() => void>
  /** As whom the request acts. */
  readonly user: User
  /** The user that a bearer token stands for. */
  readonly userOfToken: (token: string) => User | undefined
  /** What runs on the nodes; undefined for an API without nodes. */
  readonly containers: Containers | undefined
}

/** Answers a request for objects: the verbs of apiserver/pkg/endpoints/handlers (v1.35). */
export async function serveResource(call: ResourceRequest): Promise<void> {
  const { request, target, query } = call
  const method = request.method ?? 'GET'
  const { deprecation } = call.registry.kind(target.info)
  if (deprecation !== undefined) addWarnings(call.response, [deprecation])
  if (target.subresource !== undefined) {
    const subresource = target.info.subresources.find(({ name }) => name === target.subresource)
    if (!subresource && target.info.custom) throw notFound(target.info, target.name ?? '')
    if (!subresource || target.rest.length > 0) throw noSuchPath()
    if (!['GET', 'HEAD', 'PUT', 'PATCH'].includes(method)) throw methodNotSupported(target.info, verbOf(method))
  }
  const isReading = method === 'GET' || method === 'HEAD'
  if (!isReading && target.info.group === definitions.group) await loadCustomResources()
  if (isReading) {
    if (target.watch || isTrue(query.get('watch'))) serveWatchOf(call)
    else if (target.name === undefined) serveList(call)
    else serveObject(call, call.registry.get(target.info, target.namespace, target.name))
    return
  }
  const verbs = target.info.verbs
  if (method === 'POST' && target.name === undefined && verbs.includes('create')) await serveCreate(call)
  else if (method === 'PUT' && target.name !== undefined && verbs.includes('update'))
    await serveReplace(call, target.name)
  else if (method === 'PATCH' && target.name !== undefined && verbs.includes('patch'))
    await servePatch(call, target.name)
  else if (method === 'DELETE' && verbs.includes('delete')) await serveDelete(call)
  else throw methodNotSupported(target.info, verbOf(method))
}

/** The verb that a method stands for in the words of the API. */
export function verbOf(method: string | undefined): string {
  if (method === 'POST') return 'create'
  if (method === 'PUT') return 'update'
  return (method ?? 'GET').toLowerCase()
}

function serveWatchOf({ registry, request, response, target, query, watches }: ResourceRequest): void {
  const selection = selectionOf(target.info, query.get('labelSelector'), query.get('fieldSelector'), target.name)
  const representation = representationOf(parseAccept(request.headers.accept))
  const { info, namespace } = target
  const options = listOptions(query, true)
  const include = includeObjectOf(query)
  const stop = serveWatch(request, response, { registry, info, namespace, selection, options, representation, include })
  watches.add(stop)
  response.on('close', () => watches.delete(stop))
  if (info.custom) endWithDefinition(registry, info, response, stop)
}

/** A watch of custom resources ends when their definition goes or changes, as the storage behind it does. */
function endWithDefinition(registry: Registry, info: ResourceInfo, response: ServerResponse, stop: () => void): void {
  const { group, version, resource } = info
  const unsubscribe = registry.store.subscribe(definitions, () => {
    if (registry.schema.resource(group, version, resource) !== info) stop()
  })
  response.on('close', unsubscribe)
}

function serveList({ registry, request, response, target, query }: ResourceRequest): void {
  const { info, namespace } = target
  if (!info.verbs.includes('list')) throw methodNotSupported(info, 'get')
  const selection = selectionOf(info, query.get('labelSelector'), query.get('fieldSelector'))
  const page = pageOf(registry, info, namespace, selection, listOptions(query, false))
  const representation = representationOf(parseAccept(request.headers.accept))
  sendText(response, 200, listText(registry, info, page, representation, includeObjectOf(query)))
}

/** Sends one object in the shape that the client asked for, with the kind's warnings. */
export function serveObject(call: ResourceRequest, object: KubeObject, code = 200): void {
  const { registry, request, response, target, query } = call
  const representation = representationOf(parseAccept(request.headers.accept))
  if (code === 201 || request.method !== 'GET')
    addWarnings(response, registry.kind(target.info).warnings?.(object) ?? [])
  sendText(response, code, objectText(registry, target.info, object, representation, includeObjectOf(query)))
}

async function serveCreate(call: ResourceRequest): Promise<void> {
  const { registry, target } = call
  const object = await requestedObject(call)
  const answer = answerReview(target.info, object, { ...call, namespace: target.namespace })
  if (answer) {
    // What is not stored has no metadata to show, and no rows.
    if (wantsOnlyAnotherShape(parseAccept(call.request.headers.accept))) throw notAcceptable()
    sendJson(call.response, 201, answer)
    return
  }
  if (target.info.resource === 'bindings') {
    const { target: bound } = object
    bind(call, object.metadata.name, isRecord(bound) ? bound.name : undefined)
    return
  }
  if (target.info.namespaced && target.namespace === undefined && !object.metadata.namespace)
    throw badRequest('an empty namespace may not be set during creation')
  serveObject(call, registry.create(target.info, target.namespace, object, writeOptions(call)), 201)
}

/** Binds a pod, asked for by its own subresource or by the resource `bindings`. */
export function bind(call: ResourceRequest, name: string, node: unknown): void {
  const { registry, response, target } = call
  if (typeof node !== 'string' || node === '') throw badRequest('a binding must name its target')
  bindPod(registry, target.namespace ?? '', name, node, writeOptions(call))
  const done: Status = { ...success({}), details: undefined, code: 201 }
  sendJson(response, 201, done)
}

async function serveReplace(call: ResourceRequest, name: string): Promise<void> {
  const { registry, target } = call
  const object = await requestedObject(call)
  const options: UpdateOptions = {
    ...writeOptions(call),
    part: target.subresource === 'status' ? 'status' : 'main',
    create: target.subresource === undefined && registry.kind(target.info).allowCreateOnUpdate === true
  }
  const result = registry.update(target.info, target.namespace, name, () => object, options)
  serveObject(call, result.object, result.created ? 201 : 200)
}

async function servePatch(call: ResourceRequest, name: string): Promise<void> {
  const { registry, request, response, target } = call
  const { info, namespace } = target
  if (isApplyPatch(request.headers['content-type'])) return serveApply(call, name)
  const { fieldValidation, dryRun, fieldManager } = requestOptions(request, call.query)
  const body = await readBody(request)
  const contentType = request.headers['content-type']
  const patch = await readPatch(registry.schema, info.typeName, body, contentType, fieldValidation)
  const part = target.subresource === 'status' ? 'status' : 'main'
  const result = registry.update(info, namespace, name, patched(info, name, patch.apply), {
    dryRun,
    fieldManager,
    part,
    patch: true
  })
  addWarnings(response, patch.warnings)
  serveObject(call, result.object)
}

/** A change of an object that must be there. */
export function patched(
  info: ResourceInfo,
  name: string,
  change: (old: KubeObject) => KubeObject
): (old: KubeObject | undefined) => KubeObject {
  return old => {
    if (!old) throw notFound(info, name)
    return change(old)
  }
}

async function serveDelete(call: ResourceRequest): Promise<void> {
  const { registry, response, target, query } = call
  const options = await deleteOptions(call)
  if (target.name !== undefined) {
    const { object, gone } = registry.delete(target.info, target.namespace, target.name, options)
    if (!gone || registry.kind(target.info).returnsDeleted) serveObject(call, object)
    else sendJson(response, 200, deletedStatus(target.info, object))
    return
  }
  if (!target.info.verbs.includes('deletecollection')) throw methodNotSupported(target.info, 'delete')
  if (target.info.namespaced && target.namespace === undefined) throw methodNotAllowed()
  const selection = selectionOf(target.info, query.get('labelSelector'), query.get('fieldSelector'))
  const { info, namespace } = target
  const chosen = registry.list(info, namespace).filter(object => selection.matches(object))
  const objects = chosen.map(({ metadata }) => registry.delete(info, metadata.namespace, metadata.name, options).object)
  const metadata = { resourceVersion: String(registry.store.revision) }
  const representation = representationOf(parseAccept(call.request.headers.accept))
  sendText(response, 200, listText(registry, info, { objects, metadata }, representation, 'Metadata'))
}

function deletedStatus(info: ResourceInfo, { metadata }: KubeObject): Status {
  const { name, uid } = metadata
  return success({ name, ...(info.group ? { group: info.group } : {}), kind: info.resource, uid })
}

/** The object in a request's body, in the version of the path, its fields checked as the client wishes. */
export async function requestedObject(call: ResourceRequest): Promise<KubeObject> {
  const object = await requestBody(call, call.target.info)
  if (!isRecord(object.metadata)) object.metadata = {}
  return object as unknown as KubeObject
}

/** What a request's body holds, decoded as `expected`; unknown fields become warnings, or an error. */
export async function requestBody(call: ResourceRequest, expected: Expected): Promise<Record<string, unknown>> {
  const { registry, request, response, query } = call
  const bytes = await readBody(request)
  const parsed = await parseBody(bytes, request.headers['content-type']).catch((error: unknown) => {
    throw error instanceof UnparsedBody ? unrecognized(expected.kind, error.message, bytes) : error
  })
  const { fieldValidation } = requestOptions(request, query)
  const { object, warnings } = decodeObject(registry.schema, expected, parsed, fieldValidation)
  addWarnings(response, warnings)
  return object
}

/** What a write says of itself; a subresource other than `status` is noted as the way that it took. */
export function writeOptions({ request, query, target }: ResourceRequest): UpdateOptions {
  const { dryRun, fieldManager } = requestOptions(request, query)
  const { subresource } = target
  return { dryRun, fieldManager, ...(subresource ? { subresource } : {}) }
}

export function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1'
}
