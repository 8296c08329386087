import type { ResourceRequirements } from 'kubernetes-types/core/v1.js'
import { parseQuantity } from '../../../../scheduler/quantity.ts'
import { invalid, required, type FieldError } from '../../../validation/field.ts'
import { qualifiedName } from '../../../validation/names.ts'

/** ValidateContainerResourceRequirements of pkg/apis/core/validation (v1.35). */
export function resourceErrors({ limits = {}, requests = {} }: ResourceRequirements, field: string): FieldError[] {
  const errors: FieldError[] = []
  for (const [name, quantity] of Object.entries(limits)) {
    errors.push(
      ...nameErrors(name, `${field}.limits[${name}]`),
      ...amountErrors(name, quantity, `${field}.limits[${name}]`)
    )
  }
  for (const [name, quantity] of Object.entries(requests)) {
    errors.push(...nameErrors(name, `${field}.requests[${name}]`))
    errors.push(...amountErrors(name, quantity, `${field}.requests[${name}]`))
    const limit = limits[name]
    if (limit === undefined) {
      if (!mayBeOvercommitted(name))
        errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'))
    } else if (!mayBeOvercommitted(name) && parseQuantity(quantity) !== parseQuantity(limit))
      errors.push(invalid(`${field}.requests`, quantity, `must be equal to ${name} limit of ${limit}`))
    else if (parseQuantity(quantity) > parseQuantity(limit))
      errors.push(invalid(`${field}.requests`, quantity, `must be less than or equal to ${name} limit of ${limit}`))
  }
  return errors
}

const standard = ['cpu', 'memory', 'ephemeral-storage']

/** Whether a name stands in Kubernetes' own domain, or in none. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-')
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0
}

function mayBeOvercommitted(name: string): boolean {
  return isNative(name) && !isHugePage(name)
}

function nameErrors(name: string, field: string): FieldError[] {
  const problems = qualifiedName(name)
  if (problems.length > 0) return problems.map(problem => invalid(field, name, problem))
  if (!name.includes('/')) {
    if (standard.includes(name) || isHugePage(name)) return []
    return ['must be a standard resource type or fully qualified', 'must be a standard resource for containers'].map(
      problem => invalid(field, name, problem)
    )
  }
  return isNative(name) || isExtended(name)
    ? []
    : [invalid(field, name, "doesn't follow extended resource name standard")]
}

function amountErrors(name: string, quantity: string, field: string): FieldError[] {
  const amount = parseQuantity(quantity)
  return [
    ...(amount < 0 ? [invalid(field, quantity, 'must be greater than or equal to 0')] : []),
    ...(isExtended(name) && !Number.isInteger(amount) ? [invalid(field, quantity, 'must be an integer')] : [])
  ]
}
