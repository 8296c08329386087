import { forbiddenField, invalid, required, unsupported, type FieldError } from '../validation/field.ts'
import { itemsOf, propertyOf, valuesOf, type JsonSchemaProps } from './definition.ts'
import { defaultErrors } from './default-validation.ts'
import { listTypeErrors } from './list-type-validation.ts'
import { completeness, valueErrors } from './nested-validation.ts'
import { partsOf } from './schema-parts.ts'

type Level = 'root' | 'item' | 'field'

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string']

/** Fields that stand for themselves at the root where there is a status subresource, by their JSON names. */
const allowedAtRoot: Readonly<Record<string, string>> = {
  description: 'Description',
  type: 'Type',
  format: 'Format',
  title: 'Title',
  maximum: 'Maximum',
  exclusiveMaximum: 'ExclusiveMaximum',
  minimum: 'Minimum',
  exclusiveMinimum: 'ExclusiveMinimum',
  maxLength: 'MaxLength',
  minLength: 'MinLength',
  pattern: 'Pattern',
  maxItems: 'MaxItems',
  minItems: 'MinItems',
  uniqueItems: 'UniqueItems',
  multipleOf: 'MultipleOf',
  required: 'Required',
  items: 'Items',
  properties: 'Properties',
  externalDocs: 'ExternalDocs',
  example: 'Example',
  'x-kubernetes-preserve-unknown-fields': 'XPreserveUnknownFields',
  'x-kubernetes-validations': 'XValidations'
}

/**
 * What is wrong with a schema: that it is none for version 1, or not structural (validation.go of
 * apis/apiextensions/validation and of apiserver/schema in apiextensions-apiserver, v1.35).
 *
 * @param hasStatus whether the version has a status subresource
 */
export function structuralErrors(schema: JsonSchemaProps, path: string, hasStatus: boolean): FieldError[] {
  const errors: FieldError[] = []
  if (hasStatus) {
    const other = Object.keys(schema).find(name => !Object.hasOwn(allowedAtRoot, name))
    const rule = `only [${Object.values(allowedAtRoot).join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`
    if (schema.type !== undefined && schema.type !== 'object') {
      const ofType =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'
      errors.push(invalid(`${path}.type`, schema.type, ofType))
    } else if (other !== undefined) errors.push(invalid(path, schema, rule))
  }
  if (schema.nullable) errors.push(forbiddenField(`${path}.nullable`, 'nullable cannot be true at the root'))
  errors.push(...formErrors(schema, path, undefined))
  const structure = [...invariants(schema, path, 'root'), ...completeness(schema, path)]
  structure.sort((one, other) => (one.field + one.body < other.field + other.body ? -1 : 1))
  errors.push(...structure)
  return structure.length > 0 ? errors : [...errors, ...defaultErrors(schema, path, true)]
}

