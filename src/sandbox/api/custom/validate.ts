import { equalJson, isRecord } from '../json.ts'
import { invalid, required, tooLong, tooMany, unsupported, type FieldError } from '../validation/field.ts'
import { itemsOf, propertyOf, valuesOf, type JsonSchemaProps } from './definition.ts'
import { hasFormat } from './formats.ts'

/** The stored value beside the one that is checked; undefined where there is none that belongs to it. */
type Old = unknown

/**
 * Checks a value by a schema, in the words of kube-openapi's validation (pkg/validation/errors/schema.go) as
 * apiserver/validation/validation.go of apiextensions-apiserver (v1.35) hands them on. On an update what has not
 * changed is not complained of (ratcheting.go).
 *
 * @param field where the value stands; empty for a whole object
 * @param old the stored value, on an update
 */
export function schemaErrors(schema: JsonSchemaProps, value: unknown, field = '', old?: unknown): FieldError[] {
  return new Check(field).value(schema, value, '', old)
}

class Check {
  private readonly field: string
  constructor(field: string) {
    this.field = field
  }

  value(schema: JsonSchemaProps, value: unknown, path: string, old: Old): FieldError[] {
    if (path !== '' && old !== undefined && equalJson(value, old)) return []
    const errors = this.type(schema, value, path)
    if (value === null) return errors
    errors.push(...this.combinations(schema, value, path, old))
    if (typeof value === 'string') errors.push(...this.text(schema, value, path))
    else if (typeof value === 'number') errors.push(...this.number(schema, value, path))
    else if (Array.isArray(value)) errors.push(...this.list(schema, value as unknown[], path, old))
    if (schema.enum && !schema.enum.some(allowed => equalJson(allowed, value))) {
      const names = schema.enum.map(allowed => (typeof allowed === 'string' ? allowed : JSON.stringify(allowed)))
      errors.push(unsupported(this.at(path), value, names))
    }
    if (isRecord(value)) errors.push(...this.object(schema, value, path, isRecord(old) ? old : undefined))
    return errors
  }

  private at(path: string): string {
    const parts = [this.field, path.replace(/^\./, '')].filter(part => part !== '')
    return parts.length === 0 ? '<nil>' : parts.join('.')
  }

  private wrong(path: string, value: unknown, rule: string): FieldError {
    return invalid(this.at(path), value, `${path} in body ${rule}`)
  }

  private type(schema: JsonSchemaProps, value: unknown, path: string): FieldError[] {
    const wanted = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : []
    if (wanted.length === 0 || (value === null && schema.nullable)) return []
    const given = typeOf(value)
    if (wanted.includes(given) || (given === 'integer' && wanted.includes('number'))) return []
    const error = this.wrong(path, given, `must be of type ${wanted.join(',')}: ${JSON.stringify(given)}`)
    return [{ ...error, reason: 'FieldValueTypeInvalid' }]
  }

  private text(schema: JsonSchemaProps, value: string, path: string): FieldError[] {
    const errors: FieldError[] = []
    const { maxLength, minLength, pattern, format } = schema
    const length = Array.from(value).length
    if (maxLength !== undefined && length > maxLength) errors.push(tooLong(this.at(path), maxLength))
    if (minLength !== undefined && length < minLength)
      errors.push(this.wrong(path, value, `should be at least ${minLength} chars long`))
    if (pattern && expressionOf(pattern)?.test(value) === false)
      errors.push(this.wrong(path, value, `should match '${pattern}'`))
    if (format && !hasFormat(format, value)) {
      const error = this.wrong(path, value, `must be of type ${format}: ${JSON.stringify(value)}`)
      errors.push({ ...error, reason: 'FieldValueTypeInvalid' })
    }
    return errors
  }

  private number(schema: JsonSchemaProps, value: number, path: string): FieldError[] {
    const errors: FieldError[] = []
    const { multipleOf, maximum, minimum, exclusiveMaximum, exclusiveMinimum } = schema
    if (multipleOf !== undefined && !Number.isInteger(value / multipleOf))
      errors.push(this.wrong(path, value, `should be a multiple of ${multipleOf}`))
    if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
      errors.push(this.wrong(path, value, `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`))
    if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
      errors.push(this.wrong(path, value, `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`))
    return errors
  }

