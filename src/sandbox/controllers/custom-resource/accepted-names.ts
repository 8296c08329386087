import {
  conditionOf,
  type CustomResourceDefinition,
  type DefinitionCondition,
  type DefinitionNames
} from '../../api/custom/definition.ts'
import { sameJson } from '../runtime/hash.ts'

export interface AcceptedNames {
  readonly acceptedNames: DefinitionNames
  readonly conditions: readonly DefinitionCondition[]
}

/**
 * Which names of a definition are free in its group, and whether it can be served
 * (controller/status/naming_controller.go and controller/establish of apiextensions-apiserver, v1.35).
 *
 * @param others the other definitions of the group
 */
export function acceptNames(
  definition: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[]
): AcceptedNames {
  const wanted = definition.spec.names
  const before: DefinitionNames = definition.status?.acceptedNames ?? { plural: '', kind: '' }
  const taken = others.map(({ status }) => status?.acceptedNames)
  const resources = new Set(
    taken.flatMap(names => [names?.plural, names?.singular, ...(names?.shortNames ?? [])]).filter(Boolean)
  )
  const kinds = new Set(taken.flatMap(names => [names?.kind, names?.listKind]).filter(Boolean))
  const accepted: DefinitionNames = { ...before }
  let problem: { reason: string; message: string } | undefined
  const take = (field: 'plural' | 'singular' | 'kind' | 'listKind', used: ReadonlySet<string | undefined>): void => {
    const name = wanted[field] ?? ''
    if (name === (before[field] ?? '') || !used.has(name)) accepted[field] = name
    else problem = { reason: `${capital(field)}Conflict`, message: `${JSON.stringify(name)} is already in use` }
  }
  take('plural', resources)
  take('singular', resources)
  const conflicts = (wanted.shortNames ?? []).filter(name => !before.shortNames?.includes(name) && resources.has(name))
  if (conflicts.length === 0) accepted.shortNames = wanted.shortNames
  else {
    const texts = conflicts.map(name => `${JSON.stringify(name)} is already in use`)
    problem = {
      reason: 'ShortNamesConflict',
      message: texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
    }
  }
  take('kind', kinds)
  take('listKind', kinds)
  accepted.categories = wanted.categories
  return { acceptedNames: present(accepted), conditions: conditionsOf(definition, problem) }
}

function conditionsOf(
  definition: CustomResourceDefinition,
  problem: { readonly reason: string; readonly message: string } | undefined
): DefinitionCondition[] {
  const named: DefinitionCondition = problem
    ? { type: 'NamesAccepted', status: 'False', ...problem }
    : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
  // What was served once stays so, whatever becomes of its names.
  const before = conditionOf(definition, 'Established')
  if (before?.status === 'True') return [named, before]
  return [
    named,
    problem
      ? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
      : {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted'
        }
  ]
}

/** Without the names that are not there. */
function present(names: DefinitionNames): DefinitionNames {
  const entries = Object.entries(names).filter(([, name]) => name !== undefined && !sameJson(name, []))
  return Object.fromEntries(entries) as unknown as DefinitionNames
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
