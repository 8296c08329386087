import { applyPatch, type Operation } from 'rfc6902'
import { isRecord } from '../json.ts'
import { ApiError, badRequest } from '../status.ts'

const mostOperations = 10_000
const operations = ['add', 'remove', 'replace', 'move', 'copy', 'test']

/**
 * Reads the operations of a JSON patch (RFC 6902).
 *
 * @throws ApiError 400 when it is none, 413 when it is longer than the API takes.
 */
export function readJsonPatch(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  if (patch.length > mostOperations) {
    const message = `The allowed maximum operations in a JSON patch is ${mostOperations}, got ${patch.length}`
    throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`)
  }
  return patch.map((operation: unknown) => {
    if (!isRecord(operation)) throw badRequest('json: cannot unmarshal into Go value of type jsonpatch.Operation')
    return operation as unknown as Operation
  })
}

/**
 * Applies a JSON patch.
 *
 * @param document is changed.
 * @throws ApiError 422 at the first operation that does not apply, worded as the API server words it.
 */
export function applyJsonPatch(document: object, patch: readonly Operation[]): void {
  for (const operation of patch) {
    const { op, path } = operation as { op: unknown; path?: unknown }
    if (typeof op !== 'string' || !operations.includes(op)) throw unprocessable()
    if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) throw unprocessable()
    const value = 'value' in operation ? operation : { ...operation, value: null }
    const [failure] = applyPatch(document, [op === 'add' || op === 'replace' || op === 'test' ? value : operation])
    if (failure) throw unprocessable()
  }
}

/** errors.NewGenericServerResponse for 422: the API server says no more than this. */
function unprocessable(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
}
