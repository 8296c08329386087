import { styleText } from 'node:util'
import { plain } from '../shell/sanitise.ts'
import { checkWords, reportTexts } from '../texts/texts.ts'
import type { CheckReport, LabReport, Report, StepReport, StepStatus } from './report.ts'

export interface PrettyOptions {
  /** Colours repeat what sign and word say; without them nothing is lost. */
  readonly colours?: boolean
}

const signs: Readonly<Record<StepStatus, string>> = { passed: '+', failed: '!', skipped: '-' }
const styles = { passed: 'green', failed: 'red', skipped: 'yellow' } as const

/** The whole report for people: what the streamed parts below give one after the other. */
export function renderPretty(report: Report, options: PrettyOptions = {}): string {
  return [
    ...report.labs.flatMap(lab => [renderLabHeading(lab), ...lab.steps.map(step => renderStep(step, options))]),
    renderTotals(report, options)
  ].join('')
}

/** The line above a lab's steps. */
export function renderLabHeading(lab: Pick<LabReport, 'lab' | 'title'>): string {
  return `${plain(lab.title)} (${plain(lab.lab)})\n`
}

/**
 * A step that has ended: one line when it passed; with its reason when skipped; with its commands and the checks that did
 * not hold when it failed.
 */
export function renderStep(step: StepReport, options: PrettyOptions = {}): string {
  const word = padded(reportTexts.status[step.status], Object.values(reportTexts.status))
  const mark = coloured(`${signs[step.status]} ${word}`, styles[step.status], options)
  const lines = [`  ${mark}  ${plain(step.title)}`]
  if (step.status !== 'passed' && step.reason) lines.push(`      ${oneLine(step.reason)}`)
  if (step.status === 'failed') {
    for (const { text, exit } of step.commands) lines.push(`      $ ${oneLine(text)}  (${reportTexts.exit(exit)})`)
    for (const check of step.checks) if (check.status !== 'passed') lines.push(...checkLines(check))
  }
  return `${lines.join('\n')}\n`
}

function checkLines({ that, status, expected, actual, hint }: CheckReport): string[] {
  const names = [reportTexts.expected, reportTexts.actual, reportTexts.try]
  const facts = [expected, actual, hint].flatMap((fact, index) =>
    fact === '' ? [] : [`        ${padded(names[index] ?? '', names)}  ${oneLine(fact)}`]
  )
  return [`      ${checkWords[status].word}: ${oneLine(that)}`, ...facts]
}

/** A word as wide as the widest of those that stand in its column. */
function padded(word: string, column: readonly string[]): string {
  return word.padEnd(Math.max(...column.map(each => each.length)))
}

/** The last line: how many steps passed, failed and were skipped. */
export function renderTotals(report: Report, options: PrettyOptions = {}): string {
  const { passed, failed, skipped } = report
  if (passed + failed + skipped === 0) return `${coloured(reportTexts.nothingRan, 'red', options)}\n`
  const parts = [
    coloured(reportTexts.passed(passed), passed > 0 ? 'green' : undefined, options),
    ...(failed > 0 ? [coloured(reportTexts.failed(failed), 'red', options)] : []),
    ...(skipped > 0 ? [coloured(reportTexts.skipped(skipped), 'yellow', options)] : [])
  ]
  return `${parts.join(', ')}\n`
}

function coloured(text: string, style: 'green' | 'red' | 'yellow' | undefined, { colours }: PrettyOptions): string {
  return colours && style ? styleText(style, text, { validateStream: false }) : text
}

function oneLine(text: string): string {
  return plain(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
