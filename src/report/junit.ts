import { plain } from '../shell/sanitise.ts'
import type { LabReport, Report, StepReport } from './report.ts'

/**
 * The report as JUnit XML, as the Ant task writes it and CI systems read it: a suite a lab, a case a step. Details of a
 * step that failed stand in its `failure`, commands in `system-out`.
 */
export function renderJunit(report: Report): string {
  const { passed, failed, skipped } = report
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kubewalk" tests="${passed + failed + skipped}" failures="${failed}" skipped="${skipped}">`,
    ...report.labs.flatMap(suite),
    '</testsuites>'
  ]
  return `${lines.join('\n')}\n`
}

function suite(lab: LabReport): string[] {
  const count = (status: StepReport['status']): number => lab.steps.filter(step => step.status === status).length
  return [
    `  <testsuite name="${escape(lab.title)}" tests="${lab.steps.length}" failures="${count('failed')}" skipped="${count('skipped')}">`,
    ...lab.steps.flatMap(step => testCase(lab, step)),
    '  </testsuite>'
  ]
}

function testCase(lab: LabReport, step: StepReport): string[] {
  const commands = step.commands.map(({ text, exit }) => `$ ${text}\nexit ${exit}`).join('\n')
  const inside = [
    ...(step.status === 'failed'
      ? [`      <failure message="${escape(step.reason)}">${escape(failureText(step))}</failure>`]
      : []),
    ...(step.status === 'skipped' ? [`      <skipped message="${escape(step.reason)}"/>`] : []),
    ...(commands ? [`      <system-out>${escape(commands)}</system-out>`] : [])
  ]
  const opening = `    <testcase classname="${escape(lab.lab)}" name="${escape(step.title)}"`
  return inside.length > 0 ? [`${opening}>`, ...inside, '    </testcase>'] : [`${opening}/>`]
}

function failureText(step: StepReport): string {
  return step.checks
    .filter(check => check.status !== 'passed')
    .map(({ that, status, expected, actual, hint }) =>
      [
        `${status}: ${that}`,
        `  expected: ${expected}`,
        `  actual: ${actual}`,
        ...(hint ? [`  try: ${hint}`] : [])
      ].join('\n')
    )
    .join('\n')
}

/** XML 1.0, 2.2 and 2.4: no control characters but tab and newline, no lone surrogates, no noncharacters. */
function escape(text: string): string {
  return plain(text)
    .toWellFormed()
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;')
}
