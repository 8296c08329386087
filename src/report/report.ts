import type { VerdictStatus } from '../check/verdict.ts'

/**
 * What a headless walk found, in the shape that `kubewalk test --report json` prints. Other programs read it: fields are
 * added, never renamed. A text that does not apply is empty.
 */
export interface Report {
  readonly labs: readonly LabReport[]
  /** Steps of all labs, by status. */
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export interface LabReport {
  /** The lab's name: its folder's, or its file's. */
  readonly lab: string
  readonly title: string
  /** Walked steps only, in order; a heading with prose only is none. */
  readonly steps: readonly StepReport[]
}

export type StepStatus = 'passed' | 'failed' | 'skipped'

export interface StepReport {
  readonly title: string
  readonly status: StepStatus
  /** Why it failed or was skipped, in a sentence. */
  readonly reason: string
  readonly commands: readonly CommandReport[]
  readonly checks: readonly CheckReport[]
}

export interface CommandReport {
  readonly text: string
  readonly exit: number
}

export interface CheckReport {
  readonly that: string
  readonly status: VerdictStatus
  readonly expected: string
  readonly actual: string
  readonly hint: string
}

/** The report over some labs, with its steps counted. */
export function reportOf(labs: readonly LabReport[]): Report {
  const count = (status: StepStatus): number =>
    labs.reduce((sum, lab) => sum + lab.steps.filter(step => step.status === status).length, 0)
  return { labs, passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

/** Whether the walk counts as passed: at least one step ran, and none failed or was left out. */
export function isPassed(report: Report): boolean {
  return report.passed > 0 && report.failed === 0 && report.skipped === 0
}
