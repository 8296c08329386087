import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import { textOf } from '../../store/text.ts'
import type { Cell, Column } from '../kinds/kind.ts'
import type { Registry } from '../registry.ts'
import { nameColumn } from './cells.ts'

/** How much of each object goes along with its row (TableOptions.includeObject). */
export type IncludeObject = 'None' | 'Metadata' | 'Object'

const plainColumns: readonly Column[] = [nameColumn, { name: 'Created At', type: 'date' }]

/**
 * A meta.k8s.io Table of objects, as JSON text. The columns and cells are the kind's own
 * (pkg/printers/internalversion/printers.go, v1.35); without any there are the name and the time of creation
 * (apiserver/pkg/registry/rest/table.go).
 */
export interface TableWriter {
  /** The table's text with these rows; `columns` says whether the column definitions come along. */
  write(objects: readonly KubeObject[], metadata: Readonly<Record<string, unknown>>, columns?: boolean): string
}

export function tableWriter(
  registry: Registry,
  info: ResourceInfo,
  version: string,
  include: IncludeObject
): TableWriter {
  const kind = registry.kind(info)
  const apiVersion = `meta.k8s.io/${version}`
  const definitions = JSON.stringify(
    (kind.columns ?? plainColumns).map(({ name, type = 'string', format = '', description = '', priority = 0 }) => ({
      name,
      type,
      format,
      description,
      priority
    }))
  )
  const cells = (object: KubeObject): Cell[] =>
    kind.cells?.(object, registry) ?? [object.metadata.name, object.metadata.creationTimestamp ?? '']
  const objectText = (object: KubeObject): string => {
    if (include === 'None') return ''
    if (include === 'Object') return `,"object":${textOf(object)}`
    return `,"object":{"kind":"PartialObjectMetadata","apiVersion":"${apiVersion}","metadata":${textOf(object.metadata)}}`
  }
  return {
    write(objects, metadata, columns = true) {
      const rows = objects.map(object => `{"cells":${JSON.stringify(cells(object))}${objectText(object)}}`)
      const head = `{"kind":"Table","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)}`
      return `${head},"columnDefinitions":${columns ? definitions : 'null'},"rows":[${rows.join(',')}]}`
    }
  }
}
