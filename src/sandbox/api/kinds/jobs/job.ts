import type { Job, JobSpec } from 'kubernetes-types/batch/v1.js'
import type { LabelSelector as Matched } from '../../../client.ts'
import { equalJson } from '../../json.ts'
import { matchesLabelSelector } from '../../selectors.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { humanDuration } from '../../tables/duration.ts'
import { invalid, invalidLabels, required, type FieldError } from '../../validation/field.ts'
import { labelSelectorErrors } from '../../validation/label-selector.ts'
import { dnsLabel } from '../../validation/names.ts'
import { immutable } from '../../validation/values.ts'
import { defineKind, type Draft } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { containerCells, containerColumns, selectorCell, selectorColumn } from '../workloads/cells.ts'
import { workloadSpec } from '../workloads/spec.ts'
import { matchErrors } from '../workloads/template-checks.ts'
import { podNameWarnings, templateWarnings } from '../workloads/warnings.ts'
import { jobSpecErrors } from './job-spec.ts'

/** pkg/registry/batch/job/strategy.go and pkg/apis/batch (v1.35). */
export const jobKind = defineKind<Job>({
  resource: { group: 'batch', resource: 'jobs' },
  generation: true,
  orphansByDefault: true,
  defaults(job) {
    const spec = workloadSpec(job)
    defaultPodTemplate(spec.template)
    if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
    spec.parallelism ??= 1
    spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1
    adoptLabels(job, spec)
    spec.completionMode ??= 'NonIndexed'
    spec.suspend ??= false
    spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'
    spec.manualSelector ??= false
    for (const rule of spec.podFailurePolicy?.rules ?? [])
      for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True'
  },
  prepareForCreate(job) {
    const spec = workloadSpec(job)
    if (!spec.manualSelector) generateSelector(job, spec)
    // Defaults apply once more to what is stored, and by now the template has labels.
    adoptLabels(job, spec)
  },
  validate: job => specErrors(job, workloadSpec(job)),
  validateUpdate: (job, old) => updateErrors(workloadSpec(job), old),
  selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  columns: [
    nameColumn,
    { name: 'Status' },
    { name: 'Completions' },
    { name: 'Duration' },
    ageColumn,
    ...containerColumns,
    selectorColumn
  ],
  cells(job, context) {
    const { spec, status } = job
    const succeeded = status?.succeeded ?? 0
    const started = status?.startTime
    const end = status?.completionTime ? Date.parse(status.completionTime) : context.clock.now()
    return [
      nameOf(job),
      statusText(job),
      `${succeeded}/${wanted(spec)}`,
      started ? humanDuration(end - Date.parse(started)) : '',
      ageCell(job, context),
      ...containerCells(spec?.template.spec?.containers),
      selectorCell(spec?.selector)
    ]
  },
  warnings: ({ metadata, spec }) => [...podNameWarnings(metadata?.name), ...templateWarnings(spec?.template)]
})

function wanted({ completions, parallelism = 0 }: Pick<JobSpec, 'completions' | 'parallelism'> = {}): string {
  return completions !== undefined ? String(completions) : parallelism > 1 ? `1 of ${parallelism}` : '1'
}

/** printJob: how it ended, else what it is about. */
function statusText({ metadata, status }: Job): string {
  const has = (wanted: string): boolean => status?.conditions?.find(({ type }) => type === wanted)?.status === 'True'
  if (has('Complete')) return 'Complete'
  if (has('Failed')) return 'Failed'
  if (metadata?.deletionTimestamp) return 'Terminating'
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running'
}

/** A Job without labels has those of its pods. */
function adoptLabels({ metadata }: Draft<Job>, { template }: JobSpec): void {
  const labels = template.metadata?.labels
  if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels }
}

const prefix = 'batch.kubernetes.io/'

/** The labels that tell the pods of a Job from all others. */
function generatedLabels({ metadata }: { metadata?: { name?: string; uid?: string } }): Record<string, string> {
  const { name = '', uid = '' } = metadata ?? {}
  return { [`${prefix}controller-uid`]: uid, [`${prefix}job-name`]: name, 'controller-uid': uid, 'job-name': name }
}

