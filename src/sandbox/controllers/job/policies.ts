/** What the policies of a Job say of its pods: pod_failure_policy.go, success_policy.go and backoff_utils.go (v1.35). */
import type { FailureRule, Job } from '../types/batch.ts'
import type { Pod } from '../types/core.ts'
import { hasFailed, indexOf, parseIndexes } from './plan.ts'

export const failureCountAnnotation = 'batch.kubernetes.io/job-index-failure-count'

export type FailureVerdict =
  { readonly action: 'Count' | 'FailIndex' | 'Ignore' } | { readonly action: 'FailJob'; readonly message: string }

/** What the first rule that fits a failed pod asks for; without one its failure counts. */
export function judgeFailure({ spec }: Job, pod: Pod): FailureVerdict {
  for (const [index, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    const match = matchOf(rule, pod)
    if (match === undefined) continue
    const { action } = rule
    return action === 'FailJob' ? { action, message: `${match} matching ${action} rule at index ${index}` } : { action }
  }
  return { action: 'Count' }
}

/** Whether a pod that has ended counts as a failure of its Job. */
export function isCountedFailure(job: Job, pod: Pod): boolean {
  return hasFailed(pod) && judgeFailure(job, pod).action !== 'Ignore'
}

/** Why a Job has failed by its indexes: too many of them, or some when all others are through. */
export function indexFailure({ spec, status }: Job): { reason: string; message: string } | undefined {
  const failed = parseIndexes(status?.failedIndexes).size
  if (failed === 0) return undefined
  if (spec.maxFailedIndexes !== undefined && failed > spec.maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes'
    return { reason: 'MaxFailedIndexesExceeded', message }
  }
  const isThrough = failed + parseIndexes(status?.completedIndexes).size >= (spec.completions ?? 0)
  return isThrough ? { reason: 'FailedIndexes', message: 'Job has failed indexes' } : undefined
}

/** What of a pod fits a rule, in words. */
function matchOf({ onExitCodes, onPodConditions = [] }: FailureRule, pod: Pod): string | undefined {
  const name = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
  if (onExitCodes !== undefined) {
    const { containerName, operator, values } = onExitCodes
    const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]
    for (const status of statuses) {
      const code = status.state.terminated?.exitCode ?? 0
      if (code === 0 || (containerName !== undefined && containerName !== status.name)) continue
      if (values.includes(code) === (operator === 'In'))
        return `Container ${status.name} for pod ${name} failed with exit code ${code}`
    }
  }
  const condition = onPodConditions.find(({ type, status }) =>
    pod.status?.conditions?.some(each => each.type === type && each.status === status)
  )
  return condition === undefined ? undefined : `Pod ${name} has condition ${condition.type}`
}

/** How often the index of a pod had failed before the pod was made. */
function earlierFailures(pod: Pod): number {
  return Number(pod.metadata.annotations?.[failureCountAnnotation] ?? 0)
}

/** How often an index has failed, by its failed pods that count. */
export function failuresOf(job: Job, failedPods: readonly Pod[], index: number): number {
  const counts = failedPods
    .filter(pod => indexOf(pod) === index)
    .map(pod => earlierFailures(pod) + (judgeFailure(job, pod).action === 'Ignore' ? 0 : 1))
  return Math.max(0, ...counts)
}

/** The indexes that pods which failed just now have given up for good. */
export function indexesGivenUp(job: Job, failedPods: readonly Pod[]): number[] {
  const limit = job.spec.backoffLimitPerIndex
  if (limit === undefined) return []
  return failedPods.flatMap(pod => {
    const { action } = judgeFailure(job, pod)
    const isOver = action === 'FailIndex' || (action !== 'Ignore' && earlierFailures(pod) + 1 > limit)
    return isOver ? [indexOf(pod) ?? -1] : []
  })
}

/** Why a Job has succeeded before all of its indexes have; `undefined` when it has not. */
export function earlySuccess({ spec, status }: Job): string | undefined {
  const done = parseIndexes(status?.completedIndexes)
  const matching = (spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    const required = succeededIndexes === undefined ? [...done] : [...parseIndexes(succeededIndexes)]
    const reached = required.filter(index => done.has(index)).length
    return succeededCount === undefined ? reached === required.length : reached >= succeededCount
  })
  return matching < 0 ? undefined : `Matched rules at index ${matching}`
}
