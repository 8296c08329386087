import type {
  Container,
  EnvVar,
  EnvVarSource,
  ObjectFieldSelector,
  ResourceFieldSelector
} from 'kubernetes-types/core/v1.js'
import { invalid, required, unsupported, type FieldError } from '../../../validation/field.ts'
import { dnsSubdomain, qualifiedName } from '../../../validation/names.ts'
import { configKeyProblems } from '../../../validation/values.ts'

// Environments: ValidateEnv and ValidateEnvFrom of pkg/apis/core/validation (v1.35).

const envNameRule = "a valid environment variable name must consist only of printable ASCII characters other than '='"

function isEnvName(name: string): boolean {
  return /^[ -<>-~]+$/.test(name)
}

export function envErrors(variables: readonly EnvVar[], field: string): FieldError[] {
  return variables.flatMap(({ name, value, valueFrom }, index) => {
    const path = `${field}[${index}]`
    const errors: FieldError[] = []
    if (!name) errors.push(required(`${path}.name`))
    else if (!isEnvName(name)) errors.push(invalid(`${path}.name`, name, envNameRule))
    if (valueFrom) errors.push(...sourceErrors(valueFrom, value ?? '', `${path}.valueFrom`))
    return errors
  })
}

function sourceErrors(source: EnvVarSource, value: string, field: string): FieldError[] {
  const errors: FieldError[] = []
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source
  if (fieldRef) errors.push(...objectFieldErrors(fieldRef, envFields, `${field}.fieldRef`))
  if (resourceFieldRef) errors.push(...resourceFieldErrors(resourceFieldRef, `${field}.resourceFieldRef`, false))
  if (configMapKeyRef) errors.push(...keyRefErrors(configMapKeyRef, `${field}.configMapKeyRef`))
  if (secretKeyRef) errors.push(...keyRefErrors(secretKeyRef, `${field}.secretKeyRef`))
  const sources = Object.keys(source).length
  if (sources === 0) {
    const rule = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'
    errors.push(invalid(field, '', rule))
  } else if (value !== '') errors.push(invalid(field, '', 'may not be specified when `value` is not empty'))
  else if (sources > 1) errors.push(invalid(field, '', 'may not have more than one field specified at a time'))
  return errors
}

function keyRefErrors({ name = '', key }: { name?: string; key: string }, field: string): FieldError[] {
  return [
    ...dnsSubdomain(name).map(problem => invalid(`${field}.name`, name, problem)),
    ...(key ? configKeyProblems(key).map(problem => invalid(`${field}.key`, key, problem)) : [required(`${field}.key`)])
  ]
}

const envFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs'
]

export const fileFields = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid'
]

/** Fields that a downward API label may name at all, whether or not they are allowed at a place. */
const knownFields = new Set([...envFields, ...fileFields, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'])

/** validateObjectFieldSelector. */
export function objectFieldErrors(
  { apiVersion, fieldPath }: ObjectFieldSelector,
  allowed: readonly string[],
  field: string
): FieldError[] {
  if (!apiVersion) return [required(`${field}.apiVersion`)]
  if (!fieldPath) return [required(`${field}.fieldPath`)]
  const [, path = '', subscript = ''] = /^(.+)\['(.*)'\]$/.exec(fieldPath) ?? []
  if (path !== '') {
    if (path === 'metadata.annotations' || path === 'metadata.labels') {
      const key = path === 'metadata.annotations' ? subscript.toLowerCase() : subscript
      return qualifiedName(key).map(problem => invalid(field, subscript, problem))
    }
    return [
      invalid(`${field}.fieldPath`, fieldPath, `error converting fieldPath: field label does not support subscript`)
    ]
  }
  if (!knownFields.has(fieldPath)) {
    const why = `error converting fieldPath: field label not supported: ${fieldPath}`
    return [invalid(`${field}.fieldPath`, fieldPath, why)]
  }
  return allowed.includes(fieldPath) ? [] : [unsupported(`${field}.fieldPath`, fieldPath, allowed)]
}

const resourceFields = ['cpu', 'ephemeral-storage', 'memory']
  .flatMap(name => [`limits.${name}`, `requests.${name}`])
  .sort()
const amounts = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']

/** validateContainerResourceFieldSelector. */
export function resourceFieldErrors(
  { containerName, resource, divisor }: ResourceFieldSelector,
  field: string,
  isFile: boolean
): FieldError[] {
  const errors: FieldError[] = []
  if (isFile && !containerName) errors.push(required(`${field}.containerName`))
  else if (!resource) errors.push(required(`${field}.resource`))
  else if (!resourceFields.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource))
    errors.push(unsupported(`${field}.resource`, resource, resourceFields))
  if (divisor === undefined || divisor === '0' || divisor === '') return errors
  const isCpu = resource.endsWith('.cpu')
  const allowed = isCpu ? ['1m', '1'] : amounts
  if (!allowed.includes(divisor)) {
    const list = isCpu ? '1m and 1' : amounts.join(', ')
    const name = isCpu ? 'cpu' : resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage'
    errors.push(
      invalid(`${field}.divisor`, resource, `only divisor's values ${list} are supported with the ${name} resource`)
    )
  }
  return errors
}

export function envFromErrors(sources: NonNullable<Container['envFrom']>, field: string): FieldError[] {
  return sources.flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const path = `${field}[${index}]`
    const errors: FieldError[] = []
    if (prefix && !isEnvName(prefix)) errors.push(invalid(`${path}.prefix`, prefix, envNameRule))
    if (configMapRef) errors.push(...referenceErrors(configMapRef.name, `${path}.configMapRef.name`))
    if (secretRef) errors.push(...referenceErrors(secretRef.name, `${path}.secretRef.name`))
    if (!configMapRef && !secretRef)
      errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'))
    else if (configMapRef && secretRef)
      errors.push(invalid(field, '', 'may not have more than one field specified at a time'))
    return errors
  })
}

function referenceErrors(name: string | undefined, field: string): FieldError[] {
  if (!name) return [required(field)]
  return dnsSubdomain(name).map(problem => invalid(field, name, problem))
}