/** generateSelector: labels for the pods, and a selector for one of them; what was given stays, and may be refused. */
function generateSelector(job: Draft<Job>, spec: JobSpec): void {
  const generated = generatedLabels(job)
  spec.template.metadata = { ...spec.template.metadata, labels: { ...generated, ...spec.template.metadata?.labels } }
  const uid = { [`${prefix}controller-uid`]: generated['controller-uid'] ?? '' }
  spec.selector = { ...spec.selector, matchLabels: { ...uid, ...spec.selector?.matchLabels } }
}

/** ValidateJob. */
function specErrors(job: Job, spec: JobSpec): FieldError[] {
  const { selector, completions = 0 } = spec
  const name = nameOf(job)
  const lastPod = `${name}-${completions - 1}`
  return [
    ...generatedErrors(job, spec),
    ...jobSpecErrors(spec, 'spec'),
    ...(selector ? labelSelectorErrors(selector, 'spec.selector') : [required('spec.selector')]),
    ...matchErrors(selector, spec.template, 'spec.template'),
    ...(spec.completionMode === 'Indexed' && completions > 0 && dnsLabel(lastPod).length > 0
      ? [invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${lastPod}`)]
      : [])
  ]
}

/** validateGeneratedSelector: pods of this Job, and of no other. */
function generatedErrors(job: Job, { manualSelector, selector, template }: JobSpec): FieldError[] {
  if (manualSelector || !selector) return []
  const expected = generatedLabels(job)
  const errors = ['controller-uid', 'job-name', `${prefix}controller-uid`, `${prefix}job-name`].flatMap(key => {
    const labels = template.metadata?.labels
    const actual = labels?.[key]
    const field = `spec.template.metadata.labels[${key}]`
    const rule = `must be '${expected[key] ?? ''}'`
    if (actual === undefined) return [required(field, rule)]
    return actual === expected[key] ? [] : [invalidLabels(field, labels, rule)]
  })
  return matchesLabelSelector(selector as Matched, expected)
    ? errors
    : [...errors, invalid('spec.selector', selector, '`selector` not auto-generated')]
}

/** ValidateJobSpecUpdate: a Job runs what it was made to run. */
function updateErrors(spec: JobSpec, job: Job): FieldError[] {
  const old = workloadSpec(job)
  const template = equalJson(schedulable(spec, job), old.template)
    ? []
    : [invalid('spec.template', spec.template, 'field is immutable')]
  return [
    ...completionErrors(spec, old),
    ...immutable(spec.selector, old.selector, 'spec.selector'),
    ...template,
    ...immutable(spec.completionMode, old.completionMode, 'spec.completionMode'),
    ...immutable(spec.podFailurePolicy, old.podFailurePolicy, 'spec.podFailurePolicy'),
    ...immutable(spec.backoffLimitPerIndex, old.backoffLimitPerIndex, 'spec.backoffLimitPerIndex'),
    ...immutable(spec.managedBy, old.managedBy, 'spec.managedBy'),
    ...immutable(spec.successPolicy, old.successPolicy, 'spec.successPolicy')
  ]
}

function completionErrors({ completionMode, completions, parallelism }: JobSpec, old: JobSpec): FieldError[] {
  if (completionMode !== 'Indexed') return immutable(completions, old.completions, 'spec.completions')
  if (completions === old.completions || completions === undefined || completions === parallelism) return []
  return [invalid('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')]
}

/** The template, with the old directives for scheduling where those may still change: before a suspended Job starts. */
function schedulable({ template }: JobSpec, old: Job): JobSpec['template'] {
  const before = old.spec?.template
  if (!old.spec?.suspend || old.status?.startTime !== undefined || !template.spec || !before?.spec) return template
  const { nodeSelector, tolerations, schedulingGates, affinity } = before.spec
  const { annotations, labels } = before.metadata ?? {}
  return {
    metadata: { ...template.metadata, annotations, labels },
    spec: { ...template.spec, nodeSelector, tolerations, schedulingGates, affinity }
  }
}
