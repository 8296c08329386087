import { timestamp } from '../../clock.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges, enqueueOwners } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { byController, controllerReference } from '../runtime/owner-references.ts'
import { byCreation, timeOf } from '../runtime/pods.ts'
import { cronJobs, jobs } from '../runtime/resources.ts'
import type { CronJob, Job } from '../types/batch.ts'
import { finishedCondition } from './plan.ts'
import { latestIn, nextAfter, parseSchedule, wallClock, type Schedule, type WallTime } from './schedule.ts'

/** Starts Jobs by the clock: pkg/controller/cronjob (cronjob_controllerv2.go) of Kubernetes. */
export const startCronJobController: StartController = context => {
  const { client, clock, informers } = context
  const cronJobInformer = informers.for<CronJob>(cronJobs)
  const jobInformer = informers.for<Job>(jobs)
  const recorder = context.recorder('cronjob-controller')
  const controller = runController(context, 'cronjob', sync)
  const { queue } = controller
  enqueueChanges(cronJobInformer, queue)
  enqueueOwners(cronJobInformer, jobInformer, 'CronJob', () => false, queue)

  function sync(key: string): void {
    const cronJob = cronJobInformer.get(key)
    if (cronJob === undefined || cronJob.metadata.deletionTimestamp !== undefined) return
    const owned = [...jobInformer.indexed(byController, cronJob.metadata.uid ?? '')]
    const noted = note(cronJob, owned)
    cleanUp(noted, owned)
    if (noted.spec.suspend === true) return
    const schedule = parseSchedule(noted.spec.schedule)
    const wall = wallOf(noted)
    if (schedule === undefined || wall === undefined) {
      recorder.event(
        noted,
        'Warning',
        'UnparseableSchedule',
        `unparseable schedule: ${JSON.stringify(noted.spec.schedule)}`
      )
      return
    }
    startDue(noted, schedule, wall)
    const next = nextAfter(schedule, wall, clock.now(), lastOf(cronJobInformer.get(key) ?? noted))
    if (next !== undefined) queue.addAfter(key, next - clock.now())
  }

  function wallOf(cronJob: CronJob): ((milliseconds: number) => WallTime) | undefined {
    try {
      return wallClock(cronJob.spec.timeZone)
    } catch {
      return undefined
    }
  }

  /** Brings the list of active Jobs up to date and tells of those that have finished. */
  function note(cronJob: CronJob, owned: readonly Job[]): CronJob {
    const before = cronJob.status?.active ?? []
    const active = before.filter(({ uid }) => {
      const job = owned.find(each => each.metadata.uid === uid)
      if (job === undefined) return false
      const finished = finishedCondition(job)
      if (finished === undefined) return true
      const message = `Saw completed job: ${job.metadata.name}, condition: ${finished}`
      recorder.event(cronJob, 'Normal', 'SawCompletedJob', message)
      return false
    })
    const successes = owned.filter(job => finishedCondition(job) === 'Complete').map(job => job.status?.completionTime)
    const latest = successes.sort((a, b) => timeOf(a) - timeOf(b)).at(-1)
    const { active: _active, ...rest } = cronJob.status ?? {}
    const status = {
      ...rest,
      ...(active.length === 0 ? {} : { active }),
      ...(latest === undefined || timeOf(latest) < timeOf(rest.lastSuccessfulTime)
        ? {}
        : { lastSuccessfulTime: latest })
    }
    if (sameJson(status, cronJob.status ?? {})) return cronJob
    return client.updateStatus<CronJob>(cronJobs, { ...cronJob, status })
  }

  function cleanUp(cronJob: CronJob, owned: readonly Job[]): void {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cronJob.spec
    for (const [condition, limit] of [
      ['Complete', successfulJobsHistoryLimit],
      ['Failed', failedJobsHistoryLimit]
    ] as const) {
      const finished = owned.filter(job => finishedCondition(job) === condition).sort(byCreation)
      for (const job of finished.slice(0, Math.max(0, finished.length - limit))) remove(cronJob, job)
    }
  }

  function remove(cronJob: CronJob, { metadata }: Job): void {
    const options = { propagationPolicy: 'Background' } as const
    unless(['NotFound'], () => client.delete(jobs, metadata.namespace, metadata.name, options))
    recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${metadata.name}`)
  }

  function startDue(cronJob: CronJob, schedule: Schedule, wall: (milliseconds: number) => WallTime): void {
    const { concurrencyPolicy = 'Allow', startingDeadlineSeconds } = cronJob.spec
    const now = clock.now()
    const last = lastOf(cronJob)
    const earliest = startingDeadlineSeconds === undefined ? last : Math.max(last, now - startingDeadlineSeconds * 1000)
    const { at, missed } = latestIn(schedule, wall, earliest, now)
    if (at === undefined) return
    if (missed > 100)
      recorder.event(
        cronJob,
        'Warning',
        'TooManyMissedTimes',
        `too many missed start times: ${missed}. Set or decrease .spec.startingDeadlineSeconds or check clock skew`
      )
    const active = cronJob.status?.active ?? []
    if (concurrencyPolicy === 'Forbid' && active.length > 0) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid'
      recorder.event(cronJob, 'Normal', 'JobAlreadyActive', message)
      return
    }
    if (concurrencyPolicy === 'Replace') {
      for (const { name = '' } of active) {
        const job = jobInformer.get(`${cronJob.metadata.namespace ?? ''}/${name}`)
        if (job !== undefined) remove(cronJob, job)
      }
    }
    const job = unless(['AlreadyExists'], () => client.create<Job>(jobs, jobAt(cronJob, at)))
    if (job === undefined) return
    recorder.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`)
    const { name, namespace, uid, resourceVersion } = job.metadata
    const reference = { kind: 'Job', namespace, name, uid, apiVersion: 'batch/v1', resourceVersion } as Record<
      string,
      string
    >
    const running = concurrencyPolicy === 'Replace' ? [] : active
    client.updateStatus(cronJobs, {
      ...cronJob,
      status: {
        ...cronJob.status,
        active: [...running, reference],
        lastScheduleTime: timestamp({ ...clock, now: () => at })
      }
    })
    queue.add(keyOf(cronJob))
  }

  return controller
}

/** A Job named after the minute that it is due, so that no minute gets two. */
function jobAt(cronJob: CronJob, at: number): Job {
  const { metadata, spec } = cronJob.spec.jobTemplate
  const { namespace, name } = cronJob.metadata
  const scheduled = new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${Math.floor(at / 60_000)}`,
      ...(namespace === undefined ? {} : { namespace }),
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: { ...metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': scheduled },
      ownerReferences: [controllerReference(cronJob)]
    },
    spec
  }
}

/** When a Job was last due, or else when the CronJob was made. */
function lastOf({ status, metadata }: CronJob): number {
  return timeOf(status?.lastScheduleTime ?? metadata.creationTimestamp)
}
