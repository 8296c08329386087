import type { KubernetesObject } from '../cluster/kubectl.ts'
import { andMore } from '../texts/texts.ts'

/** Reading of fields whose presence nobody guarantees: absent or of another type gives the fallback. */
export function field(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined
    return (at as Record<string | number, unknown>)[key]
  }, value)
}

export function numberAt(value: unknown, ...path: readonly (string | number)[]): number {
  const found = field(value, ...path)
  return typeof found === 'number' ? found : 0
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = field(value, ...path)
  return typeof found === 'string' ? found : ''
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = field(value, ...path)
  return Array.isArray(found) ? (found as unknown[]) : []
}

export function labelsOf(object: unknown): Readonly<Record<string, string>> {
  return mapAt(object, 'metadata', 'labels')
}

export function mapAt(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, string>> {
  const found = field(value, ...path)
  return typeof found === 'object' && found !== null ? (found as Record<string, string>) : {}
}

export function nameOf(object: unknown): string {
  return textAt(object, 'metadata', 'name')
}

/** The objects that a get gave: those of a List, or the one itself. */
export function itemsOf(object: KubernetesObject | undefined): readonly KubernetesObject[] {
  if (object === undefined) return []
  return object.items ?? [object]
}

/** Whether the condition of this type is true; undefined when the object has no such condition. */
export function condition(
  object: unknown,
  type: string
): { status: string; reason: string; message: string } | undefined {
  const found = listAt(object, 'status', 'conditions').find(each => field(each, 'type') === type)
  if (found === undefined) return undefined
  return { status: textAt(found, 'status'), reason: textAt(found, 'reason'), message: textAt(found, 'message') }
}

export function isTerminating(object: unknown): boolean {
  return textAt(object, 'metadata', 'deletionTimestamp') !== ''
}

/** "a, b and 3 more". */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= most) return names.join(', ')
  return andMore(names.slice(0, most).join(', '), names.length - most)
}
