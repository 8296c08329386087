import { exitCodes, success, type Outcome } from '../failure.ts'
import { findLab } from '../lab/find.ts'
import { ordered, type Finding } from '../lint/finding.ts'
import { proofFindings } from '../lint/proof.ts'
import { lintFiles, type Linted } from '../lint/static.ts'
import { labsFolder } from '../package-root.ts'
import { renderLabHeading, renderStep } from '../report/pretty.ts'
import { plain } from '../shell/sanitise.ts'
import { lintTexts } from '../texts/texts.ts'
import { askConsent } from './consent.ts'
import { untilInterrupted } from './interrupt.ts'
import { stepReport } from './test.ts'
import { walkLab } from './unattended.ts'

export interface LintOptions {
  /** False leaves the proof out: nothing runs. */
  readonly run: boolean
  readonly json: boolean
  readonly trust: string | undefined
}

/** The form that other programs read; fields are added, never renamed. */
interface LintReport {
  readonly labs: readonly {
    readonly lab: string
    readonly file: string
    /** How many steps were proved, and left out as the sandbox lacks what they need; null when none were run. */
    readonly proved: number | null
    readonly leftOut: number | null
  }[]
  readonly findings: readonly Finding[]
}

/**
 * `kubewalk lint LAB…`: proves labs for their authors. Their files are looked through; then each step is done on a sandbox
 * of the lab's own, and must be undone before and done afterwards.
 *
 * Prints a line for each finding, and how many there are; or JSON.
 *
 * @returns 0 when there is nothing to mend, 1 when there is, 130 when interrupted; a failure `bad-input` for what is no
 * lab, `refused` for one whose commands may not run, `tool-missing` without kubectl.
 */
export async function lint(names: readonly string[], options: LintOptions): Promise<Outcome<number>> {
  const labs: Linted[] = []
  for (const name of names) {
    const file = await findLab(name, labsFolder)
    const linted = file.ok ? await lintFiles(file.value) : file
    if (!linted.ok) return linted
    labs.push(linted.value)
  }
  const print = (findings: readonly Finding[]): void => {
    if (!options.json) process.stdout.write(findings.map(lineOf).join(''))
  }
  const findings = ordered(labs.flatMap(({ findings }) => findings))
  print(findings)
  const provable = options.run ? labs.filter(({ isReadable }) => isReadable) : []
  for (const { lab } of provable) {
    const consent = await askConsent(lab, options.trust)
    if (!consent.ok) return consent
  }
  const { signal, done } = untilInterrupted()
  const proofs = new Map<Linted, Proof>()
  try {
    for (const linted of provable) {
      const proof = await prove(linted, signal)
      if (!proof.ok) return proof
      if (signal.aborted) return success(exitCodes.interrupted)
      print(proof.value.findings)
      findings.push(...proof.value.findings)
      proofs.set(linted, proof.value)
    }
  } finally {
    done()
  }
  if (options.json) process.stdout.write(`${JSON.stringify(reportOf(labs, proofs, findings))}\n`)
  else process.stdout.write(`${closing(labs, proofs, findings.length, options.run)}\n`)
  return success(findings.length === 0 ? exitCodes.passed : exitCodes['step-failed'])
}

interface Proof {
  readonly findings: readonly Finding[]
  readonly proved: number
  readonly leftOut: number
}

/** Does every step of a lab, with a look before and after; tells how far it is where somebody watches. */
async function prove({ lab, shown }: Linted, signal: AbortSignal): Promise<Outcome<Proof>> {
  const say = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(text)
  }
  say(renderLabHeading({ lab: lab.name, title: lab.title }))
  const walked = await walkLab(lab, {
    context: undefined,
    signal,
    lookFirst: true,
    instant: true,
    onStep: step => say(renderStep(stepReport(step)))
  })
  if (!walked.ok) return walked
  const proved = walked.value.filter(({ status, heldBefore }) => status === 'passed' && heldBefore === false)
  const leftOut = walked.value.filter(({ lacking }) => lacking === true)
  return success({ findings: proofFindings(walked.value, shown), proved: proved.length, leftOut: leftOut.length })
}

function lineOf({ file, line, message }: Finding): string {
  return `${plain(file)}:${line}: ${plain(message).replace(/\s*\n\s*/g, ' ')}\n`
}

function closing(labs: readonly Linted[], proofs: ReadonlyMap<Linted, Proof>, findings: number, run: boolean): string {
  const names = plain(labs.map(({ lab }) => lab.name).join(', '))
  const all = [...proofs.values()]
  const proved = all.reduce((sum, each) => sum + each.proved, 0)
  const leftOut = all.reduce((sum, each) => sum + each.leftOut, 0)
  if (findings === 0 && !run) return lintTexts.cleanUnproved(names)
  return [
    findings === 0 ? lintTexts.clean(names, proved) : lintTexts.found(findings, names),
    ...(leftOut > 0 ? [lintTexts.leftOut(leftOut)] : []),
    ...(run ? [] : [lintTexts.unproved]),
    ...(run && proofs.size < labs.length ? [lintTexts.unreadable] : [])
  ].join(' ')
}

function reportOf(
  labs: readonly Linted[],
  proofs: ReadonlyMap<Linted, Proof>,
  findings: readonly Finding[]
): LintReport {
  return {
    labs: labs.map(linted => {
      const { proved = null, leftOut = null } = proofs.get(linted) ?? {}
      return { lab: linted.lab.name, file: linted.shown, proved, leftOut }
    }),
    findings
  }
}
