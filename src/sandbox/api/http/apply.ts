import { timestamp } from '../../clock.ts'
import type { KubeObject } from '../../object.ts'
import { decode } from '../../schema/strict-decoding.ts'
import type { ResourceInfo, Schema } from '../../schema/types.ts'
import { isRecord } from '../json.ts'
import { applyConfiguration } from '../ownership/apply.ts'
import { ApplyError } from '../ownership/merge.ts'
import { undeclaredFields } from '../ownership/undeclared.ts'
import { ApiError, badRequest } from '../status.ts'
import { addWarnings } from './answer.ts'
import { objectBody, parseBody, readBody } from './body.ts'
import { requestOptions } from './options.ts'
import { serveObject, type ResourceRequest } from './resources.ts'

/**
 * Answers a server-side apply: a PATCH with a configuration, which creates the object when it is not there
 * (applyPatcher of apiserver/pkg/endpoints/handlers/patch.go, v1.35).
 */
export async function serveApply(call: ResourceRequest, name: string): Promise<void> {
  const { registry, request, response, query, target } = call
  const { info, namespace, subresource } = target
  const { dryRun, fieldManager, fieldValidation, force } = requestOptions(request, query, true)
  const body = await readBody(request)
  // JSON is YAML, and read in a moment.
  const isJson = body.subarray(0, 16).toString().trimStart().startsWith('{')
  const parsed = await parseBody(body, isJson ? 'application/json' : 'application/yaml')
  const config = configurationOf(registry.schema, info, subresource, objectBody(parsed.value))
  const duplicates = fieldValidation === 'Ignore' ? [] : parsed.duplicates()
  if (duplicates.length > 0 && fieldValidation === 'Strict')
    throw badRequest(`error strict decoding YAML: ${duplicates.join(', ')}`)
  const writer = {
    manager: fieldManager,
    force,
    time: timestamp(registry.clock),
    ...(subresource ? { subresource } : {})
  }
  const change = (live: KubeObject | undefined): KubeObject => {
    try {
      return applyConfiguration(registry.schema, info, live, config, writer)
    } catch (error) {
      if (error instanceof ApplyError) throw notTyped(info, config, error.message)
      throw error
    }
  }
  const { object, created } = registry.update(info, namespace, name, change, {
    dryRun,
    part: subresource === 'status' ? 'status' : 'main',
    create: subresource === undefined,
    keepsManagers: true
  })
  addWarnings(response, duplicates)
  serveObject(call, object, created ? 201 : 200)
}

/**
 * The configuration of the body, decoded by its type, without what is not for this path to set.
 *
 * @throws ApiError 400 for another version or kind, 500 for fields or values that the type does not have, as the API
 *   server answers them.
 */
function configurationOf(
  schema: Schema,
  info: ResourceInfo,
  subresource: string | undefined,
  body: Record<string, unknown>
): KubeObject {
  const version = info.group ? `${info.group}/${info.version}` : info.version
  const { apiVersion, kind, metadata } = body
  if (apiVersion !== version) {
    const given = typeof apiVersion === 'string' ? apiVersion : ''
    throw badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${given}, expected: ${version}`
    )
  }
  if (kind !== info.kind) throw badRequest(`the kind of the apply patch must be ${info.kind}`)
  if (isRecord(metadata) && metadata.managedFields !== undefined && metadata.managedFields !== null)
    throw badRequest('metadata.managedFields must be nil')
  const undeclared = undeclaredFields(schema, info.typeName, body)
  const { object, mismatch } = decode(schema, info.typeName, body)
  if (!isRecord(object.metadata)) object.metadata = {}
  const config = object as unknown as KubeObject
  const [first] = undeclared
  if (first !== undefined)
    throw notTyped(info, config, undeclared.length === 1 ? first : `errors:\n  ${undeclared.join('\n  ')}`)
  if (mismatch !== undefined) throw notTyped(info, config, mismatch)
  if (subresource === 'status') return { ...only(config, 'status') }
  if (info.subresources.some(each => each.name === 'status')) delete config.status
  return config
}

function only(config: KubeObject, field: string): KubeObject {
  const { apiVersion, kind, metadata } = config
  return { apiVersion, kind, metadata, [field]: config[field] }
}

function notTyped({ group, version, kind }: ResourceInfo, { metadata }: KubeObject, why: string): ApiError {
  const type = group ? `${group}/${version}, Kind=${kind}` : `/${version}, Kind=${kind}`
  const object = `${metadata.namespace ?? ''}/${metadata.name}; ${type}`
  return new ApiError(500, '', `failed to create typed patch object (${object}): ${why}`)
}
