import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js'
import { forbiddenField, type FieldError } from '../../../validation/field.ts'
import { annotationErrors, labelErrors } from '../../../validation/names.ts'
import { podSpecErrors } from './pod-spec.ts'

/** ValidatePodTemplateSpec of pkg/apis/core/validation (v1.35). */
export function templateErrors({ metadata, spec }: PodTemplateSpec, field: string): FieldError[] {
  return [
    ...labelErrors(metadata?.labels, `${field}.labels`),
    ...annotationErrors(metadata?.annotations, `${field}.annotations`),
    ...podSpecErrors(spec ?? { containers: [] }, `${field}.spec`, false),
    ...(spec?.ephemeralContainers?.length
      ? [forbiddenField(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : [])
  ]
}
