import type { LabelSelector } from 'kubernetes-types/meta/v1.js'
import { forbiddenField, invalid, required, type FieldError } from './field.ts'
import { labelErrors, labelValueProblems, qualifiedName } from './names.ts'

/** ValidateLabelSelector of apimachinery/pkg/apis/meta/v1/validation (v1.35). */
export function labelSelectorErrors(selector: LabelSelector | undefined, field: string): FieldError[] {
  return [
    ...labelErrors(selector?.matchLabels, `${field}.matchLabels`),
    ...(selector?.matchExpressions ?? []).flatMap((requirement, index) =>
      requirementErrors(requirement, `${field}.matchExpressions[${index}]`)
    )
  ]
}

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number]

function requirementErrors({ key, operator, values = [] }: Requirement, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0)
      errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(
        forbiddenField(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
      )
  } else errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'))
  errors.push(...labelNameErrors(key, `${field}.key`))
  for (const [index, value] of values.entries())
    errors.push(...labelValueProblems(value).map(problem => invalid(`${field}.values[${index}]`, value, problem)))
  return errors
}

/** ValidateLabelName. */
export function labelNameErrors(name: string | undefined, field: string): FieldError[] {
  return qualifiedName(name ?? '').map(problem => invalid(field, name ?? '', problem))
}

export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0
}
