import type { PodSpec, Toleration, TopologySpreadConstraint } from 'kubernetes-types/core/v1.js'
import { duplicate, invalid, required, unsupported, type FieldError } from '../../../validation/field.ts'
import { labelNameErrors, labelSelectorErrors } from '../../../validation/label-selector.ts'
import { labelValueProblems, qualifiedName } from '../../../validation/names.ts'

const mustBePositive = 'must be greater than zero'
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** ValidateTolerations of pkg/apis/core/validation (v1.35). */
export function tolerationErrors(tolerations: readonly Toleration[], field: string): FieldError[] {
  return tolerations.flatMap((toleration, index) => {
    const path = `${field}[${index}]`
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration
    const errors: FieldError[] = key ? labelNameErrors(key, `${path}.key`) : []
    if (!key && operator !== 'Exists') {
      const rule = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
      errors.push(invalid(`${path}.operator`, operator, rule))
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      errors.push(invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    if (operator === '' || operator === 'Equal') {
      const problems = labelValueProblems(value)
      if (problems.length > 0) errors.push(invalid(`${path}.operator`, value, problems.join(';')))
    } else if (operator === 'Exists') {
      if (value)
        errors.push(invalid(`${path}.operator`, inGo(toleration), "value must be empty when `operator` is 'Exists'"))
    } else errors.push(unsupported(`${path}.operator`, operator, ['Equal', 'Exists']))
    if (effect && !effects.includes(effect)) errors.push(unsupported(`${path}.effect`, effect, effects))
    return errors
  })
}

/** A toleration in the words of Kubernetes' internal type, which its messages show. */
function inGo({ key = '', operator = '', value = '', effect = '', tolerationSeconds }: Toleration): object {
  return { Key: key, Operator: operator, Value: value, Effect: effect, TolerationSeconds: tolerationSeconds ?? null }
}

/** validateSchedulingGates. */
export function gateErrors(gates: NonNullable<PodSpec['schedulingGates']>, field: string): FieldError[] {
  return gates.flatMap(({ name }, index) => [
    ...qualifiedName(name).map(problem => invalid(`${field}[${index}]`, name, problem)),
    ...(gates.findIndex(gate => gate.name === name) < index ? [duplicate(`${field}[${index}]`, name)] : [])
  ])
}

const actions = ['DoNotSchedule', 'ScheduleAnyway']

/** validateTopologySpreadConstraints. */
export function spreadErrors(constraints: readonly TopologySpreadConstraint[], field: string): FieldError[] {
  return constraints.flatMap((constraint, index) => {
    const path = `${field}[${index}]`
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector } = constraint
    const errors: FieldError[] = []
    if (maxSkew <= 0) errors.push(invalid(`${path}.maxSkew`, maxSkew, mustBePositive))
    if (!topologyKey) errors.push(required(`${path}.topologyKey`, 'can not be empty'))
    if (!actions.includes(whenUnsatisfiable))
      errors.push(unsupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable, actions))
    const same = (other: TopologySpreadConstraint): boolean =>
      other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable
    if (constraints.slice(index + 1).some(same))
      errors.push(duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`))
    if (minDomains !== undefined && minDomains <= 0)
      errors.push(invalid(`${path}.minDomains`, minDomains, mustBePositive))
    if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
      const rule = 'can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway'
      errors.push(invalid(`${path}.minDomains`, minDomains, rule))
    }
    return [...errors, ...labelSelectorErrors(labelSelector, `${path}.labelSelector`)]
  })
}
