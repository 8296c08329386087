import type { LabelSelector } from '../client.ts'
import { parseRequirements, type Requirement } from './label-selector-parser.ts'
import { meets, type RequirementOperator } from './requirement.ts'
import { badRequest } from './status.ts'

export type Labels = Readonly<Record<string, string>> | undefined

/** Whether labels match a selector of the API (matchLabels and matchExpressions); an empty one matches everything. */
export function matchesLabelSelector(selector: LabelSelector, labels: Labels): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels?.[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) =>
    meets(operator, values, labels?.[key])
  )
}

/**
 * Reads `labelSelector` of a request: `a=b,c!=d,e in (f,g),!h` (apimachinery/pkg/labels/selector.go).
 *
 * @throws ApiError 400 when it does not parse.
 */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const requirements = parseRequirements(text)
  return labels => requirements.every(({ key, operator, values }) => meets(operators[operator], values, labels?.[key]))
}

/** The operators of a query by the names that objects give them. */
const operators: Readonly<Record<Requirement['operator'], RequirementOperator>> = {
  in: 'In',
  notin: 'NotIn',
  exists: 'Exists',
  absent: 'DoesNotExist',
  gt: 'Gt',
  lt: 'Lt'
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
