import type { ReplicationController, ReplicationControllerSpec } from 'kubernetes-types/core/v1.js'
import { labelsText } from '../../tables/cells.ts'
import { required, type FieldError } from '../../validation/field.ts'
import { nonNegative } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { replicaCells, replicaColumns } from './cells.ts'
import { replicatedErrors } from './template-checks.ts'
import { podNameWarnings, templateWarnings } from './warnings.ts'

/** pkg/registry/core/replicationcontroller/strategy.go and pkg/apis/core (v1.35). */
export const replicationControllerKind = defineKind<ReplicationController>({
  resource: { group: '', resource: 'replicationcontrollers' },
  generation: true,
  orphansByDefault: true,
  defaults(controller) {
    const spec = (controller.spec ??= {})
    const labels = spec.template?.metadata?.labels
    if (labels) {
      if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels }
      if (Object.keys(controller.metadata.labels ?? {}).length === 0) controller.metadata.labels = { ...labels }
    }
    spec.replicas ??= 1
    if (spec.template) defaultPodTemplate(spec.template)
  },
  validate: ({ spec }) => specErrors(spec ?? {}),
  selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  columns: replicaColumns,
  cells: (controller, context) => replicaCells(controller, context, labelsText(controller.spec?.selector)),
  warnings: ({ metadata, spec }) => [...podNameWarnings(metadata?.name), ...templateWarnings(spec?.template)]
})

/** ValidateReplicationControllerSpec. */
function specErrors({ minReadySeconds, selector = {}, replicas, template }: ReplicationControllerSpec): FieldError[] {
  return [
    ...nonNegative(minReadySeconds, 'spec.minReadySeconds'),
    ...(Object.keys(selector).length === 0 ? [required('spec.selector')] : []),
    ...nonNegative(replicas, 'spec.replicas'),
    ...(template
      ? replicatedErrors({ matchLabels: selector }, template, 'spec.template', 'ReplicationController')
      : [required('spec.template')])
  ]
}
