import type { WalkedStep } from '../session/walk.ts'
import { lintTexts } from '../texts/texts.ts'
import type { Finding } from './finding.ts'

/**
 * What a walk that looked first has shown of a lab: steps whose checks cannot fail, the one that failed, those that cannot
 * be done with nobody there, and questions without an answer. What was skipped after a failure is nobody's fault yet.
 *
 * @param shown how the lab's file is called.
 */
export function proofFindings(walked: readonly WalkedStep[], shown: string): Finding[] {
  const failed = walked.findIndex(({ status }) => status === 'failed')
  const findings = walked.slice(0, failed < 0 ? undefined : failed + 1).flatMap(step => {
    const { line, title, questions } = step.view.step
    const at = (place: number, message: string): Finding => ({ file: shown, line: place, rule: 'proof', message })
    if (step.status === 'skipped')
      return step.lacking === true ? [] : [at(line, lintTexts.notProved(title, step.reason))]
    const unanswered = questions.filter((_, index) => step.view.questions[index]?.right === undefined)
    return [
      ...(step.heldBefore === true ? [at(line, lintTexts.cannotFail(title))] : []),
      ...(step.status === 'failed' ? failuresOf(step).map(([place, message]) => at(place, message)) : []),
      ...(step.status === 'passed' ? unanswered.map(({ ask, line }) => at(line, lintTexts.answerless(ask))) : [])
    ]
  })
  if (findings.length > 0 || walked.some(({ status }) => status === 'passed')) return findings
  return [{ file: shown, line: 1, rule: 'proof', message: lintTexts.nothingProved }]
}

/** What does not hold, each on the line of its check; where no check came to fail, how the step's commands ended. */
function failuresOf({ view, reason }: WalkedStep): (readonly [line: number, message: string])[] {
  const { line, title, checks } = view.step
  const failed = view.checks.flatMap(({ that, verdict }, index) =>
    verdict.status === 'failed'
      ? [[checks[index]?.line ?? line, lintTexts.doesNotHold(title, that, verdict.why ?? verdict.actual)] as const]
      : []
  )
  return failed.length > 0 ? failed : [[line, lintTexts.failed(title, reason)]]
}
