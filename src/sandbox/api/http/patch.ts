import type { KubeObject } from '../../object.ts'
import { decode, strictDecodingError } from '../../schema/strict-decoding.ts'
import { strategicMergePatch, StrategicMergeError } from '../../schema/strategic-merge.ts'
import type { Schema } from '../../schema/types.ts'
import { goText } from '../go-text.ts'
import { cloneJson, isRecord, mergePatch } from '../json.ts'
import { ApiError, badRequest } from '../status.ts'
import { invalid, invalidObject } from '../validation/field.ts'
import { parseBody, unsupportedMediaType, type ParsedBody } from './body.ts'
import { applyJsonPatch, readJsonPatch } from './json-patch.ts'
import { parseMediaType } from './media-types.ts'
import type { FieldValidation } from './options.ts'

/** A patch that was read, ready to be put on the stored object. */
export interface ReadPatch {
  /** Filled while the patch is applied: unknown and doubled fields where these are no error. */
  readonly warnings: readonly string[]
  /** @throws ApiError 400 or 422 when the patch cannot be applied to this object. */
  readonly apply: (old: KubeObject) => KubeObject
}

const applyPatchType = 'application/apply-patch+yaml'

const accepted = [
  'application/json-patch+json',
  'application/merge-patch+json',
  applyPatchType,
  'application/strategic-merge-patch+json'
]

export function isApplyPatch(contentType: string | undefined): boolean {
  return parseMediaType(contentType ?? '').type === applyPatchType
}

/**
 * Reads the body of a PATCH by its media type: apiserver/pkg/endpoints/handlers/patch.go (v1.35). A server-side apply
 * is no patch of this kind.
 *
 * @param typeName the type of the object that is patched, a Scale for a `scale` subresource.
 * @throws ApiError 400 when it does not parse, 415 for another media type.
 */
export async function readPatch(
  schema: Schema,
  typeName: string,
  body: Buffer,
  contentType: string | undefined,
  validation: FieldValidation
): Promise<ReadPatch> {
  const { type } = parseMediaType(contentType ?? '')
  // What has no Go type has no merge keys.
  const possible = schema.type(typeName)?.read ? accepted.filter(each => !each.includes('strategic')) : accepted
  if (type === applyPatchType || !possible.includes(type)) throw unsupportedMediaType(possible)
  const parsed = await parseBody(body, 'application/json')
  const isStrategic = type === 'application/strategic-merge-patch+json'
  const warnings: string[] = []
  const finish = (patched: unknown, duplicates: readonly string[], shown: () => string): KubeObject => {
    const refuse = (why: string): ApiError =>
      invalidObject({ group: '', kind: '' }, '', [invalid('patch', shown(), why)])
    if (!isRecord(patched) || !isRecord(patched.metadata)) throw refuse('the patch does not leave an object')
    const { object, unknown, mismatch } = decode(schema, typeName, patched)
    if (mismatch !== undefined) throw refuse(isStrategic ? conversionError(mismatch) : mismatch)
    const problems = validation === 'Ignore' ? [] : [...duplicates, ...unknown]
    if (problems.length > 0 && validation === 'Strict') throw refuse(strictDecodingError(problems))
    warnings.push(...problems)
    return object as unknown as KubeObject
  }
  const apply = applierOf(schema, typeName, type, parsed, finish)
  return { warnings, apply }
}

type Finish = (patched: unknown, duplicates: readonly string[], shown: () => string) => KubeObject

function applierOf(schema: Schema, typeName: string, type: string, parsed: ParsedBody, finish: Finish) {
  if (type === 'application/json-patch+json') {
    const operations = readJsonPatch(parsed.value)
    return (old: KubeObject): KubeObject => {
      const document = cloneJson(old)
      applyJsonPatch(document, operations)
      return finish(document, [], () => JSON.stringify(document))
    }
  }
  const patch = parsed.value
  if (!isRecord(patch))
    throw badRequest('json: cannot unmarshal the patch into Go value of type map[string]interface {}')
  if (type === 'application/merge-patch+json') {
    return (old: KubeObject): KubeObject => {
      const merged = mergePatch(cloneJson(old), patch)
      return finish(merged, parsed.duplicates(), () => JSON.stringify(merged))
    }
  }
  return (old: KubeObject): KubeObject => {
    const merged = mergeStrategically(schema, typeName, old, patch)
    return finish(merged, parsed.duplicates(), () => goText(patch))
  }
}

function mergeStrategically(schema: Schema, typeName: string, old: KubeObject, patch: object): KubeObject {
  try {
    return strategicMergePatch(schema, typeName, old, patch)
  } catch (error) {
    if (!(error instanceof StrategicMergeError)) throw error
    // interpretStrategicMergePatchError: what it does not know is an error of the server, and says so.
    if (error.message.startsWith('invalid patch format')) throw badRequest(error.message)
    throw new ApiError(500, '', error.message)
  }
}

/**
 * A value of the wrong type in the words of runtime.DefaultUnstructuredConverter (apimachinery), by which a strategic
 * merge becomes an object; other patches go through the JSON decoder.
 */
function conversionError(mismatch: string): string {
  const [, given = '', wanted = ''] = /^json: cannot unmarshal (\S+).* of type (\S+)$/.exec(mismatch) ?? []
  if (wanted === '') return mismatch
  if (wanted.startsWith('[]')) return `cannot restore slice from ${given}`
  if (wanted.startsWith('map[')) return `cannot restore map from ${given}`
  return wanted.includes('.') ? `cannot restore struct from: ${given}` : `unrecognized type: ${wanted}`
}
