import type { ReplicaSet, ReplicaSetSpec } from 'kubernetes-types/apps/v1.js'
import type { FieldError } from '../../validation/field.ts'
import { immutable, nonNegative } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { replicaCells, replicaColumns, selectorCell } from './cells.ts'
import { workloadSpec } from './spec.ts'
import { replicatedErrors, selectorErrors } from './template-checks.ts'
import { podNameWarnings, templateWarnings } from './warnings.ts'

/** pkg/registry/apps/replicaset/strategy.go and pkg/apis/apps (v1.35). */
export const replicaSetKind = defineKind<ReplicaSet>({
  resource: { group: 'apps', resource: 'replicasets' },
  generation: true,
  defaults(replicaSet) {
    const spec = workloadSpec(replicaSet)
    spec.replicas ??= 1
    defaultPodTemplate(spec.template)
  },
  validate: replicaSet => specErrors(workloadSpec(replicaSet)),
  validateUpdate: (replicaSet, old) => immutable(replicaSet.spec?.selector, old.spec?.selector, 'spec.selector'),
  selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  columns: replicaColumns,
  cells: (replicaSet, context) => replicaCells(replicaSet, context, selectorCell(replicaSet.spec?.selector)),
  warnings: ({ metadata, spec }) => [...podNameWarnings(metadata?.name), ...templateWarnings(spec?.template)]
})

/** ValidateReplicaSetSpec, which speaks of deployments when the selector is empty. */
function specErrors(spec: ReplicaSetSpec): FieldError[] {
  const selector = spec.selector as ReplicaSetSpec['selector'] | undefined
  return [
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...selectorErrors(selector, 'spec.selector', 'empty selector is invalid for deployment'),
    ...replicatedErrors(selector, spec.template ?? {}, 'spec.template', 'ReplicaSet')
  ]
}
