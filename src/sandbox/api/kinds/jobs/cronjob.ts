import type { CronJob, CronJobSpec, JobSpec } from 'kubernetes-types/batch/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { age } from '../../tables/duration.ts'
import { invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { nonNegative, oneOf } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { containerCells, containerColumns, selectorCell, selectorColumn } from '../workloads/cells.ts'
import { templateWarnings } from '../workloads/warnings.ts'
import { jobSpecErrors } from './job-spec.ts'
import { scheduleProblem, timeZoneProblem } from './schedule-check.ts'

/** A Job's name is the CronJob's with a dash and ten digits, and no longer than 63 signs. */
const longestName = 52

/** pkg/registry/batch/cronjob/strategy.go and pkg/apis/batch (v1.35). */
export const cronJobKind = defineKind<CronJob>({
  resource: { group: 'batch', resource: 'cronjobs' },
  generation: true,
  defaults(cronJob) {
    const spec = specOf(cronJob)
    spec.concurrencyPolicy ||= 'Allow'
    spec.suspend ??= false
    spec.successfulJobsHistoryLimit ??= 3
    spec.failedJobsHistoryLimit ??= 1
    spec.jobTemplate.metadata ??= {}
    const job: Partial<JobSpec> = (spec.jobTemplate.spec ??= {} as JobSpec)
    defaultPodTemplate((job.template ??= {}))
  },
  validate: cronJob => specErrors(specOf(cronJob)),
  validateCreate(cronJob) {
    const { schedule, timeZone } = specOf(cronJob)
    const name = nameOf(cronJob)
    return [
      ...zoneInScheduleErrors(schedule, ''),
      ...timeZoneErrors(timeZone),
      ...(name.length > longestName
        ? [invalid('metadata.name', name, `must be no more than ${longestName} characters`)]
        : [])
    ]
  },
  validateUpdate(cronJob, old) {
    const { schedule, timeZone } = specOf(cronJob)
    const before = specOf(old)
    return [
      ...zoneInScheduleErrors(schedule, before.schedule),
      ...(timeZone === before.timeZone ? [] : timeZoneErrors(timeZone))
    ]
  },
  columns: [
    nameColumn,
    { name: 'Schedule' },
    { name: 'Timezone' },
    { name: 'Suspend', type: 'boolean' },
    { name: 'Active', type: 'integer' },
    { name: 'Last Schedule' },
    ageColumn,
    ...containerColumns,
    selectorColumn
  ],
  cells(cronJob, context) {
    const { spec, status } = cronJob
    const last = status?.lastScheduleTime
    const job = spec?.jobTemplate.spec
    return [
      nameOf(cronJob),
      spec?.schedule ?? '',
      spec?.timeZone ?? '<none>',
      spec?.suspend ? 'True' : 'False',
      status?.active?.length ?? 0,
      last ? age(last, context.clock.now()) : '<none>',
      ageCell(cronJob, context),
      ...containerCells(job?.template.spec?.containers),
      selectorCell(job?.selector)
    ]
  },
  warnings: ({ spec }) => [
    ...(spec?.schedule.includes('TZ')
      ? [
          'CRON_TZ or TZ used in spec.schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details'
        ]
      : []),
    ...templateWarnings(spec?.jobTemplate.spec?.template, 'spec.jobTemplate.spec.template')
  ]
})

/** Requests may leave out what the type says to be there. */
function specOf(cronJob: { spec?: CronJobSpec }): CronJobSpec {
  const spec: Partial<CronJobSpec> = (cronJob.spec ??= {} as CronJobSpec)
  spec.schedule ??= ''
  spec.jobTemplate ??= {}
  return spec as CronJobSpec
}

/** validateCronJobSpec, without what depends on what was stored before. */
function specErrors(spec: CronJobSpec): FieldError[] {
  const { schedule, jobTemplate } = spec
  const job = jobTemplate.spec ?? { template: {} }
  const problem = schedule === '' ? undefined : scheduleProblem(schedule)
  return [
    ...(schedule === '' ? [required('spec.schedule')] : []),
    ...(problem === undefined ? [] : [invalid('spec.schedule', schedule, problem)]),
    ...nonNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...oneOf(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy'),
    ...jobSpecErrors(job, 'spec.jobTemplate.spec'),
    ...(job.selector
      ? [invalid('spec.jobTemplate.spec.selector', job.selector, '`selector` will be auto-generated')]
      : []),
    ...(job.manualSelector ? [unsupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false'])] : []),
    ...nonNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...nonNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit')
  ]
}

/** A time zone belongs into its own field; schedules that held one before may go on so. */
function zoneInScheduleErrors(schedule: string, before: string): FieldError[] {
  if (!schedule.includes('TZ') || before.includes('TZ')) return []
  const rule = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'
  return [invalid('spec.schedule', schedule, rule)]
}

function timeZoneErrors(timeZone: string | undefined): FieldError[] {
  const problem = timeZone === undefined ? undefined : timeZoneProblem(timeZone)
  return problem === undefined ? [] : [invalid('spec.timeZone', timeZone, problem)]
}
