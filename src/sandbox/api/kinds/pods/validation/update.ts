import type { Container, PodSpec, Toleration } from 'kubernetes-types/core/v1.js'
import { equalJson, isRecord } from '../../../json.ts'
import { forbiddenField, invalid, required, type FieldError } from '../../../validation/field.ts'
import { within } from '../../../validation/values.ts'
import { tolerationErrors } from './scheduling.ts'

const mayChange = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'
].join(',')

const longestDeadline = 2 ** 31 - 1

/** ValidatePodUpdate of pkg/apis/core/validation (v1.35): nearly all of a pod's spec stays as it was made. */
export function podUpdateErrors(spec: PodSpec, old: PodSpec): FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['containers', 'initContainers'] as const) {
    const path = `spec.${field}`
    if ((spec[field] ?? []).length !== (old[field] ?? []).length)
      return [...errors, forbiddenField(path, 'pod updates may not add or remove containers')]
    errors.push(...(spec[field] ?? []).flatMap((container, index) => imageErrors(container, `${path}[${index}]`)))
  }
  const deadline = deadlineErrors(spec.activeDeadlineSeconds, old.activeDeadlineSeconds)
  errors.push(...deadline)
  if (deadline.length > 0 && spec.activeDeadlineSeconds !== undefined) return errors
  errors.push(...addedTolerationErrors(spec.tolerations ?? [], old.tolerations ?? []))
  errors.push(...addedGateErrors(spec, old))
  const munged = withOldImages({ ...spec }, old)
  munged.activeDeadlineSeconds = old.activeDeadlineSeconds
  munged.tolerations = old.tolerations
  munged.schedulingGates = old.schedulingGates
  if (old.schedulingGates?.length) {
    errors.push(...narrowedSelectorErrors(spec.nodeSelector, old.nodeSelector))
    munged.nodeSelector = old.nodeSelector
  }
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && munged.terminationGracePeriodSeconds === 1)
    munged.terminationGracePeriodSeconds = old.terminationGracePeriodSeconds
  if (!equalJson(munged, old)) {
    const changes = differences(old, munged, 'spec').join('\n')
    errors.push(forbiddenField('spec', `pod updates may not change fields other than ${mayChange}\n${changes}`))
  }
  return errors
}

function imageErrors({ image = '' }: Container, field: string): FieldError[] {
  if (!image) return [required(`${field}.image`)]
  return image === image.trim()
    ? []
    : [invalid(`${field}.image`, image, 'must not have leading or trailing whitespace')]
}

function deadlineErrors(deadline: number | undefined, old: number | undefined): FieldError[] {
  const field = 'spec.activeDeadlineSeconds'
  if (deadline === undefined)
    return old === undefined ? [] : [invalid(field, null, 'must not update from a positive integer to nil value')]
  const errors = within(deadline, 0, longestDeadline, field)
  if (errors.length === 0 && old !== undefined && old < deadline)
    errors.push(invalid(field, deadline, 'must be less than or equal to previous value'))
  return errors
}

function addedTolerationErrors(tolerations: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  const field = 'spec.tolerations'
  const timeless = (toleration: Toleration): Toleration => ({ ...toleration, tolerationSeconds: undefined })
  const isKept = (before: Toleration): boolean =>
    tolerations.some(after => equalJson(timeless(before), timeless(after)))
  return old.every(isKept)
    ? tolerationErrors(tolerations, field)
    : [forbiddenField(field, 'existing toleration can not be modified except its tolerationSeconds')]
}

/** validateOnlyDeletedSchedulingGates. */
function addedGateErrors(spec: PodSpec, old: PodSpec): FieldError[] {
  const isOld = (name: string): boolean => old.schedulingGates?.some(gate => gate.name === name) === true
  return (spec.schedulingGates ?? []).flatMap(({ name }, index) => {
    const rule = `only deletion is allowed, but found new scheduling gate '${name}'`
    return isOld(name) ? [] : [forbiddenField(`spec.schedulingGates[${index}].name`, rule)]
  })
}

/** validateNodeSelectorMutation: a pod that waits at its gates may be held to fewer nodes, not to others. */
function narrowedSelectorErrors(
  selector: PodSpec['nodeSelector'] = {},
  old: PodSpec['nodeSelector'] = {}
): FieldError[] {
  const isKept = Object.entries(old).every(([key, value]) => selector[key] === value)
  const rule = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
  return isKept ? [] : [invalid('spec.nodeSelector', selector, rule)]
}

function withOldImages(spec: PodSpec, old: PodSpec): PodSpec {
  for (const field of ['containers', 'initContainers'] as const) {
    const containers = spec[field]
    if (!containers) continue
    spec[field] = containers.map((container, index) => ({ ...container, image: old[field]?.[index]?.image }))
  }
  return spec
}

/** The fields that differ, each with what it was and what it shall be. */
function differences(old: unknown, wanted: unknown, field: string): string[] {
  if (equalJson(old, wanted)) return []
  if (isRecord(old) && isRecord(wanted)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(wanted)])
    return [...keys].sort().flatMap(key => differences(old[key], wanted[key], `${field}.${key}`))
  }
  if (Array.isArray(old) && Array.isArray(wanted) && old.length === wanted.length)
    return old.flatMap((part: unknown, index) => differences(part, wanted[index], `${field}[${index}]`))
  return [
    ...(old === undefined ? [] : [`- \t${field}: ${JSON.stringify(old)}`]),
    ...(wanted === undefined ? [] : [`+ \t${field}: ${JSON.stringify(wanted)}`])
  ]
}
