import type { Outcome } from '../failure.ts'
import { failure, success } from '../failure.ts'
import type { Lab } from '../lab/lab.ts'
import { mistakesInTranslations } from '../lab/translations.ts'
import { renderLabHeading, renderPretty, renderStep, renderTotals } from '../report/pretty.ts'
import { reportOf, type LabReport, type Report, type StepReport } from '../report/report.ts'
import type { WalkedStep } from '../session/walk.ts'
import { askConsent } from './consent.ts'
import { untilInterrupted } from './interrupt.ts'
import { labsOf } from './lab-source.ts'
import { exitCodeOf, walkLab } from './unattended.ts'

export type ReportForm = 'pretty' | 'json' | 'junit'

export interface TestOptions {
  readonly context: string | undefined
  readonly report: ReportForm
  /** The file that gets the report; standard output when undefined. */
  readonly output: string | undefined
  readonly trust: string | undefined
}

/**
 * `kubewalk test LAB…`: walks every lab with nobody there, each on a sandbox of its own, and reports.
 *
 * The report for people is printed step by step, wherever standard output is not what gets another form of it.
 *
 * @returns 0 only if at least one step ran and all passed that this cluster can have, 1 when one did not, 130 when interrupted; or a failure before
 * anything ran.
 */
export async function test(names: readonly string[], options: TestOptions): Promise<Outcome<number>> {
  const labs = await labsOf(names)
  if (!labs.ok) return labs
  for (const lab of labs.value) {
    const [mistake] = await mistakesInTranslations(lab)
    if (mistake !== undefined) return failure('bad-input', mistake)
    const consent = await askConsent(lab, options.trust)
    if (!consent.ok) return consent
  }
  const { signal, done } = untilInterrupted()
  const say = progressTo(options)
  const reports: LabReport[] = []
  const steps: WalkedStep[] = []
  try {
    for (const lab of labs.value) {
      say(renderLabHeading({ lab: lab.name, title: lab.title }))
      const walked = await walkLab(lab, {
        context: options.context,
        signal,
        onStep: step => say(renderStep(stepReport(step), { colours: coloursOf(options) }))
      })
      if (!walked.ok) return walked
      reports.push(labReport(lab, walked.value))
      steps.push(...walked.value)
    }
  } finally {
    done()
  }
  const report = reportOf(reports)
  say(renderTotals(report, { colours: coloursOf(options) }))
  const written = await deliver(report, options)
  if (!written.ok) return written
  return success(exitCodeOf(steps, signal))
}

/** Where the report for people goes while the walk goes on: nowhere when standard output gets JSON or XML. */
function progressTo({ report, output }: TestOptions): (text: string) => void {
  if (report === 'pretty' || output !== undefined) return text => void process.stdout.write(text)
  return process.stderr.isTTY ? text => void process.stderr.write(text) : () => undefined
}

function coloursOf({ report, output }: TestOptions): boolean {
  const stream = report === 'pretty' || output !== undefined ? process.stdout : process.stderr
  return stream.isTTY && stream.hasColors()
}

async function deliver(report: Report, { report: form, output }: TestOptions): Promise<Outcome<void>> {
  if (form === 'pretty' && output === undefined) return success(undefined)
  const text = await rendered(report, form)
  if (output === undefined) {
    process.stdout.write(text)
    return success(undefined)
  }
  const { writeReport } = await import('../report/write.ts')
  return writeReport(output, text)
}

async function rendered(report: Report, form: ReportForm): Promise<string> {
  switch (form) {
    case 'json':
      return (await import('../report/json.ts')).renderJson(report)
    case 'junit':
      return (await import('../report/junit.ts')).renderJunit(report)
    case 'pretty':
      return renderPretty(report)
  }
}

function labReport(lab: Lab, steps: readonly WalkedStep[]): LabReport {
  return { lab: lab.name, title: lab.title, steps: steps.map(stepReport) }
}

/** A step that ended, as reports have it. */
export function stepReport({ view, status, reason }: WalkedStep): StepReport {
  return {
    title: view.step.title,
    status,
    reason,
    commands: view.commands.map(({ text, exit }) => ({ text, exit: exit ?? -1 })),
    checks: view.checks.map(({ that, verdict }) => ({
      that,
      status: verdict.status,
      expected: verdict.expected,
      actual: verdict.actual,
      hint: verdict.status === 'passed' ? '' : (verdict.hint ?? '')
    }))
  }
}