/** ValidateCustomResourceDefinitionOpenAPISchema: what no schema may have, wherever it stands. */
function formErrors(
  schema: JsonSchemaProps,
  path: string,
  noDefaults: string | undefined,
  isRoot = true
): FieldError[] {
  const errors: FieldError[] = []
  const unsupportedField = (name: string): void =>
    void errors.push(forbiddenField(`${path}.${name}`, `${name} is not supported`))
  if (schema.type && !types.includes(schema.type)) errors.push(unsupported(`${path}.type`, schema.type, types))
  if (schema.default !== undefined && noDefaults !== undefined)
    errors.push(forbiddenField(`${path}.default`, `must not be set ${noDefaults}`))
  if (schema.id) unsupportedField('id')
  if (schema.additionalItems !== undefined) unsupportedField('additionalItems')
  for (const name of ['patternProperties', 'definitions', 'dependencies'] as const)
    if (Object.keys(schema[name] ?? {}).length > 0) unsupportedField(name)
  if (schema.$ref !== undefined) unsupportedField('$ref')
  if (schema.type === 'null')
    errors.push(forbiddenField(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'))
  if (Array.isArray(schema.items))
    errors.push(forbiddenField(`${path}.items`, 'items must be a schema object and not an array'))
  if (schema.uniqueItems) {
    const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'
    errors.push(forbiddenField(`${path}.uniqueItems`, why))
  }
  const { additionalProperties, properties = {} } = schema
  if (additionalProperties !== undefined && additionalProperties !== true && Object.keys(properties).length > 0) {
    const why = 'additionalProperties and properties are mutual exclusive'
    errors.push(forbiddenField(`${path}.additionalProperties`, why))
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'))
  errors.push(...listTypeErrors(schema, path))
  for (const [part, below, name] of partsOf(schema, path)) {
    const isMeta = isRoot && ['metadata', 'kind', 'apiVersion'].includes(name)
    errors.push(...formErrors(part, below, isMeta ? `in top-level ${name}` : noDefaults, false))
  }
  return errors
}

const missingType: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields'
}

/** validateStructuralInvariants. */
function invariants(schema: JsonSchemaProps, path: string, level: Level): FieldError[] {
  const errors: FieldError[] = []
  const { type = '', properties = {}, additionalProperties } = schema
  const items = itemsOf(schema)
  const values = valuesOf(schema)
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true
  if (type === 'array' && !items) errors.push(required(`${path}.items`, 'must be specified'))
  if (items) errors.push(...invariants(items, `${path}.items`, 'item'))
  for (const [name, part] of Object.entries(properties))
    errors.push(...invariants(part, `${path}.properties[${name}]`, 'field'))
  if (additionalProperties !== undefined && level === 'root')
    errors.push(forbiddenField(`${path}.additionalProperties`, 'must not be used at the root'))
  if (values) errors.push(...invariants(values, `${path}.additionalProperties`, 'field'))
  for (const name of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const)
    if (isIntOrString && schema[name])
      errors.push(invalid(`${path}.${name}`, true, 'must be false if x-kubernetes-int-or-string is true'))
  errors.push(...valueErrors(schema, path))
  if (isEmbedded && type !== 'object') {
    const rule = 'must be object if x-kubernetes-embedded-resource is true'
    errors.push(type === '' ? required(`${path}.type`, rule) : invalid(`${path}.type`, type, rule))
  } else if (type === '' && !isIntOrString && !isOpen) errors.push(required(`${path}.type`, missingType[level]))
  if (isEmbedded && additionalProperties !== undefined)
    errors.push(
      forbiddenField(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set')
    )
  if (level === 'root' && type !== '' && type !== 'object')
    errors.push(invalid(`${path}.type`, type, 'must be object at the root'))
  if (level === 'root' || isEmbedded) errors.push(...metadataErrors(schema, path, level))
  if (isEmbedded && !isOpen && Object.keys(properties).length === 0) {
    const why =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields'
    errors.push(required(`${path}.properties`, why))
  }
  return errors
}

/** What a schema may say of apiVersion, kind and metadata: hardly anything. */
function metadataErrors(schema: JsonSchemaProps, path: string, level: Level): FieldError[] {
  const errors: FieldError[] = []
  for (const [name, wanted] of Object.entries({ kind: 'string', apiVersion: 'string', metadata: 'object' })) {
    const type = propertyOf(schema, name)?.type ?? ''
    if (propertyOf(schema, name) && type !== wanted)
      errors.push(invalid(`${path}.properties[${name}].type`, type, `must be ${wanted}`))
  }
  const metadata = propertyOf(schema, 'metadata')
  if (!metadata || level !== 'root') return errors
  const { type: _type, default: _default, properties = {}, ...rest } = metadata
  const isMore = Object.keys(properties).some(name => name !== 'name' && name !== 'generateName')
  if (isMore || Object.keys(rest).length > 0) {
    const why = 'must not specify anything other than name and generateName, but metadata is implicitly specified'
    errors.push(forbiddenField(`${path}.properties[metadata]`, why))
  }
  return errors
}
