import type { JobSpec } from 'kubernetes-types/batch/v1.js'
import { invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { nonNegative } from '../../validation/values.ts'
import { templateErrors } from '../pods/validation/template.ts'
import { podFailurePolicyErrors } from './pod-failure-policy.ts'

const mostParallel = 100_000

/** validateJobSpec of pkg/apis/batch/validation (v1.35): what holds for Jobs and for the templates of CronJobs. */
export function jobSpecErrors(spec: JobSpec, field: string): FieldError[] {
  const at = (name: string): string => `${field}.${name}`
  const { parallelism, completions, completionMode, backoffLimitPerIndex, maxFailedIndexes } = spec
  const errors: FieldError[] = [
    ...nonNegative(parallelism, at('parallelism')),
    ...nonNegative(completions, at('completions')),
    ...nonNegative(spec.activeDeadlineSeconds, at('activeDeadlineSeconds')),
    ...nonNegative(spec.backoffLimit, at('backoffLimit')),
    ...nonNegative(spec.ttlSecondsAfterFinished, at('ttlSecondsAfterFinished')),
    ...nonNegative(backoffLimitPerIndex, at('backoffLimitPerIndex')),
    ...nonNegative(maxFailedIndexes, at('maxFailedIndexes'))
  ]
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined)
    errors.push(required(at('backoffLimitPerIndex'), 'when maxFailedIndexes is specified'))
  if (completionMode !== undefined && completionMode !== 'NonIndexed' && completionMode !== 'Indexed')
    errors.push(unsupported(at('completionMode'), completionMode, ['NonIndexed', 'Indexed']))
  if (completionMode === 'Indexed') {
    if (completions === undefined) errors.push(required(at('completions'), 'when completion mode is Indexed'))
    if (parallelism !== undefined && parallelism > mostParallel) {
      const rule = `must be less than or equal to ${mostParallel} when completion mode is Indexed`
      errors.push(invalid(at('parallelism'), parallelism, rule))
    }
    if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions)
      errors.push(invalid(at('maxFailedIndexes'), maxFailedIndexes, 'must be less than or equal to completions'))
  } else {
    if (backoffLimitPerIndex !== undefined)
      errors.push(invalid(at('backoffLimitPerIndex'), backoffLimitPerIndex, 'requires indexed completion mode'))
    if (maxFailedIndexes !== undefined)
      errors.push(invalid(at('maxFailedIndexes'), maxFailedIndexes, 'requires indexed completion mode'))
  }
  if (spec.podFailurePolicy) errors.push(...podFailurePolicyErrors(spec, field))
  if (spec.successPolicy) errors.push(...successPolicyErrors(spec, field))
  errors.push(...replacementErrors(spec, at('podReplacementPolicy')))
  return [...errors, ...templateErrors(spec.template, at('template')), ...restartErrors(spec, at('template'))]
}

function successPolicyErrors({ successPolicy, completionMode, completions = 0 }: JobSpec, field: string): FieldError[] {
  const path = `${field}.successPolicy`
  if (completionMode !== 'Indexed') return [invalid(path, successPolicy, 'requires indexed completion mode')]
  const rules = successPolicy?.rules ?? []
  if (rules.length === 0)
    return [required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified')]
  return rules.flatMap(({ succeededCount, succeededIndexes }, index) => {
    const rule = `${path}.rules[${index}]`
    if (succeededCount === undefined && succeededIndexes === undefined)
      return [required(rule, 'at least one of succeededCount or succeededIndexes must be specified')]
    if (succeededCount === undefined) return []
    if (succeededCount < 0) return nonNegative(succeededCount, `${rule}.succeededCount`)
    const most = 'must be less than or equal to'
    return succeededCount > completions
      ? [
          invalid(
            `${rule}.succeededCount`,
            succeededCount,
            `${most} ${completions} (the number of specified completions)`
          )
        ]
      : []
  })
}

function replacementErrors({ podReplacementPolicy, podFailurePolicy }: JobSpec, field: string): FieldError[] {
  if (podReplacementPolicy === undefined) return []
  const allowed = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  return allowed.includes(podReplacementPolicy) ? [] : [unsupported(field, podReplacementPolicy, allowed)]
}

/** Pods of Jobs end; the default of pods, Always, is as good as none here. */
function restartErrors({ template, podFailurePolicy }: JobSpec, field: string): FieldError[] {
  const path = `${field}.spec.restartPolicy`
  const policy = template.spec?.restartPolicy
  if (policy === undefined || policy === '' || policy === 'Always')
    return [required(path, 'valid values: "OnFailure", "Never"')]
  if (policy !== 'OnFailure' && policy !== 'Never') return [unsupported(path, policy, ['OnFailure', 'Never'])]
  return podFailurePolicy && policy !== 'Never'
    ? [invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : []
}
