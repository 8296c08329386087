import type { KubeObject } from '../object.ts'
import type { ResourceInfo } from '../schema/types.ts'
import { authorize, impersonated, rulesOf, type Attributes, type User } from './authorization.ts'
import { isRecord } from './json.ts'
import type { Registry } from './registry.ts'
import { badRequest } from './status.ts'
import { invalid, invalidObject, required, type FieldError } from './validation/field.ts'

/** Who asks, and how the sandbox knows a token. */
export interface ReviewContext {
  readonly registry: Registry
  readonly user: User
  readonly namespace: string | undefined
  /** The user that a bearer token stands for. */
  readonly userOfToken: (token: string) => User | undefined
}

type Review = (object: KubeObject, context: ReviewContext, info: ResourceInfo) => Record<string, unknown>

/**
 * Resources that are questions: they are created, answered in their status and not stored
 * (pkg/registry/authorization and pkg/registry/authentication, v1.35).
 */
const reviews: Readonly<Record<string, Review>> = {
  selfsubjectaccessreviews: (object, { registry, user }, info) =>
    accessOf(registry, user, attributesOf(object, info, [])),
  subjectaccessreviews: reviewSubject,
  localsubjectaccessreviews(object, context, info) {
    const spec = specOf(object)
    const namespace = isRecord(spec.resourceAttributes) ? spec.resourceAttributes.namespace : undefined
    if (namespace !== context.namespace)
      throw badRequest(
        `namespace on the request is ${JSON.stringify(context.namespace ?? '')}, but the spec says ${JSON.stringify(namespace ?? '')}`
      )
    return reviewSubject(object, context, info)
  },
  selfsubjectrulesreviews(object, { registry, user }) {
    const namespace = textOf(specOf(object).namespace)
    if (namespace === '') throw badRequest('no namespace on request')
    const rules = rulesOf(registry, user, namespace)
    const of = (isResource: boolean) => rules.filter(rule => (rule.resources !== undefined) === isResource)
    return { resourceRules: of(true), nonResourceRules: of(false), incomplete: false }
  },
  selfsubjectreviews: (_object, { user }) => ({ userInfo: userInfo(user) }),
  tokenreviews(object, { userOfToken }, info) {
    const token = textOf(specOf(object).token)
    if (token === '') throw refuse(info, [required('spec.token')])
    const user = userOfToken(token)
    return user ? { authenticated: true, user: userInfo(user) } : { user: {}, error: '[invalid bearer token]' }
  }
}

/** The answer to a review, or undefined when the resource is none. */
export function answerReview(info: ResourceInfo, object: KubeObject, context: ReviewContext): KubeObject | undefined {
  const review = reviews[info.resource]
  if (!review || !info.group.startsWith('auth')) return undefined
  const { apiVersion, kind } = { apiVersion: `${info.group}/${info.version}`, kind: info.kind }
  const { spec } = object
  const status = review(object, context, info)
  return { kind, apiVersion, metadata: object.metadata, ...(spec === undefined ? {} : { spec }), status }
}

function reviewSubject(object: KubeObject, { registry }: ReviewContext, info: ResourceInfo): Record<string, unknown> {
  const spec = specOf(object)
  const user = textOf(spec.user)
  const groups = Array.isArray(spec.groups) ? spec.groups.map(String) : []
  const nobody =
    user === '' && groups.length === 0
      ? [invalid('spec.user', '', 'at least one of user or group must be specified')]
      : []
  return accessOf(registry, impersonated(user, groups), attributesOf(object, info, nobody))
}

function accessOf(registry: Registry, user: User, attributes: Attributes): Record<string, unknown> {
  const { allowed, reason } = authorize(registry, user, attributes)
  return { allowed, ...(reason === '' ? {} : { reason }) }
}

/** pkg/apis/authorization/validation: a question is about a resource or about a path. */
function attributesOf(object: KubeObject, info: ResourceInfo, problems: readonly FieldError[]): Attributes {
  const { resourceAttributes: about, nonResourceAttributes: path } = specOf(object)
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  const errors = [
    ...(isRecord(about) === isRecord(path)
      ? [
          isRecord(about)
            ? invalid('spec.nonResourceAttributes', path, `cannot be specified in combination with resourceAttributes`)
            : invalid('spec.resourceAttributes', null, why)
        ]
      : []),
    ...problems
  ]
  if (errors.length > 0) throw refuse(info, errors)
  if (isRecord(path)) return { verb: textOf(path.verb), path: textOf(path.path) }
  const { verb, group, resource, subresource, namespace, name } = isRecord(about) ? about : {}
  return {
    verb: textOf(verb),
    group: textOf(group),
    resource: textOf(resource),
    subresource: textOf(subresource),
    namespace: textOf(namespace),
    name: textOf(name)
  }
}

function refuse(info: ResourceInfo, errors: readonly FieldError[]) {
  return invalidObject(info, '', errors)
}

function userInfo({ username, groups, uid }: User): Record<string, unknown> {
  return { username, ...(uid === undefined ? {} : { uid }), groups }
}

function specOf({ spec }: KubeObject): Record<string, unknown> {
  return isRecord(spec) ? spec : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
