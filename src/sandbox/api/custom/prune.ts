import { isRecord } from '../json.ts'
import { itemsOf, propertyOf, valuesOf, type JsonSchemaProps } from './definition.ts'

const metaFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

/**
 * Takes out what a structural schema does not describe (apiserver/schema/pruning/algorithm.go of
 * apiextensions-apiserver, v1.35).
 *
 * @param object is changed
 * @returns the paths of what was taken out, in order: `spec.a[0].b`
 */
export function prune(object: Record<string, unknown>, schema: JsonSchemaProps): string[] {
  const unknown: string[] = []

  function walk(
    value: unknown,
    at: JsonSchemaProps | undefined,
    path: string,
    isResource: boolean,
    keeps = false
  ): void {
    const isOpen = keeps || at?.['x-kubernetes-preserve-unknown-fields'] === true
    // What stands open without a schema stays as it is.
    if (isOpen && !at) return
    if (Array.isArray(value)) {
      const items = at && itemsOf(at)
      for (const [index, item] of (value as unknown[]).entries()) walk(item, items, `${path}[${index}]`, false, isOpen)
      return
    }
    if (!isRecord(value)) return
    for (const [key, part] of Object.entries(value)) {
      if ((isResource || at?.['x-kubernetes-embedded-resource']) && metaFields.has(key)) continue
      const below = path === '' ? key : `${path}.${key}`
      const property = at && propertyOf(at, key)
      if (property) walk(part, property, below, false)
      else if (at?.additionalProperties !== undefined) walk(part, valuesOf(at), below, false)
      else if (!isOpen) {
        unknown.push(below)
        Reflect.deleteProperty(value, key)
      }
    }
  }

  walk(object, schema, '', true)
  return unknown.sort()
}
