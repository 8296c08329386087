import { forbiddenField, type FieldError } from '../../validation/field.ts'

/** The most that a ConfigMap or a Secret may hold: core.MaxSecretSize. */
export const mostBytes = 1024 * 1024

const why = 'field is immutable when `immutable` is set'

/**
 * A ConfigMap or Secret that was declared immutable stays so, with all that it holds.
 *
 * @param fields the fields that hold something, and whether they are the same as before.
 */
export function immutableErrors(
  object: { readonly immutable?: boolean },
  old: { readonly immutable?: boolean },
  fields: readonly (readonly [name: string, same: boolean])[]
): FieldError[] {
  if (!old.immutable) return []
  return [
    ...(object.immutable ? [] : [forbiddenField('immutable', why)]),
    ...fields.filter(([, same]) => !same).map(([name]) => forbiddenField(name, why))
  ]
}
