import type { ConfigMap } from 'kubernetes-types/core/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { invalid, tooLong, type FieldError } from '../../validation/field.ts'
import { configKeyProblems } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { immutableErrors, mostBytes } from './immutable.ts'

/** pkg/registry/core/configmap/strategy.go, and ValidateConfigMap of pkg/apis/core/validation (v1.35). */
export const configMapKind = defineKind<ConfigMap>({
  resource: { group: '', resource: 'configmaps' },
  tellsChangesFirst: true,
  validate: configMapErrors,
  validateUpdate: (map, old) =>
    immutableErrors(map, old, [
      ['data', equalJson(map.data, old.data)],
      ['binaryData', equalJson(map.binaryData, old.binaryData)]
    ]),
  columns: [nameColumn, { name: 'Data' }, ageColumn],
  cells: (map, context) => [
    nameOf(map),
    Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length,
    ageCell(map, context)
  ]
})

function configMapErrors({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors: FieldError[] = []
  for (const key of Object.keys(data)) {
    errors.push(...configKeyProblems(key).map(problem => invalid(`data[${key}]`, key, problem)))
    if (Object.hasOwn(binaryData, key))
      errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
  }
  for (const key of Object.keys(binaryData))
    errors.push(...configKeyProblems(key).map(problem => invalid(`binaryData[${key}]`, key, problem)))
  const size =
    Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value), 0) +
    Object.values(binaryData).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), 0)
  if (size > mostBytes) errors.push(tooLong('', mostBytes))
  return errors
}
