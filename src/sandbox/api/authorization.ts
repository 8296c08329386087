import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject
} from 'kubernetes-types/rbac/v1.js'
import type { Registry } from './registry.ts'

/** Somebody who asks something of the API. */
export interface User {
  readonly username: string
  readonly groups: readonly string[]
  readonly uid?: string
}

/** What somebody wants to do: with a resource, or with a path that is none. */
export type Attributes =
  | {
      readonly verb: string
      readonly group: string
      readonly resource: string
      readonly subresource: string
      readonly namespace: string
      readonly name: string
    }
  | { readonly verb: string; readonly path: string }

export interface Decision {
  readonly allowed: boolean
  /** In Kubernetes' words: which binding allows it. */
  readonly reason: string
}

/** Who the sandbox's kubeconfig makes its holder: the administrator that kubeadm makes. */
export const administrator: User = { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }

/**
 * Decides by the roles and bindings in the store: plugin/pkg/auth/authorizer/rbac/rbac.go (v1.35). The group
 * system:masters may do everything.
 */
export function authorize(registry: Registry, user: User, attributes: Attributes): Decision {
  if (user.groups.includes('system:masters')) return { allowed: true, reason: '' }
  const found = grantsOf(registry, user, 'path' in attributes ? '' : attributes.namespace).find(({ rules }) =>
    rules.some(rule => allows(rule, attributes))
  )
  return found ? { allowed: true, reason: `RBAC: allowed by ${found.binding}` } : { allowed: false, reason: '' }
}

/** The rules that a user has in a namespace and in the whole cluster. */
export function rulesOf(registry: Registry, user: User, namespace: string): readonly PolicyRule[] {
  if (user.groups.includes('system:masters'))
    return [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] }
    ]
  return grantsOf(registry, user, namespace).flatMap(({ rules }) => rules)
}

interface Grant {
  readonly binding: string
  readonly rules: readonly PolicyRule[]
}

function grantsOf(registry: Registry, user: User, namespace: string): Grant[] {
  const list = <T>(resource: string, within?: string): readonly T[] => {
    const info = registry.schema.resource('rbac.authorization.k8s.io', 'v1', resource)
    return info ? (registry.list(info, within) as readonly unknown[] as readonly T[]) : []
  }
  const clusterRoles = list<ClusterRole>('clusterroles')
  const roles = namespace === '' ? [] : list<Role>('roles', namespace)
  const rules = ({ kind, name }: RoleBinding['roleRef']): readonly PolicyRule[] =>
    (kind === 'ClusterRole' ? clusterRoles : roles).find(role => role.metadata?.name === name)?.rules ?? []
  const grants: Grant[] = []
  const add = (kind: string, bound: ClusterRoleBinding | RoleBinding, within: string): void => {
    const subject = bound.subjects?.find(each => isSubject(each, user, within))
    if (!subject) return
    const name = within === '' ? bound.metadata?.name : `${bound.metadata?.name}/${within}`
    const { kind: roleKind, name: role } = bound.roleRef
    grants.push({
      binding: `${kind} "${name}" of ${roleKind} "${role}" to ${subjectText(subject, within)}`,
      rules: rules(bound.roleRef)
    })
  }
  for (const bound of list<ClusterRoleBinding>('clusterrolebindings')) add('ClusterRoleBinding', bound, '')
  if (namespace !== '')
    for (const bound of list<RoleBinding>('rolebindings', namespace)) add('RoleBinding', bound, namespace)
  return grants
}

function isSubject({ kind, name, namespace }: Subject, user: User, within: string): boolean {
  if (kind === 'User') return name === user.username
  if (kind === 'Group') return user.groups.includes(name)
  return kind === 'ServiceAccount' && user.username === `system:serviceaccount:${namespace ?? within}:${name}`
}

function subjectText({ kind, name, namespace }: Subject, within: string): string {
  return kind === 'ServiceAccount' ? `${kind} "${name}/${namespace ?? within}"` : `${kind} "${name}"`
}

function allows(rule: PolicyRule, attributes: Attributes): boolean {
  const has = (list: readonly string[] | undefined, wanted: string): boolean =>
    list?.some(each => each === '*' || each === wanted) === true
  if (!has(rule.verbs, attributes.verb)) return false
  if ('path' in attributes) return rule.nonResourceURLs?.some(url => matchesPath(url, attributes.path)) === true
  const { group, resource, subresource, name } = attributes
  const combined = subresource === '' ? resource : `${resource}/${subresource}`
  const isNamed = !rule.resourceNames?.length || rule.resourceNames.includes(name)
  const ofAny = subresource !== '' && rule.resources?.includes(`*/${subresource}`) === true
  return has(rule.apiGroups, group) && (ofAny || has(rule.resources, combined)) && isNamed
}

function matchesPath(url: string, path: string): boolean {
  return url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1)))
}

/** The user that a request acts as; groups are filled in as the API server does (impersonation.go). */
export function impersonated(username: string, groups: readonly string[], uid?: string): User {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(username) ?? []
  const ofAccount = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
  const all = [...groups, ...(groups.length === 0 ? ofAccount : []), 'system:authenticated']
  return { username, groups: [...new Set(all)], ...(uid === undefined ? {} : { uid }) }
}

/** What somebody may not do, in Kubernetes' words (endpoints/handlers/responsewriters/errors.go). */
export function refusalText(user: User, attributes: Attributes): string {
  const who = `User ${JSON.stringify(user.username)} cannot ${attributes.verb}`
  if ('path' in attributes) return `${who} path ${JSON.stringify(attributes.path)}`
  const { group, resource, subresource, namespace } = attributes
  const combined = subresource === '' ? resource : `${resource}/${subresource}`
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`
  return `${who} resource ${JSON.stringify(combined)} in API group ${JSON.stringify(group)} ${where}`
}
