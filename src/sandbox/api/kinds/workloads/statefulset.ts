import type { StatefulSet, StatefulSetSpec } from 'kubernetes-types/apps/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { forbiddenField, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { annotationErrors, dnsLabel, labelErrors } from '../../validation/names.ts'
import { atMostAll, intOrPercent, isZero, nonNegative } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { containerCells, containerColumns } from './cells.ts'
import { workloadSpec } from './spec.ts'
import { endlessErrors, matchErrors, selectorErrors } from './template-checks.ts'
import { podNameWarnings, templateWarnings } from './warnings.ts'

/** pkg/registry/apps/statefulset/strategy.go and pkg/apis/apps (v1.35). */
export const statefulSetKind = defineKind<StatefulSet>({
  resource: { group: 'apps', resource: 'statefulsets' },
  generation: true,
  defaults(statefulSet) {
    const spec = workloadSpec(statefulSet)
    defaultPodTemplate(spec.template)
    spec.podManagementPolicy ||= 'OrderedReady'
    const strategy = (spec.updateStrategy ??= {})
    if (!strategy.type) {
      strategy.type = 'RollingUpdate'
      strategy.rollingUpdate ??= {}
    }
    if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate) {
      strategy.rollingUpdate.partition ??= 0
      strategy.rollingUpdate.maxUnavailable ??= 1
    }
    const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {})
    retention.whenDeleted ||= 'Retain'
    retention.whenScaled ||= 'Retain'
    spec.replicas ??= 1
    spec.revisionHistoryLimit ??= 10
    spec.volumeClaimTemplates = spec.volumeClaimTemplates?.map(claim => ({
      ...claim,
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: claim.metadata ?? {},
      spec: { ...claim.spec, volumeMode: claim.spec?.volumeMode ?? 'Filesystem' },
      status: { ...claim.status, phase: claim.status?.phase ?? 'Pending' }
    }))
  },
  validate: statefulSet => specErrors(workloadSpec(statefulSet)),
  validateCreate({ spec }) {
    const { serviceName } = spec ?? {}
    return serviceName ? dnsLabel(serviceName).map(problem => invalid('spec.serviceName', serviceName, problem)) : []
  },
  validateUpdate: (statefulSet, old) => updateErrors(workloadSpec(statefulSet), workloadSpec(old)),
  columns: [nameColumn, { name: 'Ready' }, ageColumn, ...containerColumns],
  cells(statefulSet, context) {
    const { spec, status } = statefulSet
    return [
      nameOf(statefulSet),
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      ageCell(statefulSet, context),
      ...containerCells(spec?.template.spec?.containers)
    ]
  },
  warnings: ({ metadata, spec }) => [
    ...podNameWarnings(metadata?.name),
    ...templateWarnings(spec?.template),
    ...((spec?.revisionHistoryLimit ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : [])
  ]
})

const policies = ['OrderedReady', 'Parallel']
const retentions = ['Retain', 'Delete']

/** ValidateStatefulSetSpec: of the template no more than its labels, its annotations and how its pods end. */
function specErrors(spec: StatefulSetSpec): FieldError[] {
  const selector = spec.selector as StatefulSetSpec['selector'] | undefined
  const { template, podManagementPolicy, persistentVolumeClaimRetentionPolicy: retention } = spec
  const errors: FieldError[] = []
  if (!policies.includes(podManagementPolicy ?? '')) {
    const rule = "must be 'OrderedReady' or 'Parallel'"
    errors.push(invalid('spec.podManagementPolicy', podManagementPolicy, rule))
  }
  errors.push(...strategyErrors(spec.updateStrategy ?? {}))
  for (const when of ['whenDeleted', 'whenScaled'] as const) {
    const policy = retention?.[when]
    if (policy !== undefined && !retentions.includes(policy))
      errors.push(unsupported(`spec.persistentVolumeClaimRetentionPolicy.${when}`, policy, retentions))
  }
  return [
    ...errors,
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec.ordinals?.start, 'spec.ordinals.start'),
    ...selectorErrors(selector, 'spec.selector', 'empty selector is invalid for statefulset'),
    ...matchErrors(selector, template, 'spec.template'),
    ...labelErrors(template.metadata?.labels, 'spec.template.labels'),
    ...annotationErrors(template.metadata?.annotations, 'spec.template.annotations'),
    ...endlessErrors(template, 'spec.template', 'StatefulSet')
  ]
}

function strategyErrors({ type, rollingUpdate }: NonNullable<StatefulSetSpec['updateStrategy']>): FieldError[] {
  const field = 'spec.updateStrategy'
  if (!type) return [required(field)]
  if (type === 'OnDelete') {
    const rule = "only allowed for updateStrategy 'RollingUpdate'"
    const { partition = 0, maxUnavailable = null } = rollingUpdate ?? {}
    const shown = { Partition: partition, MaxUnavailable: maxUnavailable }
    return rollingUpdate ? [invalid(`${field}.rollingUpdate`, shown, rule)] : []
  }
  if (type !== 'RollingUpdate') {
    const shown = { Type: type, RollingUpdate: rollingUpdate ?? null }
    return [invalid(field, shown, "must be 'RollingUpdate' or 'OnDelete'")]
  }
  const { partition, maxUnavailable } = rollingUpdate ?? {}
  const errors = nonNegative(partition, `${field}.rollingUpdate.partition`)
  if (maxUnavailable === undefined) return errors
  const path = `${field}.rollingUpdate.maxUnavailable`
  return [
    ...errors,
    ...intOrPercent(maxUnavailable, path),
    ...(isZero(maxUnavailable) ? [invalid(path, maxUnavailable, 'cannot be 0')] : []),
    ...atMostAll(maxUnavailable, path)
  ]
}

const updatable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds'
] as const

/** ValidateStatefulSetUpdate. */
function updateErrors(spec: StatefulSetSpec, old: StatefulSetSpec): FieldError[] {
  const fixed = (of: StatefulSetSpec): Record<string, unknown> =>
    Object.fromEntries(Object.entries(of).filter(([field]) => !updatable.some(each => each === field)))
  if (equalJson(fixed(spec), fixed(old))) return []
  const names = updatable.map(field => `'${field}'`)
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
  return [forbiddenField('spec', `updates to statefulset spec for fields other than ${list} are forbidden`)]
}
