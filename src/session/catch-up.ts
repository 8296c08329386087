import { chapterAt } from '../lab/chapter-annotation.ts'
import type { Step } from '../lab/lab.ts'
import { plain } from '../shell/sanitise.ts'
import { proposableCommands } from './proposal.ts'
import type { Session } from './session.ts'
import { isMissingBefore, isOver } from './settled.ts'
import { runPlan, unattendedPlan, viewAt, type StepPlan } from './walk.ts'
import { sessionTexts } from '../texts/texts.ts'

/**
 * Does for the learner what is missing before a step, each step on the screen as it is done, and goes there. A step whose
 * checks hold already is left as it is; the first that cannot be done ends it.
 *
 * Where something is missing before the step's chapter, the cluster is brought to where the chapter starts from; so it is,
 * always, for the heading of a chapter, whose steps then begin anew.
 *
 * @param signal ends it where it stands.
 * @returns a sentence when it ended before the step was reached, or when a chapter was begun; else undefined.
 */
export async function catchUp(session: Session, index: number, signal: AbortSignal): Promise<string | undefined> {
  const heading = chapterAt(session.state.lab, index) ?? 0
  const begins = isMissingBefore(session.state, heading) || heading === index
  const begun = begins ? await beginChapter(session, heading) : undefined
  if (begun !== undefined && 'stopped' in begun) return begun.stopped
  const isAborted = (): boolean => signal.aborted
  for (const [at, { step }] of session.state.steps.entries()) {
    if (at >= index) break
    if (begun !== undefined && at <= heading) continue
    const isLeft = (): boolean => !isOver(viewAt(session, at))
    if (!isLeft()) continue
    session.goTo(at)
    const lack = await session.lack(step)
    await session.lookedOnce()
    if (isAborted()) return stopped(step)
    if (lack !== undefined) session.skip(step, lack)
    if (!isLeft()) continue
    const plan = planFor(step)
    if ('skip' in plan) return `${stopped(step)} ${plan.skip}`
    const ended = await runPlan(session, at, plan, signal)
    if (isAborted()) return stopped(step)
    if (ended.status !== 'passed') return `${stopped(step)} ${ended.reason}`
  }
  session.goTo(index)
  return begun?.told
}

/**
 * Brings the cluster to where a chapter starts from.
 *
 * @param heading its heading's index.
 * @returns what is told of it, or why it did not come to that; undefined when the chapter has no start of its own.
 */
async function beginChapter(
  session: Session,
  heading: number
): Promise<{ readonly told: string } | { readonly stopped: string } | undefined> {
  const { steps } = session.state.lab
  const step = steps[heading]
  const { start, from } = step?.chapter ?? {}
  if (step === undefined || start === undefined) return undefined
  const end = steps.findIndex((each, at) => at > heading && each.chapter !== undefined)
  for (const each of steps.slice(heading, end < 0 ? undefined : end)) session.forgetStep(each)
  session.goTo(heading)
  const result = await session.execute(start, { by: 'solution' })
  if (result?.exit !== 0) return { stopped: stopped(step) }
  return { told: from === undefined ? sessionTexts.chapterStarts : sessionTexts.chapterStartsFrom(plain(from)) }
}

/**
 * Does a step for the learner: its solution, else the commands that the lesson proposes, up to one that fails.
 *
 * @returns a sentence when there is nothing to run.
 */
export async function showStep(session: Session, step: Step): Promise<string | undefined> {
  if (step.solution !== undefined) {
    await session.execute(step.solution.script, { by: 'solution' })
    return undefined
  }
  const lines = proposableCommands(step)
  if (lines.length === 0) return sessionTexts.nothingToRun
  for (const command of lines) {
    const result = await session.execute(command.text, { by: 'solution' })
    if (result === undefined || result.exit !== 0) break
  }
  return undefined
}

/** The step's solution, else its commands where nobody is needed for them. */
function planFor(step: Step): StepPlan | { readonly skip: string } {
  if (step.solution !== undefined) return { by: 'solution', lines: [{ text: step.solution.script }] }
  const plan = unattendedPlan(step)
  return 'skip' in plan ? plan : { ...plan, by: 'solution' }
}

function stopped(step: Step): string {
  return sessionTexts.stoppedAt(plain(step.title))
}