  private list(schema: JsonSchemaProps, value: readonly unknown[], path: string, old: Old): FieldError[] {
    const errors: FieldError[] = []
    const { maxItems, minItems } = schema
    const items = itemsOf(schema)
    if (items)
      for (const [index, item] of value.entries())
        errors.push(...this.value(items, item, `${path}[${index}]`, sameItem(schema, item, old)))
    if (minItems !== undefined && value.length < minItems)
      errors.push(this.wrong(path, value.length, `should have at least ${minItems} items`))
    if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(this.at(path), value.length, maxItems))
    return errors
  }

  private object(
    schema: JsonSchemaProps,
    value: Record<string, unknown>,
    path: string,
    old: Record<string, unknown> | undefined
  ): FieldError[] {
    const errors: FieldError[] = []
    const { maxProperties, minProperties } = schema
    const count = Object.keys(value).length
    if (minProperties !== undefined && count < minProperties)
      errors.push(this.wrong(path, count, `should have at least ${minProperties} properties`))
    if (maxProperties !== undefined && count > maxProperties) errors.push(tooMany(this.at(path), count, maxProperties))
    const below = (key: string): string => (path === '' ? key : `${path}.${key}`)
    const values = valuesOf(schema)
    for (const [key, part] of Object.entries(value)) {
      const property = propertyOf(schema, key) ?? values
      const before = old !== undefined && Object.hasOwn(old, key) ? old[key] : undefined
      if (property) errors.push(...this.value(property, part, below(key), before))
    }
    for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) errors.push(required(this.at(below(key))))
    return errors
  }

  /** anyOf, oneOf, allOf and not; the sentence about the whole has no field (schema_props.go). */
  private combinations(schema: JsonSchemaProps, value: unknown, path: string, old: Old): FieldError[] {
    const errors: FieldError[] = []
    const { anyOf = [], oneOf = [], allOf = [], not } = schema
    const whole = (rule: string): FieldError => invalid(this.field || '<nil>', '', `"${path}" ${rule}`)
    const results = (schemas: readonly JsonSchemaProps[]) => schemas.map(each => this.value(each, value, path, old))
    const isInt = schema['x-kubernetes-int-or-string'] && isIntOrString(anyOf)
    if (anyOf.length > 0 && !isInt) {
      const found = results(anyOf)
      if (!found.some(each => each.length === 0))
        errors.push(whole('must validate at least one schema (anyOf)'), ...closest(found))
    }
    if (oneOf.length > 0) {
      const found = results(oneOf)
      const valid = found.filter(each => each.length === 0).length
      const told = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`
      if (valid !== 1) errors.push(whole(`must validate one and only one schema (oneOf). ${told}`))
      if (valid === 0) errors.push(...closest(found))
    }
    if (allOf.length > 0) {
      const found = results(allOf)
      const valid = found.filter(each => each.length === 0).length
      errors.push(...found.flat())
      if (valid < allOf.length)
        errors.push(whole(`must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`))
    }
    if (not && this.value(not, value, path, old).length === 0) errors.push(whole('must not validate the schema (not)'))
    return errors
  }
}

function closest(results: readonly FieldError[][]): FieldError[] {
  return results.reduce((best, each) => (each.length < best.length ? each : best))
}

/** The pattern `anyOf: [{type: integer}, {type: string}]` that goes with x-kubernetes-int-or-string. */
function isIntOrString(anyOf: readonly JsonSchemaProps[]): boolean {
  return equalJson(anyOf, [{ type: 'integer' }, { type: 'string' }])
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** The stored item that belongs to one: of a list by key, the one with the same keys. */
function sameItem(schema: JsonSchemaProps, item: unknown, old: Old): Old {
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old) || !isRecord(item)) return undefined
  return (old as unknown[]).find(each => isRecord(each) && keys.every(key => equalJson(each[key], item[key])))
}

const expressions = new Map<string, RegExp | undefined>()

/** A pattern of Go's syntax; undefined for one that JavaScript cannot read. */
function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) expressions.set(pattern, readExpression(pattern))
  return expressions.get(pattern)
}

function readExpression(pattern: string): RegExp | undefined {
  const [, flags = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? []
  const text = pattern
    .replace(/^\(\?[ims]+\)/, '')
    .replaceAll('\\z', '$')
    .replaceAll('\\A', '^')
    .replaceAll('(?P<', '(?<')
  try {
    return new RegExp(text, `u${flags}`)
  } catch {
    try {
      return new RegExp(text, flags)
    } catch {
      return undefined
    }
  }
}
