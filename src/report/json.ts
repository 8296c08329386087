import type { Report } from './report.ts'

/** The report as JSON, two spaces deep, with a newline at its end; nothing but the fields of `Report`. */
export function renderJson(report: Report): string {
  const labs = report.labs.map(({ lab, title, steps }) => ({
    lab,
    title,
    steps: steps.map(({ title, status, reason, commands, checks }) => ({
      title,
      status,
      reason,
      commands: commands.map(({ text, exit }) => ({ text, exit })),
      checks: checks.map(({ that, status, expected, actual, hint }) => ({ that, status, expected, actual, hint }))
    }))
  }))
  const { passed, failed, skipped } = report
  return `${JSON.stringify({ labs, passed, failed, skipped }, undefined, 2)}\n`
}
