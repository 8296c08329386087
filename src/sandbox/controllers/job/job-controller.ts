import { timestamp } from '../../clock.ts'
import { findCondition } from '../runtime/conditions.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges, enqueueOwners } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { matchesSelector } from '../runtime/labels.ts'
import { byController, claimDependents, controllerOf } from '../runtime/owner-references.ts'
import { podControl } from '../runtime/pod-control.ts'
import { byCreation, isActive, isFinished, isReady, isTerminating, timeOf } from '../runtime/pods.ts'
import { jobs, pods } from '../runtime/resources.ts'
import type { Job, JobStatus } from '../types/batch.ts'
import type { Condition, Pod } from '../types/core.ts'
import {
  failureWait,
  finishedCondition,
  formatIndexes,
  hasFailed,
  indexOf,
  isComplete,
  isIndexed,
  isTracked,
  missingIndexes,
  parseIndexes,
  trackingFinalizer,
  wantedActive
} from './plan.ts'
import { jobPod } from './pod.ts'
import { earlySuccess, failuresOf, indexesGivenUp, indexFailure, isCountedFailure, judgeFailure } from './policies.ts'

/** Marks the key of a pod that its Job has let go, and whose finalizer is still to be taken (syncOrphanPod). */
const orphanPrefix = 'orphan:'

