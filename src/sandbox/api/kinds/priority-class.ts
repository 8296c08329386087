import type { PriorityClass } from 'kubernetes-types/scheduling/v1.js'
import type { KubeObject } from '../../object.ts'
import { forbidden } from '../status.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { forbiddenField, invalid, unsupported, type FieldError } from '../validation/field.ts'
import { defineKind, type Draft, type KindContext } from './kind.ts'

const resource = { group: 'scheduling.k8s.io', resource: 'priorityclasses' }
const policies = ['PreemptLowerPriority', 'Never']
const highestOfUsers = 1_000_000_000
const ofTheSystem: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000
}

/** pkg/registry/scheduling/priorityclass, pkg/apis/scheduling/validation, and the admission of a default (v1.35). */
export const priorityClassKind = defineKind<PriorityClass>({
  resource,
  generation: true,
  defaults(priority) {
    priority.preemptionPolicy ??= 'PreemptLowerPriority'
    // The type says that it is there, but a manifest may leave it out.
    ;(priority as { value?: number }).value ??= 0
  },
  admitCreate: refuseSecondDefault,
  validate: priorityErrors,
  validateUpdate: (priority, old) => [
    ...(priority.value === old.value ? [] : [forbiddenField('value', 'may not be changed in an update.')]),
    ...(priority.preemptionPolicy === old.preemptionPolicy
      ? []
      : [invalid('preemptionPolicy', priority.preemptionPolicy, 'field is immutable')])
  ],
  columns: [
    nameColumn,
    { name: 'Value', type: 'integer' },
    { name: 'Global-Default', type: 'boolean' },
    ageColumn,
    { name: 'PreemptionPolicy' }
  ],
  cells: (priority, context) => [
    nameOf(priority),
    priority.value,
    priority.globalDefault ?? false,
    ageCell(priority, context),
    priority.preemptionPolicy ?? ''
  ]
})

function priorityErrors(priority: PriorityClass): FieldError[] {
  const name = nameOf(priority)
  const errors: FieldError[] = []
  if (name.startsWith('system-')) {
    const problem = systemProblem(name, priority)
    const why = `priority class names with 'system-' prefix are reserved for system use only. error: ${problem ?? ''}`
    if (problem !== undefined) errors.push(forbiddenField('metadata.name', why))
  } else if (priority.value > highestOfUsers)
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${highestOfUsers}`))
  const policy = priority.preemptionPolicy ?? ''
  if (!policies.includes(policy)) errors.push(unsupported('preemptionPolicy', policy, policies))
  return errors
}

function systemProblem(name: string, { value, globalDefault = false }: PriorityClass): string | undefined {
  const known = ofTheSystem[name]
  if (known === undefined) return `${name} is not a known system priority class`
  if (value !== known) return `value of ${name} PriorityClass must be ${known}`
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined
}

/** plugin/pkg/admission/priority: there is one default at most. */
function refuseSecondDefault({ metadata, globalDefault }: Draft<PriorityClass>, { store }: KindContext): void {
  if (!globalDefault) return
  const present = store.list(resource).find(object => (object as KubeObject & PriorityClass).globalDefault)
  if (!present || present.metadata.name === metadata.name) return
  const why = `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`
  throw forbidden(resource, metadata.name, why)
}
