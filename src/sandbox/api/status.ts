import type { GroupResource } from '../object.ts'

/** metav1.Status as it goes over the wire. */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Record<string, unknown>
  readonly status: 'Success' | 'Failure'
  readonly message?: string
  readonly reason?: string
  readonly details?: StatusDetails
  readonly code?: number
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

export interface StatusCause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

/**
 * A refusal of the API in Kubernetes' words. The functions below word the reasons as
 * apimachinery/pkg/api/errors/errors.go (v1.35) does.
 */
export class ApiError extends Error {
  readonly status: Status
  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message)
    this.name = 'ApiError'
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details ? { details } : {}),
      code
    }
  }
  get code(): number {
    return this.status.code ?? 500
  }
  get reason(): string {
    return this.status.reason ?? ''
  }
}

/** Whether a thrown value is a refusal of the API with one of these reasons (any reason when none is given). */
export function isApiError(error: unknown, ...reasons: readonly string[]): error is ApiError {
  return error instanceof ApiError && (reasons.length === 0 || reasons.includes(error.reason))
}

/** `daemonsets.apps`; resources of the core group stand alone. */
export function qualified(resource: GroupResource): string {
  return resource.group ? `${resource.resource}.${resource.group}` : resource.resource
}

function detailsOf(resource: GroupResource, name: string): StatusDetails {
  return { name, ...(resource.group ? { group: resource.group } : {}), kind: resource.resource }
}

export function notFound(resource: GroupResource, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${qualified(resource)} "${name}" not found`, detailsOf(resource, name))
}

export function alreadyExists(resource: GroupResource, name: string): ApiError {
  const message = `${qualified(resource)} "${name}" already exists`
  return new ApiError(409, 'AlreadyExists', message, detailsOf(resource, name))
}

export function conflict(resource: GroupResource, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`
  return new ApiError(409, 'Conflict', message, detailsOf(resource, name))
}

export const staleObject = 'the object has been modified; please apply your changes to the latest version and try again'

export function forbidden(
  resource: GroupResource,
  name: string,
  why: string,
  causes?: readonly StatusCause[]
): ApiError {
  const subject = name ? `${qualified(resource)} "${name}"` : qualified(resource)
  const details = { ...detailsOf(resource, name), ...(causes ? { causes } : {}) }
  return new ApiError(403, 'Forbidden', `${subject} is forbidden: ${why}`, details)
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message)
}

export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message)
}

export function methodNotSupported(resource: GroupResource, verb: string): ApiError {
  const message = `${verb} is not supported on resources of kind "${qualified(resource)}"`
  return new ApiError(405, 'MethodNotAllowed', message, {
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.resource
  })
}

/** A method that a path does not take. */
export function methodNotAllowed(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
}

/** A path that nothing is served at. */
/** errors.NewNotAcceptable: the server has no such shape of the answer. */
export function notAcceptable(): ApiError {
  const types = 'application/json, application/yaml, application/vnd.kubernetes.protobuf'
  return new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${types}`)
}

export function noSuchPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
}

/** Something that Kubernetes has and the sandbox has not. */
export function notServed(what: string): ApiError {
  return new ApiError(501, 'NotImplemented', `the sandbox does not serve ${what}; docs/sandbox.md says what it serves`)
}

export function success(details: StatusDetails): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }
}

/** A query parameter whose value is none of those that there are. */
export function invalidParameter(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message)
}
