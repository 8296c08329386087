import type { LabelSelector } from '../client.ts'
import { parseRequirements, type Requirement } from './label-selector-parser.ts'
import { badRequest } from './status.ts'

export type Labels = Readonly<Record<string, string>> | undefined

/** Whether labels match a selector of the API (matchLabels and matchExpressions); an empty one matches everything. */
export function matchesLabelSelector(selector: LabelSelector, labels: Labels): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels?.[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels?.[key]
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value)
      case 'NotIn':
        return value === undefined || !values.includes(value)
      case 'Exists':
        return value !== undefined
      case 'DoesNotExist':
        return value === undefined
    }
  })
}

/**
 * Reads `labelSelector` of a request: `a=b,c!=d,e in (f,g),!h` (apimachinery/pkg/labels/selector.go).
 *
 * @throws ApiError 400 when it does not parse.
 */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const requirements = parseRequirements(text)
  return labels => requirements.every(requirement => holds(requirement, labels))
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels?.[key]
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value)
    case 'notin':
      return value === undefined || !values.includes(value)
    case 'exists':
      return value !== undefined
    case 'absent':
      return value === undefined
    case 'gt':
      return value !== undefined && Number(value) > Number(values[0])
    case 'lt':
      return value !== undefined && Number(value) < Number(values[0])
  }
}

export interface FieldRequirement {
  readonly field: string
  readonly equal: boolean
  readonly value: string
}

/** Reads `fieldSelector` of a request: `a=b,c!=d`, with `\,`, `\=` and `\\` escaped (apimachinery/pkg/fields). */
export function parseFieldSelector(text: string): FieldRequirement[] {
  const parts = text.match(/(?:\\.|[^,\\])+/g) ?? []
  return parts.map(part => {
    const match = /^((?:\\.|[^=!\\])+)(==|=|!=)(.*)$/s.exec(part)
    if (!match?.[1] || match[3] === undefined)
      throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`)
    return { field: match[1].trim(), equal: match[2] !== '!=', value: match[3].replace(/\\([,=\\])/g, '$1') }
  })
}
