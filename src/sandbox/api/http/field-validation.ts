import type { Schema } from '../../schema/types.ts'
import { decode, strictDecodingError } from '../../schema/strict-decoding.ts'
import { isRecord } from '../json.ts'
import { badRequest, type ApiError } from '../status.ts'
import { invalid, invalidObject } from '../validation/field.ts'
import type { ParsedBody } from './body.ts'
import { objectBody } from './body.ts'
import type { FieldValidation } from './options.ts'

/** The most unknown and doubled fields that Kubernetes tells at once. */
const mostProblems = 100

/** What a request's object is expected to be. */
export interface Expected {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly typeName: string
}

/** An object that was decoded by its type, and the warnings that go with the answer. */
export interface DecodedObject {
  readonly object: Record<string, unknown>
  readonly warnings: readonly string[]
}

/**
 * Decodes the object of a body by its type, as the query's `fieldValidation` wishes: Strict refuses unknown and
 * doubled fields, Warn gives them back as warnings, Ignore drops them silently
 * (apiserver/pkg/endpoints/handlers/create.go and rest.go, v1.35).
 *
 * @throws ApiError 400 when the body is no object of this kind.
 */
export function decodeObject(
  schema: Schema,
  expected: Expected,
  body: ParsedBody,
  validation: FieldValidation
): DecodedObject {
  const given = objectBody(body.value)
  const isCustom = schema.type(expected.typeName)?.read !== undefined
  const version = expected.group ? `${expected.group}/${expected.version}` : expected.version
  const { kind = '', apiVersion = '' } = given
  const says = { kind: shown(kind) || expected.kind, version: shown(apiVersion) || version }
  const refuse = (why: string) =>
    badRequest(
      `${says.kind} in version ${JSON.stringify(lastPart(says.version))} cannot be handled as a ${expected.kind}: ${why}`
    )
  if (says.version !== version) {
    const message = `the API version in the data (${says.version}) does not match the expected API version (${version})`
    throw badRequest(message)
  }
  // What has no Go type has no kind but the one that it says.
  if (isCustom && kind === '') throw refuse(`Object 'Kind' is missing in '${JSON.stringify(given)}'`)
  if (isCustom && says.kind !== expected.kind) {
    const name = isRecord(given.metadata) ? shown(given.metadata.name ?? '') : ''
    throw invalidObject({ group: '', kind: says.kind }, name, [invalid('kind', says.kind, `must be ${expected.kind}`)])
  }
  if (says.kind !== expected.kind) throw refuse(`converting (${says.kind}) to (${expected.kind}): unknown conversion`)
  const { object, unknown, mismatch } = decode(schema, expected.typeName, given)
  if (mismatch !== undefined) throw refuse(mismatch)
  if (validation === 'Ignore') return { object, warnings: [] }
  const problems = [...unknown, ...body.duplicates()].slice(0, mostProblems)
  if (problems.length > 0 && validation === 'Strict') throw refuse(strictDecodingError(problems))
  return { object, warnings: problems }
}

const mostShown = 30

/** A body that does not even say what it is (handlers/rest.go, transformDecodeError and summarizeData). */
export function unrecognized(kind: string, why: string, body: Buffer): ApiError {
  const start = body.subarray(0, mostShown)
  const isText = body.toString('utf8', 0, 1) === '{'
  const summary = start.toString(isText ? 'utf8' : 'hex') + (body.length > mostShown ? ' ...' : '')
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${why} (${summary})`
  )
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function lastPart(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1)
}
