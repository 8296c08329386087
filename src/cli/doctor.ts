import { findingsOf } from '../doctor/findings.ts'
import type { Finding } from '../doctor/machine.ts'
import { probeMachine } from '../doctor/probe.ts'
import { exitCodes, success, type Outcome } from '../failure.ts'
import { plain } from '../shell/sanitise.ts'
import { doctorTexts } from '../texts/texts.ts'

export interface DoctorArguments {
  readonly json: boolean
  /** What to say of the lasting sandbox: "not running", or where it listens and what it holds. */
  readonly sandboxStatus: () => Promise<string>
}

/**
 * `kubewalk doctor`: what is there, what is missing, and what to do about it. Changes nothing and asks no cluster.
 *
 * @returns the exit code: 3 when a needed tool is missing, else 0
 */
export async function doctor({ json, sandboxStatus }: DoctorArguments): Promise<Outcome<number>> {
  const findings = findingsOf(await probeMachine(sandboxStatus))
  process.stdout.write(json ? `${JSON.stringify({ findings }, undefined, 2)}\n` : renderFindings(findings))
  return success(findings.some(({ status }) => status === 'missing') ? exitCodes['tool-missing'] : exitCodes.passed)
}

const signs: Readonly<Record<Finding['status'], string>> = { ok: '+', note: '~', missing: '!' }

/** A line for each finding: sign, word, name, what was found, what to do. */
export function renderFindings(findings: readonly Finding[]): string {
  const names = findings.map(({ name }) => (name === 'contexts' ? doctorTexts.contexts : name))
  const width = Math.max(...names.map(name => name.length))
  const wide = Math.max(...Object.values(doctorTexts.status).map(word => word.length))
  return findings
    .map(({ status, detail, todo }, index) => {
      const line = `${signs[status]} ${doctorTexts.status[status].padEnd(wide)}  ${names[index]?.padEnd(width) ?? ''}  ${plain(detail)}`
      return `${todo ? `${line}; ${plain(todo)}` : line}\n`
    })
    .join('')
}
