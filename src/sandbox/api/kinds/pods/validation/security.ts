import type { PodSecurityContext, PodSpec, SecurityContext } from 'kubernetes-types/core/v1.js'
import {
  duplicate,
  forbiddenField,
  invalid,
  required,
  unsupported,
  type FieldError
} from '../../../validation/field.ts'
import { rangeRule } from '../../../validation/values.ts'

// ValidatePodSecurityContext and ValidateSecurityContext of pkg/apis/core/validation (v1.35), without Windows.

const largestId = 2 ** 31 - 1

function idErrors(id: number | undefined, field: string): FieldError[] {
  return id !== undefined && (id < 0 || id > largestId) ? [invalid(field, id, rangeRule(0, largestId))] : []
}

const sysctl = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/
const sysctlRule =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'

export function podSecurityErrors(context: PodSecurityContext, spec: PodSpec, field: string): FieldError[] {
  const errors: FieldError[] = [
    ...idErrors(context.fsGroup, `${field}.fsGroup`),
    ...idErrors(context.runAsUser, `${field}.runAsUser`),
    ...idErrors(context.runAsGroup, `${field}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((id, index) => idErrors(id, `${field}.supplementalGroups[${index}]`))
  ]
  if (spec.shareProcessNamespace && spec.hostPID)
    errors.push(
      invalid(`${field}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')
    )
  const names = new Set<string>()
  for (const [index, { name }] of (context.sysctls ?? []).entries()) {
    const path = `${field}.sysctls[${index}].name`
    if (!name) errors.push(required(path))
    else if (name.length > 253 || !sysctl.test(name)) errors.push(invalid(path, name, sysctlRule))
    else if (names.has(name)) errors.push(duplicate(path, name))
    names.add(name)
  }
  const policy = context.fsGroupChangePolicy
  if (policy !== undefined && !['Always', 'OnRootMismatch'].includes(policy))
    errors.push(unsupported(`${field}.fsGroupChangePolicy`, policy, ['Always', 'OnRootMismatch']))
  return [...errors, ...seccompErrors(context.seccompProfile, `${field}.seccompProfile`)]
}

export function securityErrors(context: SecurityContext | undefined, field: string): FieldError[] {
  if (!context) return []
  const errors: FieldError[] = [
    ...idErrors(context.runAsUser, `${field}.runAsUser`),
    ...idErrors(context.runAsGroup, `${field}.runAsGroup`)
  ]
  if (context.procMount !== undefined && !['Default', 'Unmasked'].includes(context.procMount))
    errors.push(unsupported(`${field}.procMount`, context.procMount, ['Default', 'Unmasked']))
  errors.push(...seccompErrors(context.seccompProfile, `${field}.seccompProfile`))
  if (context.allowPrivilegeEscalation !== false) return errors
  if (context.privileged)
    errors.push(invalid(field, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
    const rule = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'
    errors.push(invalid(field, context, rule))
  }
  return errors
}

function seccompErrors(profile: SecurityContext['seccompProfile'], field: string): FieldError[] {
  if (!profile) return []
  const { type, localhostProfile } = profile
  const types = ['Localhost', 'RuntimeDefault', 'Unconfined']
  if (!types.includes(type)) return [unsupported(`${field}.type`, type, types)]
  if (type === 'Localhost')
    return localhostProfile ? [] : [required(`${field}.localhostProfile`, 'must be set when seccomp type is Localhost')]
  return localhostProfile === undefined
    ? []
    : [forbiddenField(`${field}.localhostProfile`, 'can only be set when seccomp type is Localhost')]
}
