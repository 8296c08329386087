import type { Deployment, DeploymentSpec } from 'kubernetes-types/apps/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { forbiddenField, invalid, unsupported, type FieldError } from '../../validation/field.ts'
import { atMostAll, immutable, intOrPercent, isZero, nonNegative } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { containerCells, containerColumns, selectorCell, selectorColumn } from './cells.ts'
import { workloadSpec } from './spec.ts'
import { replicatedErrors, selectorErrors } from './template-checks.ts'
import { podNameWarnings, templateWarnings } from './warnings.ts'

/** pkg/registry/apps/deployment/strategy.go and pkg/apis/apps (v1.35). */
export const deploymentKind = defineKind<Deployment>({
  resource: { group: 'apps', resource: 'deployments' },
  generation: true,
  defaults(deployment) {
    const spec = workloadSpec(deployment)
    spec.replicas ??= 1
    defaultPodTemplate(spec.template)
    const strategy = (spec.strategy ??= {})
    strategy.type ||= 'RollingUpdate'
    if (strategy.type === 'RollingUpdate') {
      strategy.rollingUpdate ??= {}
      strategy.rollingUpdate.maxUnavailable ??= '25%'
      strategy.rollingUpdate.maxSurge ??= '25%'
    }
    spec.revisionHistoryLimit ??= 10
    spec.progressDeadlineSeconds ??= 600
  },
  prepareForStatusUpdate(deployment, old) {
    // Of all workloads only Deployments keep their labels from whoever writes the status.
    if (old.metadata?.labels) deployment.metadata.labels = { ...old.metadata.labels }
    else delete deployment.metadata.labels
  },
  validate: deployment => specErrors(workloadSpec(deployment)),
  validateUpdate: (deployment, old) => immutable(deployment.spec?.selector, old.spec?.selector, 'spec.selector'),
  columns: [
    nameColumn,
    { name: 'Ready' },
    { name: 'Up-to-date', type: 'integer' },
    { name: 'Available', type: 'integer' },
    ageColumn,
    ...containerColumns,
    selectorColumn
  ],
  cells(deployment, context) {
    const { spec, status } = deployment
    return [
      nameOf(deployment),
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      ageCell(deployment, context),
      ...containerCells(spec?.template.spec?.containers),
      selectorCell(spec?.selector)
    ]
  },
  warnings: ({ metadata, spec }) => [...podNameWarnings(metadata?.name), ...templateWarnings(spec?.template)]
})

/** ValidateDeploymentSpec. */
function specErrors(spec: DeploymentSpec): FieldError[] {
  const selector = spec.selector as DeploymentSpec['selector'] | undefined
  const { minReadySeconds = 0, progressDeadlineSeconds } = spec
  const deadline = 'spec.progressDeadlineSeconds'
  return [
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...selectorErrors(selector, 'spec.selector', 'empty selector is invalid for deployment'),
    ...replicatedErrors(selector, spec.template, 'spec.template', 'ReplicaSet'),
    ...strategyErrors(spec.strategy ?? {}),
    ...nonNegative(minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...nonNegative(progressDeadlineSeconds, deadline),
    ...(progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds
      ? [invalid(deadline, progressDeadlineSeconds, 'must be greater than minReadySeconds')]
      : [])
  ]
}

/** ValidateDeploymentStrategy. */
function strategyErrors({ type, rollingUpdate }: NonNullable<DeploymentSpec['strategy']>): FieldError[] {
  const field = 'spec.strategy'
  if (type === 'Recreate') {
    const rule = "may not be specified when strategy `type` is 'Recreate'"
    return rollingUpdate ? [forbiddenField(`${field}.rollingUpdate`, rule)] : []
  }
  if (type !== 'RollingUpdate') {
    const shown = { Type: type, RollingUpdate: rollingUpdate ?? null }
    return [unsupported(field, shown, ['Recreate', 'RollingUpdate'])]
  }
  const { maxUnavailable = '25%', maxSurge = '25%' } = rollingUpdate ?? {}
  const unavailableField = `${field}.rollingUpdate.maxUnavailable`
  return [
    ...intOrPercent(maxUnavailable, unavailableField),
    ...intOrPercent(maxSurge, `${field}.rollingUpdate.maxSurge`),
    ...(isZero(maxUnavailable) && isZero(maxSurge)
      ? [invalid(unavailableField, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...atMostAll(maxUnavailable, unavailableField)
  ]
}
