import { equalJson } from '../json.ts'
import { forbiddenField, invalid, required, type FieldError } from '../validation/field.ts'
import { itemsOf, propertyOf, type JsonSchemaProps } from './definition.ts'
import { partsOf } from './schema-parts.ts'

// What stands under anyOf, allOf, oneOf and not: apiserver/schema/validation.go and complete.go of
// apiextensions-apiserver (v1.35).

const intOrString = [{ type: 'integer' }, { type: 'string' }]

/** validateValueValidation: what stands under anyOf, allOf, oneOf and not may only check values. */
export function valueErrors(schema: JsonSchemaProps, path: string): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern } = schema
  const errors: FieldError[] = []
  if (!equalJson(anyOf, intOrString))
    for (const [index, each] of anyOf.entries()) errors.push(...nestedErrors(each, `${path}.anyOf[${index}]`))
  for (const [index, each] of allOf.entries()) {
    const isPattern = index === 0 && equalJson(each.anyOf, intOrString)
    const { anyOf: _anyOf, ...rest } = each
    errors.push(...nestedErrors(isPattern ? rest : each, `${path}.allOf[${index}]`))
  }
  for (const [index, each] of oneOf.entries()) errors.push(...nestedErrors(each, `${path}.oneOf[${index}]`))
  if (not) errors.push(...nestedErrors(not, `${path}.not`))
  if (pattern && !isExpression(pattern))
    errors.push(invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: it cannot be read`))
  return errors
}

const forbiddenInside: Readonly<Record<string, string>> = {
  type: 'must be empty to be structural',
  additionalProperties: 'must be undefined to be structural',
  default: 'must be undefined to be structural',
  title: 'must be empty to be structural',
  description: 'must be empty to be structural',
  nullable: 'must be false to be structural',
  'x-kubernetes-preserve-unknown-fields': 'must be false to be structural',
  'x-kubernetes-embedded-resource': 'must be false to be structural',
  'x-kubernetes-int-or-string': 'must be false to be structural',
  'x-kubernetes-list-map-keys': 'must be empty to be structural',
  'x-kubernetes-list-type': 'must be undefined to be structural',
  'x-kubernetes-map-type': 'must be undefined to be structural',
  'x-kubernetes-validations': 'must be empty to be structural'
}

function nestedErrors(schema: JsonSchemaProps, path: string): FieldError[] {
  const { properties = {} } = schema
  const items = itemsOf(schema)
  const errors = valueErrors(schema, path)
  if (items) errors.push(...nestedErrors(items, `${path}.items`))
  for (const [name, part] of Object.entries(properties))
    errors.push(...nestedErrors(part, `${path}.properties[${name}]`))
  for (const [name, why] of Object.entries(forbiddenInside)) {
    const value = (schema as Readonly<Record<string, unknown>>)[name]
    if (value !== undefined && value !== false && value !== '') errors.push(forbiddenField(`${path}.${name}`, why))
  }
  if (Object.hasOwn(properties, 'metadata'))
    errors.push(forbiddenField(`${path}.properties[metadata]`, 'must not be specified in a nested context'))
  return errors
}

/** validateStructuralCompleteness: what a check of values names must be described outside of it too. */
export function completeness(schema: JsonSchemaProps, path: string): FieldError[] {
  const errors: FieldError[] = []
  const { anyOf = [], allOf = [], oneOf = [], not } = schema
  const lists = Object.entries({ anyOf, allOf, oneOf })
  const nested = lists.flatMap(([name, list]) =>
    list.map((each, index) => [each, `${path}.${name}[${index}]`] as const)
  )
  for (const [each, at] of [...nested, ...(not ? [[not, `${path}.not`] as const] : [])])
    errors.push(...missingParts(each, at, schema, path))
  for (const [part, below] of partsOf({ ...schema, anyOf: [], allOf: [], oneOf: [], not: undefined }, path))
    errors.push(...completeness(part, below))
  return errors
}

function missingParts(nested: JsonSchemaProps, at: string, schema: JsonSchemaProps, path: string): FieldError[] {
  const items = itemsOf(nested)
  const outside = itemsOf(schema)
  const errors: FieldError[] = []
  const because = (place: string): string => `because it is defined in ${place}`
  if (items && !outside) errors.push(required(`${path}.items`, because(`${at}.items`)))
  else if (items && outside) errors.push(...missingParts(items, `${at}.items`, outside, `${path}.items`))
  for (const [name, part] of Object.entries(nested.properties ?? {})) {
    const known = propertyOf(schema, name)
    const place = `properties[${name}]`
    if (known) errors.push(...missingParts(part, `${at}.${place}`, known, `${path}.${place}`))
    else errors.push(required(`${path}.${place}`, because(`${at}.${place}`)))
  }
  const { anyOf = [], allOf = [], oneOf = [], not } = nested
  for (const [name, list] of Object.entries({ anyOf, allOf, oneOf }))
    for (const [index, each] of list.entries())
      errors.push(...missingParts(each, `${at}.${name}[${index}]`, schema, path))
  return not ? [...errors, ...missingParts(not, `${at}.not`, schema, path)] : errors
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern.replace(/^\(\?[ims]+\)/, '').replaceAll('(?P<', '(?<')) instanceof RegExp
  } catch {
    return false
  }
}
