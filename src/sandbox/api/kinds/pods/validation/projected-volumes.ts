import type { DownwardAPIVolumeFile, Volume } from 'kubernetes-types/core/v1.js'
import { forbiddenField, invalid, required, type FieldError } from '../../../validation/field.ts'
import { fileFields, objectFieldErrors, resourceFieldErrors } from './env.ts'
import { fileMode, keyToPathErrors, nonReservedPath } from './paths.ts'

/** validateDownwardAPIVolumeSource of pkg/apis/core/validation (v1.35). */
export function downwardErrors(source: Volume['downwardAPI'], field: string): FieldError[] {
  return [
    ...fileMode(source?.defaultMode, `${field}.defaultMode`),
    ...(source?.items ?? []).flatMap(file => fileErrors(file, field))
  ]
}

function fileErrors({ path, fieldRef, resourceFieldRef, mode }: DownwardAPIVolumeFile, field: string): FieldError[] {
  const errors: FieldError[] = path ? [] : [required(`${field}.path`)]
  errors.push(...nonReservedPath(path, `${field}.path`))
  if (fieldRef) {
    errors.push(...objectFieldErrors(fieldRef, fileFields, `${field}.fieldRef`))
    if (resourceFieldRef)
      errors.push(invalid(field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
  } else if (resourceFieldRef) errors.push(...resourceFieldErrors(resourceFieldRef, `${field}.resourceFieldRef`, true))
  else errors.push(required(field, 'one of fieldRef and resourceFieldRef is required'))
  return [...errors, ...fileMode(mode, `${field}.mode`)]
}

const shortestToken = 10 * 60
const longestToken = 2 ** 32

/** validateProjectedVolumeSource: each file once. */
export function projectedErrors(source: Volume['projected'], field: string): FieldError[] {
  const paths = new Set<string>()
  function once(path: string, value: unknown): FieldError[] {
    if (!path) return []
    if (paths.has(path)) return [invalid(field, value, 'conflicting duplicate paths')]
    paths.add(path)
    return []
  }
  const errors = fileMode(source?.defaultMode, `${field}.defaultMode`)
  for (const [index, each] of (source?.sources ?? []).entries()) {
    const path = `${field}.sources[${index}]`
    for (const kind of ['secret', 'configMap'] as const) {
      const projection = each[kind]
      if (!projection) continue
      if (!projection.name) errors.push(required(`${path}.${kind}.name`))
      for (const [at, item] of (projection.items ?? []).entries())
        errors.push(...keyToPathErrors(item, `${path}.${kind}.items[${at}]`), ...once(item.path, projection.name))
    }
    for (const file of each.downwardAPI?.items ?? [])
      errors.push(...fileErrors(file, `${path}.downwardAPI`), ...once(file.path, file.path))
    if (each.serviceAccountToken) errors.push(...tokenErrors(each.serviceAccountToken, path, field))
    if (Object.keys(each).length > 1) errors.push(forbiddenField(path, 'may not specify more than 1 volume type'))
  }
  return errors
}

type Token = NonNullable<NonNullable<NonNullable<Volume['projected']>['sources']>[number]['serviceAccountToken']>

function tokenErrors({ expirationSeconds = 3600, path }: Token, field: string, volume: string): FieldError[] {
  const seconds = `${field}.serviceAccountToken.expirationSeconds`
  return [
    ...(expirationSeconds < shortestToken
      ? [invalid(seconds, expirationSeconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(expirationSeconds > longestToken
      ? [invalid(seconds, expirationSeconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...(path ? [] : [required(`${volume}.path`)])
  ]
}
