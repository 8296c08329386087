import type { KubeObject } from '../../object.ts'
import type { Cell, Column, KindContext } from '../kinds/kind.ts'
import { nameColumn } from '../tables/cells.ts'
import { age } from '../tables/duration.ts'
import type { PrinterColumn } from './definition.ts'
import { readJsonPath } from './json-path.ts'

const ageColumn: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }

export interface PrintedColumns {
  readonly columns: readonly Column[]
  cells(object: KubeObject, context: KindContext): Cell[]
}

/**
 * The columns of a version (registry/customresource/tableconvertor of apiextensions-apiserver, v1.35): the name, then
 * those of the definition, or the age when it has none.
 */
export function printedColumns(given: readonly PrinterColumn[] = []): PrintedColumns {
  const printed = (given.length > 0 ? given : [ageColumn]).map(column => ({
    column,
    read: readJsonPath(column.jsonPath) ?? (() => [])
  }))
  return {
    columns: [
      nameColumn,
      ...printed.map(({ column: { name, type, format, priority, description, jsonPath } }): Column => ({
        name,
        type: type as NonNullable<Column['type']>,
        description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
        ...(format === undefined ? {} : { format }),
        ...(priority === undefined ? {} : { priority })
      }))
    ],
    cells: (object, { clock }) => [
      object.metadata.name,
      ...printed.map(({ column, read }) => cellOf(column.type, read(object)[0], clock.now()))
    ]
  }
}

function cellOf(type: string, value: unknown, now: number): Cell {
  if (value === undefined || value === null) return null
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null
    case 'number':
      return typeof value === 'number' ? value : null
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    case 'date':
      if (typeof value !== 'string') return null
      return Number.isNaN(Date.parse(value)) ? '<invalid>' : age(value, now)
    default:
      return typeof value === 'string' ? value : JSON.stringify(value)
  }
}
