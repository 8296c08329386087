import { cloneJson } from '../json.ts'
import { invalid, type FieldError } from '../validation/field.ts'
import type { JsonSchemaProps } from './definition.ts'
import { prune } from './prune.ts'
import { partsOf } from './schema-parts.ts'
import { schemaErrors } from './validate.ts'

/**
 * A default must be what its own schema wants, and hold nothing that is pruned (apiserver/schema/defaulting/validation.go
 * of apiextensions-apiserver, v1.35).
 */
export function defaultErrors(schema: JsonSchemaProps, path: string, isRoot = false): FieldError[] {
  const errors: FieldError[] = []
  if (schema.default !== undefined) {
    const holder = { value: cloneJson(schema.default) }
    const unknown = prune(holder, { type: 'object', properties: { value: schema } })
    if (unknown.length > 0) errors.push(invalid(`${path}.default`, schema.default, 'must not have unspecified fields'))
    else errors.push(...schemaErrors(schema, schema.default, `${path}.default`))
  }
  if (isRoot || schema.default === undefined || errors.length === 0)
    for (const [part, below] of partsOf({ ...schema, anyOf: [], allOf: [], oneOf: [], not: undefined }, path))
      errors.push(...defaultErrors(part, below))
  return errors
}
