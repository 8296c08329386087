import type { IncomingMessage } from 'node:http'
import { duplicateFields } from '../../schema/duplicate-fields.ts'
import { decodeProtobuf, ProtobufError, UnknownMessageError } from '../../schema/protobuf.ts'
import { isRecord } from '../json.ts'
import { ApiError, badRequest } from '../status.ts'
import { parseMediaType } from './media-types.ts'

/** The most that a request may carry, in bytes: etcd's limit in a Kubernetes cluster. */
const mostBytes = 3 << 20

/**
 * Reads a request's body whole.
 *
 * @throws ApiError 413 when it is larger than the API takes.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > mostBytes)
      throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${mostBytes}`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** A body that is no JSON; who knows what it should have been says so. */
export class UnparsedBody extends ApiError {
  constructor(why: string) {
    super(400, 'BadRequest', `json parse error: ${why}`)
  }
}

/** A body that was parsed, in the JSON form of what it carries; an empty body gives undefined. */
export interface ParsedBody {
  readonly value: unknown
  /** What strict decoding says of the text itself, whatever the type: keys that stand twice. */
  duplicates(): readonly string[]
}

/**
 * Parses the body of a request: JSON, YAML, or Kubernetes' protobuf. Without a Content-Type it is JSON, as kubectl
 * 1.20 sends it.
 *
 * @throws ApiError 400 when it does not parse, 415 for another media type.
 */
export async function parseBody(body: Buffer, contentType: string | undefined): Promise<ParsedBody> {
  if (body.length === 0) return { value: undefined, duplicates: () => [] }
  const { type } = parseMediaType(contentType ?? 'application/json')
  if (type.endsWith('yaml')) return parseYaml(body.toString('utf8'))
  if (type.endsWith('json') || type === '*/*' || type === '') return parseJson(body.toString('utf8'))
  if (type === 'application/vnd.kubernetes.protobuf') return { value: parseProtobuf(body), duplicates: () => [] }
  throw unsupportedMediaType(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'])
}

/** The refusal of a media type, with those that the server takes. */
export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`
  return new ApiError(415, 'UnsupportedMediaType', message)
}

function parseJson(text: string): ParsedBody {
  try {
    return { value: JSON.parse(text), duplicates: () => duplicateFields(text) }
  } catch (error) {
    const { message } = error as SyntaxError
    const [sign] = /\S/.exec(text) ?? []
    // V8 and Go word these differently; Go's words for the two that come about most.
    const isAtStart = sign !== undefined && !/[{["\-\dtfn]/.test(sign)
    const why = isAtStart ? `invalid character '${sign}' looking for beginning of value` : message
    throw new UnparsedBody(/end of JSON input/.test(message) ? 'unexpected end of JSON input' : why)
  }
}

function parseProtobuf(body: Buffer): unknown {
  try {
    return decodeProtobuf(body)
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(error.message)
    if (error instanceof UnknownMessageError) throw unsupportedMediaType(['application/json', 'application/yaml'])
    throw error
  }
}

async function parseYaml(text: string): Promise<ParsedBody> {
  const { load, YAMLException, CORE_SCHEMA, mergeTag } = await import('js-yaml')
  const schema = CORE_SCHEMA.withTags(mergeTag)
  const failure = (error: unknown): string => {
    if (error instanceof YAMLException) return error.message
    throw error
  }
  try {
    // As JSON: the last of two equal keys counts.
    const value: unknown = load(text, { schema, json: true })
    const duplicates = (): string[] => {
      try {
        load(text, { schema })
        return []
      } catch (error) {
        return [`yaml: unmarshal errors: ${failure(error)}`]
      }
    }
    return { value, duplicates }
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${failure(error)}`)
  }
}

/** @throws ApiError 400 when the parsed body is no object. */
export function objectBody(body: unknown): Record<string, unknown> {
  if (!isRecord(body)) throw badRequest('the body of the request must be an object')
  return body
}
