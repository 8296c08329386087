import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from 'kubernetes-types/core/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { invalid, required, type FieldError } from '../../validation/field.ts'
import { isQuotaName, quotaResourceNameErrors, resourceQuantityErrors } from '../../validation/quantities.ts'
import { defineKind } from '../kind.ts'

/** pkg/registry/core/resourcequota/strategy.go, and ValidateResourceQuota of pkg/apis/core/validation (v1.35). */
export const resourceQuotaKind = defineKind<ResourceQuota>({
  resource: { group: '', resource: 'resourcequotas' },
  returnsDeleted: true,
  validate: ({ spec = {}, status = {} }) => [
    ...amountErrors(spec.hard, 'spec.hard'),
    ...scopeErrors(spec),
    ...selectorErrors(spec),
    ...amountErrors(status.hard, 'status.hard'),
    ...amountErrors(status.used, 'status.used')
  ],
  validateUpdate: (quota, old) => {
    const scopes = ({ spec }: ResourceQuota): string[] => [...new Set(spec?.scopes)].sort()
    return equalJson(scopes(quota), scopes(old))
      ? []
      : [invalid('spec.scopes', quota.spec?.scopes ?? [], 'field is immutable')]
  },
  columns: [nameColumn, { name: 'Request' }, { name: 'Limit' }, ageColumn],
  cells(quota, context) {
    const { hard = {}, used = {} } = quota.status ?? {}
    const texts = (limits: boolean): string =>
      Object.keys(hard)
        .sort()
        .filter(name => name.startsWith('limits.') === limits)
        .map(name => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
        .join(', ')
    return [nameOf(quota), texts(false), texts(true), ageCell(quota, context)]
  }
})

function amountErrors(amounts: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return Object.entries(amounts ?? {}).flatMap(([name, amount]) => {
    const field = `${path}[${name}]`
    return [...quotaResourceNameErrors(name, field), ...resourceQuantityErrors(name, amount, field)]
  })
}

const existenceScopes = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity']
const scopeNames = [...existenceScopes, 'PriorityClass', 'VolumeAttributesClass']
const computeNames = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']

function suits(scope: string, resource: string): boolean {
  if (!isQuotaName(resource)) return true
  if (scope === 'BestEffort') return resource === 'pods'
  if (scope === 'VolumeAttributesClass') return ['persistentvolumeclaims', 'requests.storage'].includes(resource)
  return !scopeNames.includes(scope) || resource === 'pods' || computeNames.includes(resource)
}

function scopeErrors({ hard = {}, scopes = [] }: ResourceQuotaSpec): FieldError[] {
  const field = 'spec.scopes'
  const errors = scopes.flatMap(scope => [
    ...(scopeNames.includes(scope) ? [] : [invalid(field, scopes, 'unsupported scope')]),
    ...Object.keys(hard)
      .filter(resource => !suits(scope, resource))
      .map(() => invalid(field, scopes, 'unsupported scope applied to resource'))
  ])
  return conflicting(scopes) ? [...errors, invalid(field, scopes, 'conflicting scopes')] : errors
}

function conflicting(scopes: readonly string[]): boolean {
  const both = (a: string, b: string): boolean => scopes.includes(a) && scopes.includes(b)
  return both('BestEffort', 'NotBestEffort') || both('Terminating', 'NotTerminating')
}

function selectorErrors({ hard = {}, scopeSelector }: ResourceQuotaSpec): FieldError[] {
  const requirements = scopeSelector?.matchExpressions ?? []
  const field = 'spec.scopeSelector.matchExpressions'
  const errors = requirements.flatMap(requirement => [
    ...requirementErrors(requirement, field),
    ...Object.keys(hard)
      .filter(resource => !suits(requirement.scopeName, resource))
      .map(() => invalid(field, scopeSelector, 'unsupported scope applied to resource'))
  ])
  const names = requirements.map(({ scopeName }) => scopeName)
  return conflicting(names) ? [...errors, invalid(field, names, 'conflicting scopes')] : errors
}

function requirementErrors(
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  field: string
): FieldError[] {
  const errors: FieldError[] = []
  if (!scopeNames.includes(scopeName)) errors.push(invalid(`${field}.scopeName`, scopeName, 'unsupported scope'))
  if (existenceScopes.includes(scopeName) && operator !== 'Exists') {
    const which =
      'ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ' +
      'ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity'
    errors.push(invalid(`${field}.operator`, operator, `must be 'Exist' when scope is any of ${which}`))
  }
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
    if (values.length === 0) errors.push(required(`${field}.values`, detail))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
    if (values.length > 0) errors.push(invalid(`${field}.values`, values, detail))
  } else errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'))
  return errors
}
