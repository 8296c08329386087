import type { KeyToPath } from 'kubernetes-types/core/v1.js'
import { invalid, required, type FieldError } from '../../../validation/field.ts'

// Paths below a mount: validateLocalDescendingPath and its like in pkg/apis/core/validation (v1.35).

export function noBacksteps(path: string, field: string): FieldError[] {
  return path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : []
}

export function descendingPath(path: string, field: string): FieldError[] {
  return [
    ...(path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : []),
    ...noBacksteps(path, field)
  ]
}

export function nonReservedPath(path: string, field: string): FieldError[] {
  return [
    ...descendingPath(path, field),
    ...(path.startsWith('..') && !path.startsWith('../') && path !== '..'
      ? [invalid(field, path, "must not start with '..'")]
      : [])
  ]
}

const modeRule = 'must be a number between 0 and 0777 (octal), both inclusive'

export function fileMode(mode: number | undefined, field: string): FieldError[] {
  return mode !== undefined && (mode > 0o777 || mode < 0) ? [invalid(field, mode, modeRule)] : []
}

/** validateKeyToPath. */
export function keyToPathErrors({ key, path, mode }: KeyToPath, field: string): FieldError[] {
  return [
    ...(key ? [] : [required(`${field}.key`)]),
    ...(path ? [] : [required(`${field}.path`)]),
    ...nonReservedPath(path, `${field}.path`),
    ...fileMode(mode, `${field}.mode`)
  ]
}
