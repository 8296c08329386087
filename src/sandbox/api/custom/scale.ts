import type { KubeObject } from '../../object.ts'
import { goText } from '../go-text.ts'
import { cloneJson, isRecord } from '../json.ts'

/** What lies at a path with dots, such as `.spec.replicas`; undefined where nothing does. */
export function valueAt(object: Readonly<Record<string, unknown>>, path: string): unknown {
  return namesOf(path).reduce((value: unknown, name) => (isRecord(value) ? value[name] : undefined), object)
}

/** The number at a path; undefined where there is none. */
export function numberAt(object: Readonly<Record<string, unknown>>, path: string): number | undefined {
  const value = valueAt(object, path)
  return typeof value === 'number' ? value : undefined
}

/** Why there is no whole number at a path, in the words of unstructured.NestedInt64 (apimachinery); undefined if none. */
export function accessProblem(object: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const names = namesOf(path)
  let value: unknown = object
  for (const [index, name] of names.entries()) {
    if (value === undefined || value === null) return undefined
    const way = `.${names.slice(0, index + 1).join('.')}`
    if (!isRecord(value))
      return `${way} accessor error: ${goText(value)} is of the type ${goType(value)}, expected map[string]interface{}`
    value = value[name]
  }
  if (value === undefined || Number.isInteger(value)) return undefined
  return `.${names.join('.')} accessor error: ${goText(value)} is of the type ${goType(value)}, expected int64`
}

function goType(value: unknown): string {
  if (value === null) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'string' ? 'string' : 'map[string]interface {}'
}

/** A copy of an object with another value at a path, whose parents are made where they are missing. */
export function withValueAt(object: KubeObject, path: string, value: unknown): KubeObject {
  const copy: KubeObject = cloneJson(object)
  const names = namesOf(path)
  let place: Record<string, unknown> = copy
  for (const name of names.slice(0, -1)) {
    const next = place[name]
    const below = isRecord(next) ? next : {}
    place[name] = below
    place = below
  }
  place[names.at(-1) ?? ''] = value
  return copy
}

function namesOf(path: string): string[] {
  return path.replace(/^\./, '').split('.')
}
