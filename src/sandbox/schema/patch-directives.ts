import { isRecord } from '../api/json.ts'

/** A strategic merge patch that cannot be applied. The message is Kubernetes' own; the API answers with 400. */
export class StrategicMergeError extends Error {
  override readonly name = 'StrategicMergeError'
}

export const directive = '$patch'
export const retainKeys = '$retainKeys'
export const elementOrderPrefix = '$setElementOrder/'
export const deletionPrefix = '$deleteFromPrimitiveList/'

/** Without the maps that carry a directive; undefined when the value itself is one. */
export function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter(item => item !== undefined)
  if (!isRecord(value)) return value
  if (directive in value) return undefined
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, withoutDirectives(each)])
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined))
}

/** A null in a new value asks to delete what is not there. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(([, each]) => each !== null)
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutNulls(each)]))
}
