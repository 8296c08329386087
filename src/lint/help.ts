import { isWalked, type Step } from '../lab/lab.ts'
import { looksOnly, proposableCommands } from '../session/proposal.ts'
import { simpleCommands } from '../shell/words.ts'
import { lintTexts } from '../texts/texts.ts'
import type { Finding } from './finding.ts'
import type { LintedFile } from './linted-file.ts'

/**
 * Steps that change something, and leave a learner alone who is stuck: without a check, a hint or a solution. That there is
 * no step at all is a finding, too.
 */
export function helplessSteps({ lab, shown }: Pick<LintedFile, 'lab' | 'shown'>): Finding[] {
  if (!lab.steps.some(isWalked)) return [{ file: shown, line: 1, rule: 'step', message: lintTexts.noStep }]
  return lab.steps.filter(changesSomething).flatMap((step): Finding[] => {
    const lacks = [
      ...(knowsItsEnd(step) ? [] : [lintTexts.check]),
      ...(step.hints.length > 0 ? [] : [lintTexts.hint]),
      ...(step.solution === undefined ? [lintTexts.solution] : [])
    ]
    if (lacks.length === 0) return []
    return [{ file: shown, line: step.line, rule: 'step', message: lintTexts.lacks(step.title, joined(lacks)) }]
  })
}

function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : lintTexts.and(parts.slice(0, -1).join(', '), last)
}

/** Whether a step does more than look and prepare its folder, as far as its commands tell. */
function changesSomething(step: Step): boolean {
  return proposableCommands(step)
    .filter(({ role }) => role !== 'setup')
    .some(({ text, body }) => body !== undefined || !onlyLooks(text))
}

function onlyLooks(text: string): boolean {
  if (/[^2&]>(?!\s*\/dev\/null)/.test(text)) return false
  return simpleCommands(text).every(({ words }) => {
    const line = words.join(' ')
    return (
      looksOnly(line) || /^(kubectl (exec|port-forward|proxy)|curl|wget -\w*O-|dig|nslookup|ping|cd)(\s|$)/.test(line)
    )
  })
}

/** Its author's checks, or inferred ones that ask for more than that the command ended well. */
function knowsItsEnd({ checks, commands }: Step): boolean {
  const isInferred = checks.every(check => commands.some(({ line }) => line === check.line))
  return checks.length > 0 && !(isInferred && checks.every(({ kind }) => kind === 'result'))
}
