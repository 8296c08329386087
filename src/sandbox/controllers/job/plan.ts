/** How far a Job is and how many pods it needs next: pkg/controller/job/job_controller.go and indexed_job_utils.go. */
import { isActive, isTerminating, timeOf } from '../runtime/pods.ts'
import type { Job } from '../types/batch.ts'
import type { Pod } from '../types/core.ts'

export const trackingFinalizer = 'batch.kubernetes.io/job-tracking'
export const indexAnnotation = 'batch.kubernetes.io/job-completion-index'

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(trackingFinalizer) === true
}

export function finishedCondition(job: Job): 'Complete' | 'Failed' | undefined {
  const found = job.status?.conditions?.find(
    ({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed')
  )
  return found?.type as 'Complete' | 'Failed' | undefined
}

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed'
}

export function indexOf(pod: Pod): number | undefined {
  const index = pod.metadata.annotations?.[indexAnnotation]
  return index === undefined ? undefined : Number(index)
}

/** Whether a pod counts as failed: it did, or it was deleted before it succeeded. */
export function hasFailed(pod: Pod): boolean {
  return pod.status?.phase === 'Failed'
}

/** How many pods shall be active now. */
export function wantedActive(job: Job, active: number, succeeded: number): number {
  const { parallelism = 1, completions } = job.spec
  if (job.spec.suspend === true) return 0
  // Without a number of completions one success is enough, and the pods that still run may finish.
  if (completions === undefined) return succeeded > 0 ? active : parallelism
  const givenUp = parseIndexes(job.status?.failedIndexes).size
  return Math.min(parallelism, Math.max(0, completions - succeeded - givenUp))
}

export function isComplete(job: Job, active: number, succeeded: number): boolean {
  const { completions } = job.spec
  return completions === undefined ? succeeded > 0 && active === 0 : succeeded >= completions && active === 0
}

/** Milliseconds that a new pod has to wait after failures: 10 seconds, doubling up to 10 minutes. */
export function failureWait(failed: readonly Pod[], failures: number, now: number): number {
  if (failures === 0 || failed.length === 0) return 0
  const last = Math.max(...failed.map(finishedAt))
  return last + Math.min(10_000 * 2 ** Math.min(failures - 1, 10), 600_000) - now
}

function finishedAt(pod: Pod): number {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) => timeOf(state.terminated?.finishedAt))
  return Math.max(0, ...ends)
}

/**
 * The first indexes that are neither done nor have an active pod.
 *
 * @param mayStart whether an index may be tried again already.
 */
export function missingIndexes(
  job: Job,
  pods: readonly Pod[],
  count: number,
  mayStart: (index: number) => boolean
): number[] {
  const { completedIndexes, failedIndexes } = job.status ?? {}
  const done = new Set([...parseIndexes(completedIndexes), ...parseIndexes(failedIndexes)])
  const taken = new Set(pods.filter(pod => isActive(pod) || isTerminating(pod)).map(indexOf))
  const missing: number[] = []
  for (let index = 0; index < (job.spec.completions ?? 0) && missing.length < count; index += 1) {
    if (!done.has(index) && !taken.has(index) && mayStart(index)) missing.push(index)
  }
  return missing
}

/** `0,2-4` as the indexes that it names. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>()
  for (const part of (text ?? '').split(',').filter(each => each !== '')) {
    const [first = 0, last = first] = part.split('-').map(Number)
    for (let index = first; index <= last; index += 1) indexes.add(index)
  }
  return indexes
}

/** Indexes as `0,2-4`. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const parts: string[] = []
  const sorted = [...indexes].sort((a, b) => a - b)
  for (let at = 0; at < sorted.length;) {
    const first = sorted[at] ?? 0
    let last = first
    while (sorted[at + 1] === last + 1) {
      last += 1
      at += 1
    }
    parts.push(last === first ? String(first) : last === first + 1 ? `${first},${last}` : `${first}-${last}`)
    at += 1
  }
  return parts.join(',')
}
