import { ApiError } from '../status.ts'
import { pathText } from './field-set.ts'
import type { Manager } from './managed-fields.ts'

/** One field that somebody else owns and that an apply would change. */
export interface Conflict {
  readonly manager: Manager
  readonly path: readonly string[]
}

/** The refusal of an apply: managedfields/internal/conflict.go (v1.35). */
export function applyConflict(conflicts: readonly Conflict[]): ApiError {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${managerText(manager)}`,
    field: pathText(path)
  }))
  return new ApiError(409, 'Conflict', messageOf(conflicts), { causes })
}

function messageOf(conflicts: readonly Conflict[]): string {
  const [first] = conflicts
  if (first && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${managerText(first.manager)}: ${pathText(first.path)}`
  const names = [...new Set(conflicts.map(({ manager }) => managerText(manager)))].sort()
  const lines = names.flatMap(name => [
    `conflicts with ${name}:`,
    ...conflicts.filter(({ manager }) => managerText(manager) === name).map(({ path }) => `- ${pathText(path)}`)
  ])
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`
}

function managerText({ manager, subresource, operation, apiVersion }: Manager): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : '')
  return operation === 'Update' ? `${name} using ${apiVersion}` : name
}
