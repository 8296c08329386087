import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, RoleRef, Subject } from 'kubernetes-types/rbac/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { invalid, required } from '../../validation/field.ts'
import { labelSelectorErrors } from '../../validation/label-selector.ts'
import { pathSegment } from '../../validation/names.ts'
import { defineKind, type Kind } from '../kind.ts'
import { group, roleRefErrors, ruleErrors, setSubjectDefaults, subjectErrors, subjectTexts } from './rules.ts'

// pkg/registry/rbac (v1.35). The sandbox's one user may do everything, so that no rule grants or denies anything.

const role = defineKind<Role>({
  resource: { group, resource: 'roles' },
  nameCheck: pathSegment,
  allowCreateOnUpdate: true,
  validate: ({ rules = [] }) => ruleErrors(rules, true)
})

const clusterRole = defineKind<ClusterRole>({
  resource: { group, resource: 'clusterroles' },
  nameCheck: pathSegment,
  allowCreateOnUpdate: true,
  validate({ rules = [], aggregationRule }) {
    const field = 'aggregationRule.clusterRoleSelectors'
    const selectors = aggregationRule?.clusterRoleSelectors ?? []
    const errors = ruleErrors(rules, false)
    if (aggregationRule && selectors.length === 0) {
      const detail = 'at least one clusterRoleSelector required if aggregationRule is non-nil'
      errors.push(required(field, detail))
    }
    return [...errors, ...selectors.flatMap((each, index) => labelSelectorErrors(each, `${field}[${index}]`))]
  }
})

/** What the bindings of a namespace and of the whole cluster have in common. */
function bindingKind(resource: string, namespaced: boolean): Kind {
  return defineKind<RoleBinding | ClusterRoleBinding>({
    resource: { group, resource },
    nameCheck: pathSegment,
    allowCreateOnUpdate: true,
    defaults({ roleRef, subjects = [] }) {
      // A manifest may leave the reference out, whatever its type says; then the validation refuses it.
      if (roleRef as typeof roleRef | undefined) roleRef.apiGroup ||= group
      setSubjectDefaults(subjects)
    },
    validate: ({ roleRef, subjects = [] }: { roleRef?: RoleRef; subjects?: Subject[] }) => [
      ...roleRefErrors(roleRef ?? {}, namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']),
      ...subjectErrors(subjects, namespaced)
    ],
    validateUpdate: (binding, old) =>
      equalJson(binding.roleRef, old.roleRef) ? [] : [invalid('roleRef', binding.roleRef, 'cannot change roleRef')],
    columns: [
      nameColumn,
      { name: 'Role' },
      ageColumn,
      { name: 'Users', priority: 1 },
      { name: 'Groups', priority: 1 },
      { name: 'ServiceAccounts', priority: 1 }
    ],
    cells: (binding, context) => [
      nameOf(binding),
      `${binding.roleRef.kind}/${binding.roleRef.name}`,
      ageCell(binding, context),
      ...subjectTexts(binding.subjects ?? [])
    ]
  })
}

export const rbacKinds: readonly Kind[] = [
  role,
  clusterRole,
  bindingKind('rolebindings', true),
  bindingKind('clusterrolebindings', false)
]
