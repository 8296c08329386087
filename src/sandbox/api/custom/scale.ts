import type { KubeObject } from '../../object.ts'
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
