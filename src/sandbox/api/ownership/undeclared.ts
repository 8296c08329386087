import type { FieldType, Schema } from '../../schema/types.ts'
import { isRecord } from '../json.ts'
import { pathText } from './field-set.ts'
import { elementOf, shapeOfField } from './shapes.ts'

/**
 * What a configuration sets that its type has not, in the words of structured-merge-diff's validation:
 * `.spec.template.spec.containers[name="main"].imagee: field not declared in schema`.
 */
export function undeclaredFields(
  schema: Schema,
  typeName: string,
  config: Readonly<Record<string, unknown>>
): string[] {
  const found: string[] = []

  function walk(value: unknown, type: FieldType, keys: readonly string[], path: string): void {
    if (type.kind === 'object' && isRecord(value)) {
      const known = schema.type(type.typeName)
      for (const [name, part] of Object.entries(known ? value : {})) {
        const field = known?.fields.get(name)
        const below = `${path}.${name}`
        if (!field && known?.others) continue
        if (!field) {
          found.push(`${below}: field not declared in schema`)
          continue
        }
        const shape = shapeOfField(schema, field)
        walk(part, field.type, shape.kind === 'list' ? shape.keys : [], below)
      }
    } else if (type.kind === 'map' && isRecord(value))
      for (const [name, part] of Object.entries(value)) walk(part, type.values, [], `${path}.${name}`)
    else if (type.kind === 'list' && Array.isArray(value))
      for (const [index, item] of value.entries()) {
        const element = keys.length > 0 ? elementOf(keys, item) : undefined
        walk(item, type.items, [], path + (element === undefined ? `[${index}]` : pathText([element])))
      }
  }

  walk(config, { kind: 'object', typeName }, [], '')
  return found
}
