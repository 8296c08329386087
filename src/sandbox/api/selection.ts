import type { KubeObject } from '../object.ts'
import type { ResourceInfo } from '../schema/types.ts'
import { kindOf } from './kinds/index.ts'
import { parseFieldSelector, parseLabelSelector } from './selectors.ts'
import { badRequest } from './status.ts'

/** What a list or a watch is narrowed to. */
export interface Selection {
  /** Nothing is left out but by namespace. */
  readonly everything: boolean
  matches(object: KubeObject): boolean
}

/**
 * Reads the selectors of a request. Fields that the kind does not offer are refused, as Kubernetes does.
 *
 * @throws ApiError 400.
 */
export function selectionOf(
  info: ResourceInfo,
  labelSelector: string | null,
  fieldSelector: string | null,
  name?: string
): Selection {
  const labels = labelSelector ? parseLabelSelector(labelSelector) : undefined
  const fields = (fieldSelector ? parseFieldSelector(fieldSelector) : []).map(({ field, equal, value }) => {
    const read = fieldReader(info, field)
    return (object: KubeObject) => (read(object) === value) === equal
  })
  return {
    everything: !labels && fields.length === 0 && name === undefined,
    matches: object =>
      (name === undefined || object.metadata.name === name) &&
      (labels?.(object.metadata.labels) ?? true) &&
      fields.every(matches => matches(object))
  }
}

function fieldReader(info: ResourceInfo, field: string): (object: KubeObject) => string {
  if (field === 'metadata.name') return object => object.metadata.name
  if (field === 'metadata.namespace') return object => object.metadata.namespace ?? ''
  const read = kindOf(info).selectableFields?.[field]
  if (!read) throw badRequest(`field label not supported: ${field}`)
  return read
}
