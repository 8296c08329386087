import type { PolicyRule, RoleRef, Subject } from 'kubernetes-types/rbac/v1.js'
import { invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { dnsSubdomain, pathSegment } from '../../validation/names.ts'

// pkg/apis/rbac/validation (v1.35).

export const group = 'rbac.authorization.k8s.io'

export function ruleErrors(rules: readonly PolicyRule[], namespaced: boolean): FieldError[] {
  return rules.flatMap((rule, index) => ruleProblems(rule, namespaced, `rules[${index}]`))
}

function ruleProblems(rule: PolicyRule, namespaced: boolean, path: string): FieldError[] {
  const { verbs = [] } = rule as Partial<PolicyRule>
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule
  const errors: FieldError[] = []
  if (verbs.length === 0) errors.push(required(`${path}.verbs`, 'verbs must contain at least one value'))
  if (nonResourceURLs.length > 0) {
    const field = `${path}.nonResourceURLs`
    if (namespaced) errors.push(invalid(field, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'))
    if (apiGroups.length + resources.length + resourceNames.length > 0)
      errors.push(invalid(field, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'))
    return errors
  }
  if (apiGroups.length === 0)
    errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'))
  if (resources.length === 0)
    errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'))
  return errors
}

export function roleRefErrors(roleRef: Partial<RoleRef>, kinds: readonly string[]): FieldError[] {
  const { apiGroup = '', kind = '', name = '' } = roleRef
  const errors: FieldError[] = []
  if (apiGroup !== group) errors.push(unsupported('roleRef.apiGroup', apiGroup, [group]))
  if (!kinds.includes(kind)) errors.push(unsupported('roleRef.kind', kind, kinds))
  if (name === '') errors.push(required('roleRef.name'))
  return [...errors, ...pathSegment(name).map(problem => invalid('roleRef.name', name, problem))]
}

export function subjectErrors(subjects: readonly Subject[], namespaced: boolean): FieldError[] {
  return subjects.flatMap((subject, index) => subjectProblems(subject, namespaced, `subjects[${index}]`))
}

function subjectProblems(subject: Partial<Subject>, namespaced: boolean, path: string): FieldError[] {
  const { kind = '', name = '', namespace = '', apiGroup = '' } = subject
  const errors: FieldError[] = []
  if (name === '') errors.push(required(`${path}.name`))
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') errors.push(...dnsSubdomain(name).map(problem => invalid(`${path}.name`, name, problem)))
      if (apiGroup !== '') errors.push(unsupported(`${path}.apiGroup`, apiGroup, ['']))
      if (!namespaced && namespace === '') errors.push(required(`${path}.namespace`))
      break
    case 'User':
    case 'Group':
      if (apiGroup !== group) errors.push(unsupported(`${path}.apiGroup`, apiGroup, [group]))
      break
    default:
      errors.push(unsupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']))
  }
  return errors
}

/** SetDefaults_Subject: users and groups belong to the group of RBAC. */
export function setSubjectDefaults(subjects: readonly Subject[]): void {
  for (const subject of subjects) if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= group
}

/** Users, groups and service accounts, as the wide rows of bindings show them. */
export function subjectTexts(subjects: readonly Subject[]): [users: string, groups: string, accounts: string] {
  const of = (wanted: string): Subject[] => subjects.filter(({ kind }) => kind === wanted)
  return [
    of('User')
      .map(({ name }) => name)
      .join(', '),
    of('Group')
      .map(({ name }) => name)
      .join(', '),
    of('ServiceAccount')
      .map(({ namespace = '', name }) => `${namespace}/${name}`)
      .join(', ')
  ]
}
