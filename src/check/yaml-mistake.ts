import { loadAll, YAMLException } from 'js-yaml'
import type { Cause } from './cause.ts'
import { yamlTexts } from '../texts/texts.ts'

/** Depth and aliases are capped: nine levels of aliases make a thousand million values. */
export const yamlLimits = { maxDepth: 60, maxAliases: 50 } as const

/** Why a text is no valid YAML, and where; counted from 1. */
export interface YamlMistake extends Cause {
  readonly line: number
  readonly column: number
}

/** The first mistake of a YAML text; undefined when it is sound. */
export function findYamlMistake(text: string, name: string): YamlMistake | undefined {
  try {
    loadAll(text, yamlLimits)
    return undefined
  } catch (error) {
    return yamlMistake(error, text, name)
  }
}

/**
 * What js-yaml said of a text, for people.
 *
 * @param name the file's, as the learner writes it.
 */
export function yamlMistake(error: unknown, text: string, name: string): YamlMistake {
  const mark = error instanceof YAMLException ? error.mark : undefined
  const reason = error instanceof YAMLException ? error.reason : yamlTexts.unreadable
  const lines = text.split('\n')
  const line = (mark?.line ?? 0) + 1
  const column = (mark?.column ?? 0) + 1
  // js-yaml names the line after the tab in some cases and the tab's own in others.
  const tab = [line, line - 1].find(each => /^ *\t/.test(lines[each - 1] ?? ''))
  if (tab !== undefined) {
    const indent = neighbourIndent(lines, tab)
    return {
      line: tab,
      column: (lines[tab - 1] ?? '').indexOf('\t') + 1,
      why: yamlTexts.tab(tab, name),
      hint: indent === undefined ? yamlTexts.tabHint : indent,
      lasting: true
    }
  }
  if (/duplicated mapping key/.test(reason))
    return {
      line,
      column,
      why: yamlTexts.twice(line, name, (lines[line - 1] ?? '').trim().split(':')[0] ?? ''),
      hint: yamlTexts.twiceHint,
      lasting: true
    }
  return {
    line,
    column,
    why: yamlTexts.invalid(line, name, column, reason),
    hint: yamlTexts.invalidHint,
    lasting: true
  }
}

/** How deep a line must be that stands below a key with nothing behind it: two spaces more. */
function neighbourIndent(lines: readonly string[], line: number): string | undefined {
  const above = lines.slice(0, line - 1).findLast(each => each.trim() !== '' && !each.trim().startsWith('#'))
  const key = /^( *)(?:- )?([\w./-]+):\s*$/.exec(above ?? '')
  if (key === null) return undefined
  const spaces = (key[1] ?? '').length + (above?.trim().startsWith('- ') === true ? 4 : 2)
  return yamlTexts.tabSpacesHint(spaces, key[2] ?? '')
}
