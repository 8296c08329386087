import { ApiError, expired } from '../status.ts'
import { forbiddenField, invalid, invalidObject, unsupported, type FieldError } from '../validation/field.ts'

/** What the query of a list or watch says about versions: metav1.ListOptions. */
export interface ListOptions {
  readonly resourceVersion: string
  readonly match: '' | 'Exact' | 'NotOlderThan'
  readonly limit: number
  readonly continue: string
  readonly sendInitialEvents: boolean | undefined
  readonly bookmarks: boolean
  readonly timeoutSeconds: number | undefined
}

/**
 * Reads and validates the options: apimachinery/pkg/apis/meta/internalversion/validation (v1.35).
 *
 * @throws ApiError 422 for options that do not go together, 400 for numbers that are none
 */
export function listOptions(query: URLSearchParams, isWatch: boolean): ListOptions {
  const resourceVersion = query.get('resourceVersion') ?? ''
  const given = query.get('resourceVersionMatch') ?? ''
  const initial = query.get('sendInitialEvents')
  const sendInitialEvents = initial === null || initial === '' ? undefined : isYes(initial)
  const match = given === 'Exact' || given === 'NotOlderThan' ? given : ''
  const token = query.get('continue') ?? ''
  const errors = isWatch
    ? watchErrors(given, sendInitialEvents, resourceVersion)
    : listErrors(given, sendInitialEvents, resourceVersion, token)
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors)
  if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion)) throw invalidVersion(resourceVersion)
  return {
    resourceVersion,
    match,
    limit: numberOf(query, 'limit') ?? 0,
    continue: token,
    sendInitialEvents,
    bookmarks: isYes(query.get('allowWatchBookmarks')),
    timeoutSeconds: numberOf(query, 'timeoutSeconds')
  }
}

const matches = ['Exact', 'NotOlderThan', '']

function listErrors(match: string, initial: boolean | undefined, version: string, token: string): FieldError[] {
  const errors: FieldError[] = []
  if (initial !== undefined) errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'))
  if (match === '') return errors
  const field = 'resourceVersionMatch'
  if (version === '') errors.push(forbiddenField(field, `${field} is forbidden unless resourceVersion is provided`))
  if (token !== '') errors.push(forbiddenField(field, `${field} is forbidden when continue is provided`))
  if (!matches.includes(match)) errors.push(unsupported(field, match, matches))
  if (match === 'Exact' && version === '0')
    errors.push(forbiddenField(field, `${field} "exact" is forbidden for resourceVersion "0"`))
  return errors
}

function watchErrors(match: string, initial: boolean | undefined, _version: string): FieldError[] {
  const field = 'resourceVersionMatch'
  if (initial === undefined) {
    if (match === '') return []
    return [forbiddenField(field, `${field} is forbidden for watch unless sendInitialEvents is provided`)]
  }
  if (match === '')
    return [forbiddenField(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')]
  if (match !== 'NotOlderThan') return [unsupported(field, match, ['NotOlderThan'])]
  return []
}

/** @throws ApiError 504 for a version that is not there yet: storage.NewTooLargeResourceVersionError. */
export function checkNotAhead(version: string, current: number): void {
  if (version === '' || Number(version) <= current) return
  const message = `Too large resource version: ${version}, current: ${current}`
  throw new ApiError(504, 'Timeout', `Timeout: ${message}`, {
    retryAfterSeconds: 1,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }]
  })
}

/** A list that cannot go on from its snapshot; the token in it goes on with what is there now. */
export function expiredList(next: string): ApiError {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list ' +
    'without the continue parameter, or use the continue token in this response to retrieve the remainder of the ' +
    'results. Continuing with the provided token results in an inconsistent list - objects that were created, ' +
    'modified, or deleted between the time the first chunk was returned and now may show up in the list.'
  const error = expired(message)
  error.status.metadata.continue = next
  return error
}

/** storage.NewInvalidError, which the API server does not know how to answer, and so answers as its own error. */
function invalidVersion(text: string): ApiError {
  const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`
  return new ApiError(500, '', `resourceVersion: ${invalid('resourceVersion', text, why).body}`)
}

function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const number = Number(text)
  if (Number.isInteger(number)) return number
  throw new ApiError(400, 'BadRequest', `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
}

function isYes(text: string | null): boolean {
  return text === 'true' || text === '1'
}
