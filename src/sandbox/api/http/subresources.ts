import type { KubeObject } from '../../object.ts'
import { isRecord } from '../json.ts'
import { addWarnings, sendJson } from './answer.ts'
import { methodNotSupported, noSuchPath, notFound, notServed, success, type Status } from '../status.ts'
import { evictPod } from '../subresources/eviction.ts'
import { readScale, requestedScale, scaled } from '../subresources/scale.ts'
import { issueToken } from '../subresources/token.ts'
import { readBody } from './body.ts'
import type { Expected } from './field-validation.ts'
import { serveAttach, serveExec } from './exec.ts'
import { serveLog } from './logs.ts'
import { requestOptions } from './options.ts'
import { readPatch } from './patch.ts'
import { servePortForward } from './port-forward.ts'
import { serveProxy } from './proxy.ts'
import {
  bind,
  patched,
  requestBody,
  requestedObject,
  serveObject,
  verbOf,
  writeOptions,
  type ResourceRequest
} from './resources.ts'

type Handler = (call: ResourceRequest, name: string) => Promise<void>

/** Subresources by `resource/subresource`; `status` goes the way of the object itself. */
const handlers: Readonly<Record<string, Handler>> = {
  'pods/binding': serveBinding,
  'pods/eviction': serveEviction,
  'pods/log': serveLog,
  'pods/exec': serveExec,
  'pods/attach': serveAttach,
  'pods/portforward': servePortForward,
  'pods/proxy': serveProxy,
  'services/proxy': serveProxy,
  'nodes/proxy': serveProxy,
  'namespaces/finalize': servePart,
  'certificatesigningrequests/approval': servePart,
  'serviceaccounts/token': serveToken
}

/** Answers a request for a subresource; what the sandbox has not is 501, and names the page that says so. */
export async function serveSubresource(call: ResourceRequest): Promise<void> {
  const { info, name, subresource } = call.target
  if (name === undefined || subresource === undefined) throw noSuchPath()
  if (!info.subresources.some(each => each.name === subresource))
    throw info.custom ? notFound(info, name) : noSuchPath()
  if (subresource === 'scale') return serveScale(call, name)
  const handler = handlers[`${info.resource}/${subresource}`]
  if (!handler) throw notServed(`${info.resource}/${subresource}`)
  return handler(call, name)
}

const done: Status = { ...success({}), details: undefined, code: 201 }

/** The body of a request for a subresource with a type of its own. */
function body(call: ResourceRequest): Promise<Record<string, unknown>> {
  return requestBody(call, typeOfSubresource(call))
}

function typeOfSubresource({ registry, target }: ResourceRequest): Expected {
  const found = target.info.subresources.find(({ name }) => name === target.subresource)
  if (!found) throw noSuchPath()
  const { group, version, kind } = found
  return { group, version, kind, typeName: registry.schema.typeOfKind(group, version, kind)?.name ?? '' }
}

async function serveBinding(call: ResourceRequest, name: string): Promise<void> {
  expectPost(call)
  const binding = await body(call)
  call.registry.get(call.target.info, call.target.namespace, name)
  bind(call, name, isRecord(binding.target) ? binding.target.name : undefined)
}

async function serveEviction(call: ResourceRequest, name: string): Promise<void> {
  expectPost(call)
  const eviction = await body(call)
  evictPod(call.registry, call.target.namespace ?? '', name, eviction, writeOptions(call))
  sendJson(call.response, 201, done)
}

async function serveToken(call: ResourceRequest, name: string): Promise<void> {
  expectPost(call)
  sendJson(call.response, 201, issueToken(call.registry, call.target.namespace ?? '', name, await body(call)))
}

/** Parts of an object that are written through a path of their own. */
async function servePart(call: ResourceRequest, name: string): Promise<void> {
  const { registry, request, target } = call
  const { info, namespace } = target
  const options = { ...writeOptions(call), part: 'whole' as const }
  if (request.method === 'GET') serveObject(call, registry.get(info, namespace, name))
  else if (request.method === 'PUT') {
    const object = await requestedObject(call)
    serveObject(call, registry.update(info, namespace, name, () => object, options).object)
  } else if (request.method === 'PATCH') {
    const patch = await readChange(call, info.typeName)
    const { object } = registry.update(info, namespace, name, patched(info, name, patch.apply), options)
    addWarnings(call.response, patch.warnings)
    serveObject(call, object)
  } else throw methodNotSupported(info, verbOf(request.method))
}

async function serveScale(call: ResourceRequest, name: string): Promise<void> {
  const { registry, request, response, target } = call
  const { info, namespace } = target
  const { scale: paths } = registry.kind(info)
  if (request.method === 'GET') {
    sendJson(response, 200, requestedScale(registry.get(info, namespace, name), paths))
    return
  }
  let change: (old: KubeObject) => KubeObject
  let warnings: readonly string[] = []
  if (request.method === 'PUT') {
    const given = await body(call)
    change = old => scaled(old, given, paths)
  } else if (request.method === 'PATCH') {
    const patch = await readChange(call, typeOfSubresource(call).typeName)
    change = old => scaled(old, patch.apply(readScale(old, paths)), paths)
    warnings = patch.warnings
  } else throw methodNotSupported(info, verbOf(request.method))
  const { object } = registry.update(info, namespace, name, patched(info, name, change), writeOptions(call))
  addWarnings(response, warnings)
  sendJson(response, 200, readScale(object, paths))
}

async function readChange(call: ResourceRequest, typeName: string) {
  const { registry, request, query } = call
  const { fieldValidation } = requestOptions(request, query)
  const bytes = await readBody(request)
  return readPatch(registry.schema, typeName, bytes, request.headers['content-type'], fieldValidation)
}

function expectPost({ request, target }: ResourceRequest): void {
  if (request.method !== 'POST') throw methodNotSupported(target.info, verbOf(request.method))
}