/** Runs Jobs to completion: pkg/controller/job of Kubernetes. */
export const startJobController: StartController = context => {
  const { client, clock, informers } = context
  const jobInformer = informers.for<Job>(jobs)
  const podInformer = informers.for<Pod>(pods)
  const recorder = context.recorder('job-controller')
  const control = podControl(client, recorder)
  const controller = runController(context, 'job', sync)
  const { queue } = controller
  enqueueChanges(jobInformer, queue)
  enqueueOwners(jobInformer, podInformer, 'Job', selects, queue)
  podInformer.onChange((type, pod) => {
    if (type !== 'deleted' && isTracked(pod) && controllerOf(pod)?.kind !== 'Job')
      queue.add(`${orphanPrefix}${keyOf(pod)}`)
  })

  function sync(key: string): void {
    if (key.startsWith(orphanPrefix)) {
      const orphan = podInformer.get(key.slice(orphanPrefix.length))
      if (orphan !== undefined && controllerOf(orphan) === undefined) untrack(orphan)
      return
    }
    const job = jobInformer.get(key)
    if (job === undefined) {
      releaseOrphans(key)
      return
    }
    const owned = claimDependents(client, pods, podInformer, job, pod => selects(job, pod))
    if (finishedCondition(job) !== undefined || job.metadata.deletionTimestamp !== undefined) {
      for (const pod of owned) if (isFinished(pod) || isTerminating(pod)) untrack(pod)
      return
    }
    const counted = count(job, owned)
    const failedPods = owned.filter(hasFailed)
    const failure = failureOf(counted, owned)
    const isDone = failure !== undefined || earlySuccess(counted) !== undefined
    if (!isDone) manage(counted, failedPods)
    else for (const pod of owned.filter(isActive)) control.delete(counted, pod)
    finish(counted, failure)
  }

  /**
   * Takes finished pods into the numbers. Their finalizer keeps them until they are counted, and their uid stands in
   * the status meanwhile, so that none is counted twice or never, whenever the sandbox ends.
   */
  function count(job: Job, owned: readonly Pod[]): Job {
    const { uncountedTerminatedPods: before, ...status } = job.status ?? {}
    const ended = owned.filter(pod => isTracked(pod) && isFinished(pod))
    const known = new Set([...(before?.succeeded ?? []), ...(before?.failed ?? [])])
    const fresh = ended.filter(pod => !known.has(pod.metadata.uid ?? ''))
    if (fresh.length === 0 && known.size === 0) return job
    const uids = (list: readonly Pod[]): string[] => list.map(pod => pod.metadata.uid ?? '')
    const uncounted = {
      succeeded: [...(before?.succeeded ?? []), ...uids(fresh.filter(pod => !hasFailed(pod)))],
      failed: [...(before?.failed ?? []), ...uids(fresh.filter(pod => isCountedFailure(job, pod)))]
    }
    const noted = client.updateStatus<Job>(jobs, { ...job, status: { ...status, uncountedTerminatedPods: uncounted } })
    for (const pod of ended) untrack(pod)
    const done = parseIndexes(status.completedIndexes)
    for (const pod of ended) if (!hasFailed(pod)) done.add(indexOf(pod) ?? -1)
    done.delete(-1)
    const givenUp = parseIndexes(status.failedIndexes)
    for (const index of indexesGivenUp(job, ended.filter(hasFailed))) if (!done.has(index)) givenUp.add(index)
    const succeeded = isIndexed(job) ? done.size : (status.succeeded ?? 0) + uncounted.succeeded.length
    return client.updateStatus<Job>(jobs, {
      ...noted,
      status: {
        ...status,
        ...(succeeded === 0 ? {} : { succeeded }),
        ...(isIndexed(job) && done.size > 0 ? { completedIndexes: formatIndexes(done) } : {}),
        failed: (status.failed ?? 0) + uncounted.failed.length,
        ...(givenUp.size === 0 ? {} : { failedIndexes: formatIndexes(givenUp) }),
        uncountedTerminatedPods: {}
      }
    })
  }

  function untrack(pod: Pod): void {
    if (!isTracked(pod)) return
    const { namespace, name, finalizers = [] } = pod.metadata
    const left = finalizers.filter(each => each !== trackingFinalizer)
    const patch = { metadata: { finalizers: left.length === 0 ? null : left } }
    unless(['NotFound'], () => client.patch(pods, namespace, name, patch))
  }

  /** Pods whose Job has gone wait for nobody to count them. */
  function releaseOrphans(key: string): void {
    const [namespace = '', name] = key.split('/')
    for (const pod of podInformer.inNamespace(namespace)) {
      const owner = controllerOf(pod)
      if (owner?.kind === 'Job' && owner.name === name) untrack(pod)
    }
  }

  function manage(job: Job, failedPods: readonly Pod[]): void {
    const owned = podInformer.indexed(byController, job.metadata.uid ?? '')
    const active = owned.filter(isActive)
    const wanted = wantedActive(job, active.length, job.status?.succeeded ?? 0)
    if (active.length > wanted) {
      const surplus = [...active].sort((a, b) => Number(isReady(a)) - Number(isReady(b)) || byCreation(b, a))
      for (const pod of surplus.slice(0, active.length - wanted)) control.delete(job, pod)
      return
    }
    const missing = wanted - active.length - owned.filter(pod => isTerminating(pod) && !isFinished(pod)).length
    if (missing <= 0) return
    const mayStart = (of: readonly Pod[], failures: number): boolean => {
      // Failures that do not count slow down nevertheless.
      const wait = failureWait(of, Math.max(failures, of.length), clock.now())
      if (wait > 0) queue.addAfter(keyOf(job), wait)
      return wait <= 0
    }
    // Where each index has a limit of its own, it waits for itself only.
    const isEachForItself = job.spec.backoffLimitPerIndex !== undefined
    if (!isEachForItself && !mayStart(failedPods, job.status?.failed ?? 0)) return
    const failures = (index: number): number => failuresOf(job, failedPods, index)
    const isDue = (index: number): boolean =>
      !isEachForItself ||
      mayStart(
        failedPods.filter(pod => indexOf(pod) === index),
        failures(index)
      )
    const indexes: (number | undefined)[] = isIndexed(job)
      ? missingIndexes(job, owned, missing, isDue)
      : Array<undefined>(missing).fill(undefined)
    for (const index of indexes)
      control.create(job, jobPod(job, index, index === undefined ? undefined : failures(index)))
  }

  function failureOf(job: Job, owned: readonly Pod[]): { reason: string; message: string } | undefined {
    const { backoffLimit = 6, activeDeadlineSeconds, suspend = false } = job.spec
    for (const pod of owned.filter(hasFailed)) {
      const verdict = judgeFailure(job, pod)
      if (verdict.action === 'FailJob') return { reason: 'PodFailurePolicy', message: verdict.message }
    }
    const byIndexes = indexFailure(job)
    if (byIndexes !== undefined) return byIndexes
    const restarts = owned
      .filter(pod => pod.spec.restartPolicy === 'OnFailure' && isActive(pod))
      .flatMap(pod => pod.status?.containerStatuses ?? [])
      .reduce((sum, { restartCount }) => sum + restartCount, 0)
    if ((job.status?.failed ?? 0) > backoffLimit || (restarts > 0 && restarts > backoffLimit)) {
      return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' }
    }
    const { startTime } = job.status ?? {}
    if (activeDeadlineSeconds === undefined || startTime === undefined || suspend) return undefined
    const left = timeOf(startTime) + activeDeadlineSeconds * 1000 - clock.now()
    if (left <= 0) return { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' }
    queue.addAfter(keyOf(job), left)
    return undefined
  }

  /** Writes the status: numbers, whether it is suspended, and how it ended. */
  function finish(job: Job, failure: { reason: string; message: string } | undefined): void {
    const owned = podInformer.indexed(byController, job.metadata.uid ?? '')
    const active = owned.filter(isActive)
    const terminating = owned.filter(pod => isTerminating(pod) && !isFinished(pod))
    const { active: _active, ready: _ready, terminating: _terminating, ...kept } = job.status ?? {}
    const status: JobStatus = {
      ...kept,
      ...(active.length === 0 ? {} : { active: active.length }),
      ready: active.filter(isReady).length,
      terminating: terminating.length,
      uncountedTerminatedPods: kept.uncountedTerminatedPods ?? {},
      ...startOrSuspend(job)
    }
    const now = timestamp(clock)
    const ended = (type: string, reason: string, message: string): Condition => ({
      type,
      status: 'True',
      reason,
      message,
      lastProbeTime: now,
      lastTransitionTime: now
    })
    if (failure !== undefined) {
      const { reason, message } = failure
      status.conditions = [
        ...(status.conditions ?? []).filter(({ type }) => type !== 'FailureTarget'),
        ended('FailureTarget', reason, message)
      ]
      if (active.length === 0 && terminating.length === 0) {
        status.conditions.push(ended('Failed', reason, message))
        recorder.event(job, 'Warning', reason, message)
      }
    } else {
      const early = earlySuccess(job)
      const isAll = isComplete(job, active.length, job.status?.succeeded ?? 0)
      const [reason, message] =
        early === undefined
          ? ['CompletionsReached', 'Reached expected number of succeeded pods']
          : ['SuccessPolicy', early]
      if (early !== undefined || isAll) {
        const others = (status.conditions ?? []).filter(({ type }) => type !== 'SuccessCriteriaMet')
        const met = findCondition(status.conditions, 'SuccessCriteriaMet')
        status.conditions = [...others, met ?? ended('SuccessCriteriaMet', reason, message)]
      }
      if (active.length === 0 && (isAll || (early !== undefined && terminating.length === 0))) {
        status.conditions = [...(status.conditions ?? []), ended('Complete', reason, message)]
        status.completionTime = now
        recorder.event(job, 'Normal', 'Completed', 'Job completed')
      }
    }
    if (!sameJson(status, job.status)) client.updateStatus(jobs, { ...job, status })
  }

  function startOrSuspend(job: Job): JobStatus {
    const { suspend = false } = job.spec
    const present = findCondition(job.status?.conditions, 'Suspended')
    const now = timestamp(clock)
    const told = (status: 'True' | 'False', reason: string, message: string): Condition[] => [
      ...(job.status?.conditions ?? []).filter(({ type }) => type !== 'Suspended'),
      { type: 'Suspended', status, reason, message, lastProbeTime: now, lastTransitionTime: now }
    ]
    if (suspend) {
      if (present?.status === 'True') return {}
      recorder.event(job, 'Normal', 'Suspended', 'Job suspended')
      return { conditions: told('True', 'JobSuspended', 'Job suspended') }
    }
    if (present?.status === 'True') {
      recorder.event(job, 'Normal', 'Resumed', 'Job resumed')
      return { conditions: told('False', 'JobResumed', 'Job resumed'), startTime: now }
    }
    return job.status?.startTime === undefined ? { startTime: now } : {}
  }

  return controller
}

function selects(job: Job, pod: Pod): boolean {
  return matchesSelector(job.spec.selector, pod.metadata.labels)
}
