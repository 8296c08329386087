import { duplicate, invalid, required, tooMany, type FieldError } from '../validation/field.ts'
import { propertyOf, type DefinitionVersion, type JsonSchemaProps, type PrinterColumn } from './definition.ts'

// What a version of a definition says beside its schema: apiextensions/validation/validation.go of
// apiextensions-apiserver (v1.35).

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string']
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password']

export function columnErrors({ name, type, format, jsonPath }: PrinterColumn, path: string): FieldError[] {
  const errors: FieldError[] = []
  const types = `must be one of ${columnTypes.join(',')}`
  if (!name) errors.push(required(`${path}.name`))
  if (!type) errors.push(required(`${path}.type`, types))
  else if (!columnTypes.includes(type)) errors.push(invalid(`${path}.type`, type, types))
  if (format && !columnFormats.includes(format))
    errors.push(invalid(`${path}.format`, format, `must be one of ${columnFormats.join(',')}`))
  if (!jsonPath) errors.push(required(`${path}.JSONPath`))
  else errors.push(...pathErrors(jsonPath, `${path}.JSONPath`))
  return errors
}

function pathErrors(path: string, field: string): FieldError[] {
  return path.startsWith('.') ? [] : [invalid(field, path, 'must be a simple json path starting with .')]
}

export function subresourceErrors(subresources: DefinitionVersion['subresources'], path: string): FieldError[] {
  const { scale } = subresources ?? {}
  if (!scale) return []
  const check = (name: string, given: string, roots: readonly string[], rule: string): FieldError[] => {
    const field = `${path}.scale.${name}`
    if (given === '') return [required(field)]
    const errors = pathErrors(given, field)
    if (errors.length > 0) return errors
    return roots.some(root => given.startsWith(root)) ? [] : [invalid(field, given, rule)]
  }
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale
  return [
    ...check('specReplicasPath', specReplicasPath, ['.spec.'], 'should be a json path under .spec'),
    ...check('statusReplicasPath', statusReplicasPath, ['.status.'], 'should be a json path under .status'),
    ...(labelSelectorPath
      ? check(
          'labelSelectorPath',
          labelSelectorPath,
          ['.spec.', '.status.'],
          'should be a json path under either .spec or .status'
        )
      : [])
  ]
}

const mostSelectable = 8

export function selectableFieldErrors(
  { selectableFields = [], schema }: DefinitionVersion,
  path: string
): FieldError[] {
  const errors: FieldError[] = []
  const known = new Set<string>()
  for (const [index, { jsonPath }] of selectableFields.entries()) {
    const field = `${path}[${index}].jsonPath`
    if (!jsonPath) {
      errors.push(required(field))
      continue
    }
    const found = fieldAt(schema?.openAPIV3Schema, jsonPath)
    if (found === undefined) {
      errors.push(invalid(field, jsonPath, 'is an invalid path: does not refer to a valid field'))
      continue
    }
    if (jsonPath.startsWith('.metadata')) errors.push(invalid(field, jsonPath, 'must not point to fields in metadata'))
    if (!['string', 'boolean', 'integer'].includes(found.type ?? '')) {
      const rule =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.'
      errors.push(invalid(field, jsonPath, rule))
    }
    if (known.has(jsonPath)) errors.push(duplicate(field, jsonPath))
    known.add(jsonPath)
  }
  if (known.size > mostSelectable) errors.push(tooMany(path, known.size, mostSelectable))
  return errors
}

function fieldAt(schema: JsonSchemaProps | undefined, path: string): JsonSchemaProps | undefined {
  if (!path.startsWith('.')) return undefined
  return path
    .slice(1)
    .split('.')
    .reduce((at: JsonSchemaProps | undefined, name) => at && propertyOf(at, name), schema)
}
