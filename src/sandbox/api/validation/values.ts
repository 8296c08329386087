import { equalJson } from '../json.ts'
import { invalid, required, unsupported, type FieldError } from './field.ts'

// Checks of single values, in the words of apimachinery/pkg/api/validation, pkg/util/validation and
// pkg/apis/core/validation (v1.35). All give back what is wrong, nothing when all is well.

export const mustBePositive = 'must be greater than 0'

export function nonNegative(value: number | undefined, field: string): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : []
}

export function within(value: number, low: number, high: number, field: string): FieldError[] {
  return value < low || value > high ? [invalid(field, value, rangeRule(low, high))] : []
}

export function rangeRule(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`
}

export function immutable(value: unknown, old: unknown, field: string): FieldError[] {
  return equalJson(value, old) ? [] : [invalid(field, value, 'field is immutable')]
}

/** One of a set of words, which must be there. */
export function oneOf(value: string | undefined, allowed: readonly string[], field: string): FieldError[] {
  if (!value) return [required(field)]
  return allowed.includes(value) ? [] : [unsupported(field, value, allowed)]
}

const percent = /^[0-9]+%$/

/** ValidatePositiveIntOrPercent of pkg/apis/apps/validation. */
export function intOrPercent(value: number | string, field: string): FieldError[] {
  if (typeof value === 'number') return nonNegative(value, field)
  if (percent.test(value)) return []
  const rule = `a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`
  return [invalid(field, value, rule)]
}

/** IsNotMoreThan100Percent. */
export function atMostAll(value: number | string, field: string): FieldError[] {
  return typeof value === 'string' && percent.test(value) && parseInt(value, 10) > 100
    ? [invalid(field, value, 'must not be greater than 100%')]
    : []
}

/** Whether a number or a percentage is zero; a text that is neither counts as zero, as in getIntOrPercentValue. */
export function isZero(value: number | string): boolean {
  return typeof value === 'number' ? value === 0 : (parseInt(value, 10) || 0) === 0
}

/** IsConfigMapKey. */
export function configKeyProblems(key: string): string[] {
  const problems: string[] = []
  if (key.length > 253) problems.push('must be no more than 253 bytes')
  if (!/^[-._a-zA-Z0-9]+$/.test(key))
    problems.push(
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  " +
        "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
    )
  if (key === '.') problems.push(`must not be '.'`)
  else if (key === '..') problems.push(`must not be '..'`)
  else if (key.startsWith('..')) problems.push(`must not start with '..'`)
  return problems
}
