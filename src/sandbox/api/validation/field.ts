import { isRecord } from '../json.ts'
import { ApiError, type StatusCause } from '../status.ts'

/** What is wrong with one field: apimachinery/pkg/util/validation/field/errors.go (v1.35). */
export interface FieldError {
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTypeInvalid'
  readonly field: string
  /** What follows the name of the field: `Required value`, `Invalid value: "x": must be …`. */
  readonly body: string
}

function detailed(what: string, detail: string | undefined): string {
  return detail ? `${what}: ${detail}` : what
}

export function required(field: string, detail?: string): FieldError {
  return { reason: 'FieldValueRequired', field, body: detailed('Required value', detail) }
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, body: detailed(`Invalid value: ${shown(value)}`, detail) }
}

/**
 * The refusal of a map of labels, in Go's syntax as Kubernetes printed it until 1.33; later ones print JSON. The older
 * form is that of the control plane whose answers the parity lines hold.
 */
export function invalidLabels(
  field: string,
  labels: Readonly<Record<string, string>> | undefined,
  detail: string
): FieldError {
  const entries = Object.entries(sorted({ ...labels })).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`
  )
  const value = labels ? `map[string]string{${entries.join(', ')}}` : 'map[string]string(nil)'
  return { reason: 'FieldValueInvalid', field, body: detailed(`Invalid value: ${value}`, detail) }
}

/** Something that is wrong without there being a value to show (field.OmitValueType). */
export function invalidWhole(field: string, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, body: detailed('Invalid value', detail) }
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, body: detailed('Forbidden', detail) }
}

export function duplicate(field: string, value: unknown, detail?: string): FieldError {
  return { reason: 'FieldValueDuplicate', field, body: detailed(`Duplicate value: ${shown(value)}`, detail) }
}

export function missing(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueNotFound', field, body: `Not found: ${shown(value)}` }
}

export function tooLong(field: string, maximum: number): FieldError {
  return { reason: 'FieldValueTooLong', field, body: `Too long: may not be more than ${maximum} bytes` }
}

export function tooMany(field: string, actual: number, maximum: number): FieldError {
  const items = maximum === 1 ? 'item' : 'items'
  return { reason: 'FieldValueTooMany', field, body: `Too many: ${actual}: must have at most ${maximum} ${items}` }
}

export function unsupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const names = supported.map(name => JSON.stringify(name)).join(', ')
  return {
    reason: 'FieldValueNotSupported',
    field,
    body: `Unsupported value: ${shown(value)}: supported values: ${names}`
  }
}

/** A value as these messages show it: in JSON, with the keys of maps in order. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  return JSON.stringify(value, (_key, part: unknown) => (isMap(part) ? sorted(part) : part))
}

/** Objects with nothing but texts are labels and the like; the fields of all others stay in their order. */
function isMap(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every(part => typeof part === 'string')
}

function sorted(map: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * The refusal for an object with wrong fields, as NewInvalid words it: one error stands alone, several in brackets.
 *
 * @param kind the kind with its group, for example `{ group: 'apps', kind: 'DaemonSet' }`.
 */
export function invalidObject(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[]
): ApiError {
  const texts = [...new Set(errors.map(error => `${error.field}: ${error.body}`))]
  const all = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
  const qualifiedKind = kind.group ? `${kind.kind}.${kind.group}` : kind.kind
  const causes: StatusCause[] = errors.map(({ reason, body, field }) => ({ reason, message: body, field }))
  return new ApiError(422, 'Invalid', `${qualifiedKind} ${JSON.stringify(name)} is invalid: ${all}`, {
    name,
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.kind,
    causes
  })
}
