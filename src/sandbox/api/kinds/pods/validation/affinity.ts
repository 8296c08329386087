import type { Affinity, NodeSelectorTerm, PodAffinityTerm } from 'kubernetes-types/core/v1.js'
import { forbiddenField, invalid, required, type FieldError } from '../../../validation/field.ts'
import { labelNameErrors, labelSelectorErrors } from '../../../validation/label-selector.ts'
import { dnsLabel, dnsSubdomain } from '../../../validation/names.ts'

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution'

/** validateAffinity of pkg/apis/core/validation (v1.35). */
export function affinityErrors(affinity: Affinity, field: string): FieldError[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity
  return [
    ...(nodeAffinity ? nodeAffinityErrors(nodeAffinity, `${field}.nodeAffinity`) : []),
    ...(podAffinity ? podAffinityErrors(podAffinity, `${field}.podAffinity`) : []),
    ...(podAntiAffinity ? podAffinityErrors(podAntiAffinity, `${field}.podAntiAffinity`) : [])
  ]
}

function nodeAffinityErrors(affinity: NonNullable<Affinity['nodeAffinity']>, field: string): FieldError[] {
  const terms = affinity[requiredTerms]?.nodeSelectorTerms
  const errors: FieldError[] = []
  if (affinity[requiredTerms]) {
    const path = `${field}.${requiredTerms}.nodeSelectorTerms`
    if (!terms?.length) errors.push(required(path, 'must have at least one node selector term'))
    else errors.push(...terms.flatMap((term, index) => nodeTermErrors(term, `${path}[${index}]`)))
  }
  for (const [index, { weight, preference }] of (affinity[preferredTerms] ?? []).entries()) {
    const path = `${field}.${preferredTerms}[${index}]`
    errors.push(...weightErrors(weight, path), ...nodeTermErrors(preference, `${path}.preference`))
  }
  return errors
}

function weightErrors(weight: number, field: string): FieldError[] {
  return weight <= 0 || weight > 100 ? [invalid(`${field}.weight`, weight, 'must be in the range 1-100')] : []
}

function nodeTermErrors({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, field: string): FieldError[] {
  return [
    ...matchExpressions.flatMap((each, index) => expressionErrors(each, `${field}.matchExpressions[${index}]`)),
    ...matchFields.flatMap((each, index) => fieldErrors(each, `${field}.matchFields[${index}]`))
  ]
}

type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number]

function expressionErrors({ key, operator, values = [] }: Requirement, field: string): FieldError[] {
  const errors: FieldError[] = []
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        const rule = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
        errors.push(forbiddenField(`${field}.values`, rule))
      }
      break
    case 'Gt':
    case 'Lt':
      if (values.length !== 1)
        errors.push(required(`${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    default:
      errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'))
  }
  return [...errors, ...labelNameErrors(key, `${field}.key`)]
}

function fieldErrors({ key, operator, values = [] }: Requirement, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length !== 1) {
      const rule = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
      errors.push(required(`${field}.values`, rule))
    }
  } else errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'))
  if (key !== 'metadata.name') return [...errors, invalid(`${field}.key`, key, 'not a valid field selector key')]
  for (const [index, value] of values.entries())
    errors.push(...dnsSubdomain(value).map(problem => invalid(`${field}.values[${index}]`, value, problem)))
  return errors
}

function podAffinityErrors(affinity: NonNullable<Affinity['podAffinity']>, field: string): FieldError[] {
  return [
    ...(affinity[requiredTerms] ?? []).flatMap((term, index) =>
      termErrors(term, `${field}.${requiredTerms}[${index}]`)
    ),
    ...(affinity[preferredTerms] ?? []).flatMap(({ weight, podAffinityTerm }, index) => {
      const path = `${field}.${preferredTerms}[${index}]`
      return [...weightErrors(weight, path), ...termErrors(podAffinityTerm, `${path}.podAffinityTerm`)]
    })
  ]
}

function termErrors(term: PodAffinityTerm, field: string): FieldError[] {
  return [
    ...labelSelectorErrors(term.labelSelector, `${field}.labelSelector`),
    ...labelSelectorErrors(term.namespaceSelector, `${field}.namespaceSelector`),
    ...(term.namespaces ?? []).flatMap(name =>
      dnsLabel(name).map(problem => invalid(`${field}.namespace`, name, problem))
    ),
    ...(term.topologyKey ? [] : [required(`${field}.topologyKey`, 'can not be empty')]),
    ...labelNameErrors(term.topologyKey, `${field}.topologyKey`)
  ]
}
