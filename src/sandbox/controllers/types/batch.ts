/** The fields of batch/v1 that the Job and CronJob controllers read or write. */
import type { LabelSelector } from '../../client.ts'
import type { KubeObject, ObjectMeta } from '../../object.ts'
import type { Condition, ObjectReference, PodTemplate } from './core.ts'

export interface JobSpec {
  parallelism?: number
  completions?: number
  completionMode?: 'NonIndexed' | 'Indexed'
  activeDeadlineSeconds?: number
  backoffLimit?: number
  backoffLimitPerIndex?: number
  maxFailedIndexes?: number
  podFailurePolicy?: { rules: FailureRule[] }
  successPolicy?: { rules: { succeededIndexes?: string; succeededCount?: number }[] }
  suspend?: boolean
  ttlSecondsAfterFinished?: number
  selector?: LabelSelector
  template: PodTemplate
}

export interface FailureRule {
  action: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore'
  onExitCodes?: { containerName?: string; operator: 'In' | 'NotIn'; values: number[] }
  onPodConditions?: { type: string; status: string }[]
}

export interface Job extends KubeObject {
  spec: JobSpec
  status?: JobStatus
}

export interface JobStatus {
  conditions?: Condition[]
  startTime?: string
  completionTime?: string
  active?: number
  ready?: number
  terminating?: number
  succeeded?: number
  failed?: number
  completedIndexes?: string
  failedIndexes?: string
  uncountedTerminatedPods?: { succeeded?: string[]; failed?: string[] }
}

export interface CronJob extends KubeObject {
  spec: {
    schedule: string
    timeZone?: string
    startingDeadlineSeconds?: number
    concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace'
    suspend?: boolean
    jobTemplate: { metadata?: Partial<ObjectMeta>; spec: JobSpec }
    successfulJobsHistoryLimit?: number
    failedJobsHistoryLimit?: number
  }
  status?: { active?: ObjectReference[]; lastScheduleTime?: string; lastSuccessfulTime?: string }
}
