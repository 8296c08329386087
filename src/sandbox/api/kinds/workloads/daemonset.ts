import type { DaemonSet, DaemonSetSpec } from 'kubernetes-types/apps/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, labelsText, nameColumn, nameOf } from '../../tables/cells.ts'
import { invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { isEmptySelector, labelSelectorErrors } from '../../validation/label-selector.ts'
import { atMostAll, immutable, intOrPercent, isZero, nonNegative } from '../../validation/values.ts'
import { defineKind, type Draft } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { templateErrors } from '../pods/validation/template.ts'
import { containerCells, containerColumns, selectorCell, selectorColumn } from './cells.ts'
import { workloadSpec } from './spec.ts'
import { endlessErrors, matchErrors } from './template-checks.ts'
import { podNameWarnings, templateWarnings } from './warnings.ts'

const templateGeneration = 'deprecated.daemonset.template.generation'

/** pkg/registry/apps/daemonset/strategy.go and pkg/apis/apps (v1.35). */
export const daemonSetKind = defineKind<DaemonSet>({
  resource: { group: 'apps', resource: 'daemonsets' },
  generation: true,
  defaults(daemonSet) {
    const spec = workloadSpec(daemonSet)
    defaultPodTemplate(spec.template)
    const strategy = (spec.updateStrategy ??= {})
    strategy.type ||= 'RollingUpdate'
    if (strategy.type === 'RollingUpdate') {
      strategy.rollingUpdate ??= {}
      strategy.rollingUpdate.maxUnavailable ??= 1
      strategy.rollingUpdate.maxSurge ??= 0
    }
    spec.revisionHistoryLimit ??= 10
  },
  prepareForCreate(daemonSet) {
    daemonSet.status = undefined
    setTemplateGeneration(daemonSet, Math.max(1, templateGenerationOf(daemonSet)))
  },
  prepareForUpdate(daemonSet, old) {
    const before = Math.max(1, templateGenerationOf(old))
    const isChanged = !equalJson(daemonSet.spec?.template, old.spec?.template)
    setTemplateGeneration(daemonSet, isChanged ? before + 1 : before)
  },
  validate: daemonSet => specErrors(workloadSpec(daemonSet)),
  validateUpdate: (daemonSet, old) => immutable(daemonSet.spec?.selector, old.spec?.selector, 'spec.selector'),
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer' },
    { name: 'Current', type: 'integer' },
    { name: 'Ready', type: 'integer' },
    { name: 'Up-to-date', type: 'integer' },
    { name: 'Available', type: 'integer' },
    { name: 'Node Selector' },
    ageColumn,
    ...containerColumns,
    selectorColumn
  ],
  cells(daemonSet, context) {
    const { spec, status } = daemonSet
    const template = spec?.template.spec
    return [
      nameOf(daemonSet),
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      labelsText(template?.nodeSelector),
      ageCell(daemonSet, context),
      ...containerCells(template?.containers),
      selectorCell(spec?.selector)
    ]
  },
  warnings: ({ metadata, spec }) => [...podNameWarnings(metadata?.name), ...templateWarnings(spec?.template)]
})

function templateGenerationOf({ metadata }: { metadata?: { annotations?: Record<string, string> } }): number {
  return Number(metadata?.annotations?.[templateGeneration] ?? 0) || 0
}

function setTemplateGeneration(daemonSet: Draft<DaemonSet>, generation: number): void {
  daemonSet.metadata.annotations = { ...daemonSet.metadata.annotations, [templateGeneration]: String(generation) }
}

/** ValidateDaemonSetSpec. */
function specErrors(spec: DaemonSetSpec): FieldError[] {
  const selector = spec.selector as DaemonSetSpec['selector'] | undefined
  return [
    ...labelSelectorErrors(selector, 'spec.selector'),
    ...matchErrors(selector, spec.template, 'spec.template'),
    ...(selector && isEmptySelector(selector)
      ? [invalid('spec.selector', selector, 'empty selector is invalid for daemonset')]
      : []),
    ...templateErrors(spec.template, 'spec.template'),
    ...endlessErrors(spec.template, 'spec.template', 'DaemonSet'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...strategyErrors(spec.updateStrategy ?? {}),
    ...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit')
  ]
}

/** ValidateDaemonSetUpdateStrategy: a node has either a pod too many for a while, or one too few. */
function strategyErrors({ type, rollingUpdate }: NonNullable<DaemonSetSpec['updateStrategy']>): FieldError[] {
  const field = 'spec.updateStrategy'
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate') {
    const shown = { Type: type, RollingUpdate: rollingUpdate ?? null }
    return [unsupported(field, shown, ['RollingUpdate', 'OnDelete'])]
  }
  const { maxUnavailable = 1, maxSurge = 0 } = rollingUpdate ?? {}
  const unavailableField = `${field}.rollingUpdate.maxUnavailable`
  const surgeField = `${field}.rollingUpdate.maxSurge`
  const errors = [
    ...intOrPercent(maxUnavailable, unavailableField),
    ...intOrPercent(maxSurge, surgeField),
    ...atMostAll(maxUnavailable, unavailableField),
    ...atMostAll(maxSurge, surgeField)
  ]
  if (!isZero(maxUnavailable) && !isZero(maxSurge))
    errors.push(invalid(surgeField, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  else if (isZero(maxUnavailable) && isZero(maxSurge))
    errors.push(required(unavailableField, 'cannot be 0 when maxSurge is 0'))
  return errors
}
