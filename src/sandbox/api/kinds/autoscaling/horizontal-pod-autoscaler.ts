import type { HorizontalPodAutoscaler, HPAScalingRules, MetricSpec } from 'kubernetes-types/autoscaling/v2.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { pathSegment } from '../../validation/names.ts'
import { nonNegative } from '../../validation/values.ts'
import { defineKind, type Draft } from '../kind.ts'
import { metricErrors, metricsText } from './metrics.ts'
import { fromVersion1, toVersion1 } from './version1.ts'

/** pkg/registry/autoscaling/horizontalpodautoscaler, and pkg/apis/autoscaling (v1.35); v2 is what is stored. */
export const horizontalPodAutoscalerKind = defineKind<HorizontalPodAutoscaler>({
  resource: { group: 'autoscaling', resource: 'horizontalpodautoscalers' },
  versions: { v1: { toStored: fromVersion1, fromStored: toVersion1 } },
  defaults: setDefaults,
  prepareForCreate(autoscaler) {
    autoscaler.status = { desiredReplicas: 0 }
  },
  validate: specErrors,
  validateStatusUpdate: ({ status }) => [
    ...nonNegative(status?.currentReplicas, 'status.currentReplicas'),
    ...nonNegative(status?.desiredReplicas, 'status.desiredReplicas')
  ],
  columns: [
    nameColumn,
    { name: 'Reference' },
    { name: 'Targets' },
    { name: 'MinPods' },
    { name: 'MaxPods' },
    { name: 'Replicas' },
    ageColumn
  ],
  cells(autoscaler, context) {
    const { spec, status } = autoscaler
    const target = spec?.scaleTargetRef
    return [
      nameOf(autoscaler),
      `${target?.kind ?? ''}/${target?.name ?? ''}`,
      metricsText(spec?.metrics ?? [], status?.currentMetrics ?? []),
      spec?.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
      spec?.maxReplicas ?? 0,
      status?.currentReplicas ?? 0,
      ageCell(autoscaler, context)
    ]
  }
})

const byDefault: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } }
}

function setDefaults({ spec }: Draft<HorizontalPodAutoscaler>): void {
  if (!spec) return
  spec.minReplicas ??= 1
  if (!spec.metrics?.length) spec.metrics = [structuredClone(byDefault)]
  if (!spec.behavior) return
  const periodSeconds = 15
  spec.behavior.scaleUp = {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds },
      { type: 'Percent', value: 100, periodSeconds }
    ],
    ...spec.behavior.scaleUp
  }
  spec.behavior.scaleDown = {
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds }],
    ...spec.behavior.scaleDown
  }
}

function specErrors({ spec }: HorizontalPodAutoscaler): FieldError[] {
  const {
    minReplicas = 1,
    maxReplicas = 0,
    scaleTargetRef,
    metrics = [],
    behavior
  } = (spec ?? {}) as Partial<NonNullable<typeof spec>>
  const errors: FieldError[] = []
  if (minReplicas < 1) errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'))
  if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'))
  if (maxReplicas < minReplicas)
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'))
  for (const field of ['kind', 'name'] as const) {
    const value = scaleTargetRef?.[field] ?? ''
    const path = `spec.scaleTargetRef.${field}`
    if (value === '') errors.push(required(path))
    else errors.push(...pathSegment(value).map(problem => invalid(path, value, problem)))
  }
  for (const [index, metric] of metrics.entries()) errors.push(...metricErrors(metric, `spec.metrics[${index}]`))
  return [
    ...errors,
    ...rulesErrors(behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...rulesErrors(behavior?.scaleDown, 'spec.behavior.scaleDown')
  ]
}

function rulesErrors(rules: HPAScalingRules | undefined, path: string): FieldError[] {
  if (!rules) return []
  const { stabilizationWindowSeconds: seconds, selectPolicy, policies = [] } = rules
  const errors: FieldError[] = []
  if (seconds !== undefined && seconds < 0)
    errors.push(invalid(`${path}.stabilizationWindowSeconds`, seconds, 'must be greater than or equal to zero'))
  if (seconds !== undefined && seconds > 3600)
    errors.push(invalid(`${path}.stabilizationWindowSeconds`, seconds, 'must be less than or equal to 3600'))
  const choices = ['Disabled', 'Max', 'Min']
  if (selectPolicy !== undefined && !choices.includes(selectPolicy))
    errors.push(unsupported(`${path}.selectPolicy`, selectPolicy, choices))
  if (policies.length === 0) errors.push(required(`${path}.policies`, 'must specify at least one Policy'))
  for (const [index, { type, value, periodSeconds }] of policies.entries()) {
    const field = `${path}.policies[${index}]`
    if (type !== 'Pods' && type !== 'Percent') errors.push(unsupported(`${field}.type`, type, ['Percent', 'Pods']))
    if (value <= 0) errors.push(invalid(`${field}.value`, value, 'must be greater than zero'))
    if (periodSeconds <= 0) errors.push(invalid(`${field}.periodSeconds`, periodSeconds, 'must be greater than zero'))
    if (periodSeconds > 1800)
      errors.push(invalid(`${field}.periodSeconds`, periodSeconds, 'must be less than or equal to 1800'))
  }
  return errors
}
