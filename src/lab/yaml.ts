import { load, loadAll, YAMLException } from 'js-yaml'
import { failure, success, type Outcome } from '../failure.ts'
import { labMistakes } from '../texts/texts.ts'

/** Depth and aliases are capped: nine levels of aliases make a thousand million values. */
const limits = { maxDepth: 40, maxAliases: 50 } as const
const maximumCharacters = 500_000

/** Where a text stands that an author wrote, for the sentence about a mistake. */
export interface Place {
  readonly file: string
  /** Line of the text's first line, from 1. */
  readonly line: number
}

/** Reads one YAML document that stands in a file. */
export function readYaml(text: string, where: Place): Outcome<unknown> {
  if (text.length > maximumCharacters)
    return failure('bad-input', `${where.file}:${where.line}: ${labMistakes.yamlTooLarge(maximumCharacters)}`)
  try {
    return success(text.trim() === '' ? undefined : load(text, limits))
  } catch (error) {
    const mark = error instanceof YAMLException ? error.mark : undefined
    const reason = error instanceof YAMLException ? error.reason : String(error)
    const place = mark ? `${where.line + mark.line}:${mark.column + 1}` : String(where.line)
    return failure('bad-input', `${where.file}:${place}: ${labMistakes.yamlUnparsable(reason)}`)
  }
}

/** The objects of a manifest: every document that is a mapping. Undefined when it does not parse. */
export function manifestObjects(text: string): Record<string, unknown>[] | undefined {
  if (text.length > maximumCharacters) return undefined
  try {
    return loadAll(text, limits).flatMap(document => (isMapping(document) ? flattenList(document) : []))
  } catch {
    return undefined
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function flattenList(document: Record<string, unknown>): Record<string, unknown>[] {
  if (document.kind !== 'List' || !Array.isArray(document.items)) return [document]
  return document.items.filter(isMapping)
}
