import type { JobSpec, PodFailurePolicyRule } from 'kubernetes-types/batch/v1.js'
import {
  duplicate,
  invalid,
  invalidWhole,
  required,
  tooMany,
  unsupported,
  type FieldError
} from '../../validation/field.ts'
import { qualifiedName } from '../../validation/names.ts'

const mostRules = 20
const mostExitCodes = 255
const mostConditions = 20
const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore']

/** validatePodFailurePolicy of pkg/apis/batch/validation (v1.35). */
export function podFailurePolicyErrors(
  { podFailurePolicy, template, backoffLimitPerIndex }: JobSpec,
  field: string
): FieldError[] {
  const path = `${field}.podFailurePolicy.rules`
  const rules = podFailurePolicy?.rules ?? []
  const errors: FieldError[] = rules.length > mostRules ? [tooMany(path, rules.length, mostRules)] : []
  const containers = [...(template.spec?.containers ?? []), ...(template.spec?.initContainers ?? [])]
  const names = new Set(containers.map(({ name }) => name))
  const isIndexed = backoffLimitPerIndex !== undefined
  return [...errors, ...rules.flatMap((rule, index) => ruleErrors(rule, names, isIndexed, `${path}[${index}]`))]
}

function ruleErrors(
  { action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule,
  names: ReadonlySet<string>,
  isIndexed: boolean,
  field: string
): FieldError[] {
  const errors = oneOfNamed(action, actions, `${field}.action`)
  if (action === 'FailIndex' && !isIndexed)
    errors.push(invalid(`${field}.action`, action, 'requires the backoffLimitPerIndex to be set'))
  if (onExitCodes) errors.push(...exitCodeErrors(onExitCodes, names, `${field}.onExitCodes`))
  if (onPodConditions.length > mostConditions)
    errors.push(tooMany(`${field}.onPodConditions`, onPodConditions.length, mostConditions))
  for (const [index, { type, status }] of onPodConditions.entries()) {
    const path = `${field}.onPodConditions[${index}]`
    errors.push(...qualifiedName(type).map(problem => invalid(`${path}.type`, type, problem)))
    errors.push(...oneOfNamed(status, ['False', 'True', 'Unknown'], `${path}.status`))
  }
  const patterns = onPodConditions.length
  if (patterns > 0 && onExitCodes) {
    errors.push(invalidWhole(field, 'specifying both OnExitCodes and OnPodConditions is not supported'))
  }
  if (patterns === 0 && !onExitCodes)
    errors.push(invalidWhole(field, 'specifying one of OnExitCodes and OnPodConditions is required'))
  return errors
}

function exitCodeErrors(
  { operator, values, containerName }: NonNullable<PodFailurePolicyRule['onExitCodes']>,
  names: ReadonlySet<string>,
  field: string
): FieldError[] {
  const errors = oneOfNamed(operator, ['In', 'NotIn'], `${field}.operator`)
  if (containerName !== undefined && !names.has(containerName)) {
    const rule = 'must be one of the container or initContainer names in the pod template'
    errors.push(invalid(`${field}.containerName`, containerName, rule))
  }
  if (values.length === 0) errors.push(invalid(`${field}.values`, values, 'at least one value is required'))
  else if (values.length > mostExitCodes) errors.push(tooMany(`${field}.values`, values.length, mostExitCodes))
  const seen = new Set<number>()
  for (const [index, value] of values.entries()) {
    const path = `${field}.values[${index}]`
    if (operator === 'In' && value === 0) errors.push(invalid(path, value, 'must not be 0 for the In operator'))
    if (seen.has(value)) errors.push(duplicate(path, value))
    seen.add(value)
  }
  if (values.some((value, index) => value < (values[index - 1] ?? value)))
    errors.push(invalid(`${field}.values`, values, 'must be ordered'))
  return errors
}

/** One of a set of words; when there is none, the refusal names them. */
function oneOfNamed(value: string | undefined, allowed: readonly string[], field: string): FieldError[] {
  if (!value) return [required(field, `valid values: [${allowed.map(word => JSON.stringify(word)).join(' ')}]`)]
  return allowed.includes(value) ? [] : [unsupported(field, value, allowed)]
}
