import { parseQuantity } from '../../scheduler/quantity.ts'
import { invalid, type FieldError } from './field.ts'
import { qualifiedName } from './names.ts'

// Amounts of resources and their names, as pkg/apis/core/validation/validation.go (v1.35) checks them.

export function nonNegativeQuantity(value: string, field: string): FieldError[] {
  return parseQuantity(value) < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : []
}

export function positiveQuantity(value: string, field: string): FieldError[] {
  return parseQuantity(value) <= 0 ? [invalid(field, value, 'must be greater than zero')] : []
}

const objects = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers'
]
const compute = ['cpu', 'memory', 'ephemeral-storage'].flatMap(name => [name, `requests.${name}`, `limits.${name}`])

/** Resources that a ResourceQuota may limit by their bare name. */
const quotaNames: ReadonlySet<string> = new Set([...objects, ...compute, 'requests.storage'])
const standardNames: ReadonlySet<string> = new Set([...quotaNames, 'storage'])
const containerNames: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])
const hugePages = /^(requests\.)?hugepages-/

/** validateResourceName: one of Kubernetes' own, or one with a domain before it. */
export function resourceNameErrors(name: string, field: string): FieldError[] {
  const errors = qualifiedName(name).map(problem => invalid(field, name, problem))
  if (errors.length > 0 || name.includes('/') || standardNames.has(name) || hugePages.test(name)) return errors
  return [invalid(field, name, 'must be a standard resource type or fully qualified')]
}

/** What a container can have of a node: validateContainerResourceName. */
export function containerResourceNameErrors(name: string, field: string): FieldError[] {
  const errors = resourceNameErrors(name, field)
  if (name.includes('/') || containerNames.has(name) || name.startsWith('hugepages-')) return errors
  return [...errors, invalid(field, name, 'must be a standard resource for containers')]
}

export function quotaResourceNameErrors(name: string, field: string): FieldError[] {
  const errors = resourceNameErrors(name, field)
  if (name.includes('/') || isQuotaName(name)) return errors
  return [...errors, invalid(field, name, 'must be a standard resource for quota')]
}

export function isQuotaName(name: string): boolean {
  return quotaNames.has(name) || hugePages.test(name)
}

/** ValidateResourceQuantityValue: nothing below zero, and objects whole. */
export function resourceQuantityErrors(name: string, value: string, field: string): FieldError[] {
  const errors = nonNegativeQuantity(value, field)
  const counted = objects.includes(name) || name.startsWith('count/')
  if (counted && !Number.isInteger(parseQuantity(value))) errors.push(invalid(field, value, 'must be an integer'))
  return errors
}
