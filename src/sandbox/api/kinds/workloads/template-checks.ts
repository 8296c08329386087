import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js'
import type { LabelSelector } from 'kubernetes-types/meta/v1.js'
import type { LabelSelector as Matched } from '../../../client.ts'
import { matchesLabelSelector } from '../../selectors.ts'
import {
  forbiddenField,
  invalid,
  invalidLabels,
  required,
  unsupported,
  type FieldError
} from '../../validation/field.ts'
import { isEmptySelector, labelSelectorErrors } from '../../validation/label-selector.ts'
import { templateErrors } from '../pods/validation/template.ts'

/** A selector must be there, hold something, and be well formed. */
export function selectorErrors(selector: LabelSelector | undefined, field: string, whenEmpty: string): FieldError[] {
  if (!selector) return [required(field)]
  return [
    ...labelSelectorErrors(selector, field),
    ...(isEmptySelector(selector) ? [invalid(field, selector, whenEmpty)] : [])
  ]
}

export function matchErrors(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec,
  field: string
): FieldError[] {
  const labels = template.metadata?.labels
  // One that does not parse has been refused already; none at all selects nothing.
  if (labelSelectorErrors(selector, field).length > 0) return []
  if (selector && matchesLabelSelector(selector as Matched, labels)) return []
  return [invalidLabels(`${field}.metadata.labels`, labels, '`selector` does not match template `labels`')]
}

/** Pods that are to run for ever may neither end by themselves nor by a deadline. */
export function endlessErrors({ spec }: PodTemplateSpec, field: string, kind: string): FieldError[] {
  return [
    ...(spec?.restartPolicy === 'Always'
      ? []
      : [unsupported(`${field}.spec.restartPolicy`, spec?.restartPolicy, ['Always'])]),
    ...(spec?.activeDeadlineSeconds === undefined
      ? []
      : [forbiddenField(`${field}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)])
  ]
}

/** ValidatePodTemplateSpecForReplicaSet: what a ReplicaSet or a Deployment makes pods from. */
export function replicatedErrors(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec,
  field: string,
  kind: string
): FieldError[] {
  if (labelSelectorErrors(selector, field).length > 0)
    return [invalid(field.replace(/template$/, 'selector'), selector, 'invalid label selector')]
  return [
    ...matchErrors(selector, template, field),
    ...templateErrors(template, field),
    ...endlessErrors(template, field, kind)
  ]
}
