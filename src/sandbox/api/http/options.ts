import type { IncomingMessage } from 'node:http'
import { forbiddenField, invalid, invalidObject, required, tooLong, unsupported } from '../validation/field.ts'
import type { FieldError } from '../validation/field.ts'

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** What the query of a write says besides the object: metav1.CreateOptions, UpdateOptions and PatchOptions. */
export interface RequestOptions {
  readonly dryRun: boolean
  readonly fieldValidation: FieldValidation
  /** Who writes: the query's `fieldManager`, else the first part of the user agent. */
  readonly fieldManager: string
  /** An apply takes over the fields that are in conflict. */
  readonly force: boolean
}

type Kind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions'

/**
 * Reads the options of a write: apimachinery/pkg/apis/meta/v1/validation (v1.35).
 *
 * @param apply whether the request is a server-side apply, which must name its manager and may force.
 * @throws ApiError 422 for a value that there is not.
 */
export function requestOptions(request: IncomingMessage, query: URLSearchParams, apply = false): RequestOptions {
  const errors: FieldError[] = []
  const given = query.get('fieldManager') ?? ''
  const force = query.get('force')
  const fieldValidation = fieldValidationOf(query.get('fieldValidation') ?? '', errors)
  const kind = kindOf(request.method)
  if (kind === 'PatchOptions' && apply && given === '')
    errors.push(required('fieldManager', 'is required for apply patch'))
  if (kind === 'PatchOptions' && !apply && force !== null && force !== '')
    errors.push(forbiddenField('force', 'may not be specified for non-apply patch'))
  if (Buffer.byteLength(given) > longestManager) errors.push(tooLong('fieldManager', longestManager))
  const position = given.search(unprintable)
  if (position >= 0)
    errors.push(
      invalid('fieldManager', given, `invalid character ${codePoint(given, position)} (at position ${position})`)
    )
  const dryRun = isDryRun(query.getAll('dryRun'), errors)
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors)
  return {
    dryRun,
    fieldValidation,
    fieldManager: given || managerOfUserAgent(request.headers['user-agent'] ?? ''),
    force: force === 'true' || force === '1'
  }
}

const longestManager = 128
/** What Go's unicode.IsPrint says no to: all but the space among separators, and what has no shape. */
const unprintable = /(?! )[\p{C}\p{Z}]/u

function codePoint(text: string, position: number): string {
  return `U+${(text.codePointAt(position) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function kindOf(method: string | undefined): Kind {
  if (method === 'PUT') return 'UpdateOptions'
  if (method === 'PATCH') return 'PatchOptions'
  return method === 'DELETE' ? 'DeleteOptions' : 'CreateOptions'
}

function fieldValidationOf(text: string, errors: FieldError[]): FieldValidation {
  if (text === '') return 'Warn'
  if (text === 'Strict' || text === 'Warn' || text === 'Ignore') return text
  errors.push(unsupported('fieldValidation', text, ['', 'Ignore', 'Strict', 'Warn']))
  return 'Warn'
}

function isDryRun(values: readonly string[], errors: FieldError[]): boolean {
  const wrong = values.filter(value => value !== 'All' && value !== '')
  if (wrong.length > 0) errors.push(unsupported('dryRun', wrong, ['All']))
  return values.includes('All')
}

/** handlers.prefixFromUserAgent: what stands before the first slash, without what cannot be printed. */
function managerOfUserAgent(userAgent: string): string {
  const prefix = userAgent.split('/', 1)[0] ?? ''
  return Buffer.from(prefix.replaceAll(new RegExp(unprintable, 'gu'), ''))
    .subarray(0, longestManager)
    .toString()
}
