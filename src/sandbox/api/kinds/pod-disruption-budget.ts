import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { invalid, unsupported, type FieldError } from '../validation/field.ts'
import { labelSelectorErrors } from '../validation/label-selector.ts'
import { atMostAll, intOrPercent } from '../validation/values.ts'
import { defineKind } from './kind.ts'

const evictionPolicies = ['AlwaysAllow', 'IfHealthyBudget']

/** pkg/registry/policy/poddisruptionbudget/strategy.go, and pkg/apis/policy/validation (v1.35). */
export const podDisruptionBudgetKind = defineKind<PodDisruptionBudget>({
  resource: { group: 'policy', resource: 'poddisruptionbudgets' },
  generation: true,
  conditionalUpdateOnly: true,
  prepareForCreate(budget) {
    budget.status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 }
  },
  validate({ spec = {} }) {
    const { minAvailable, maxUnavailable } = spec
    const policy = (spec as { unhealthyPodEvictionPolicy?: string }).unhealthyPodEvictionPolicy
    const errors: FieldError[] = []
    if (minAvailable !== undefined && maxUnavailable !== undefined)
      errors.push(invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set'))
    for (const [field, value] of [
      ['spec.minAvailable', minAvailable],
      ['spec.maxUnavailable', maxUnavailable]
    ] as const)
      if (value !== undefined) errors.push(...intOrPercent(value, field), ...atMostAll(value, field))
    if (policy !== undefined && !evictionPolicies.includes(policy))
      errors.push(unsupported('spec.unhealthyPodEvictionPolicy', policy, evictionPolicies))
    return [...errors, ...labelSelectorErrors(spec.selector, 'spec.selector')]
  },
  columns: [
    nameColumn,
    { name: 'Min Available' },
    { name: 'Max Unavailable' },
    { name: 'Allowed Disruptions', type: 'integer' },
    ageColumn
  ],
  cells: (budget, context) => [
    nameOf(budget),
    String(budget.spec?.minAvailable ?? 'N/A'),
    String(budget.spec?.maxUnavailable ?? 'N/A'),
    budget.status?.disruptionsAllowed ?? 0,
    ageCell(budget, context)
  ]
})
