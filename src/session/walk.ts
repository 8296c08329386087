import { runsBeside, wantsScreen } from '../lab/endless.ts'
import type { Check, Command, Role, Step } from '../lab/lab.ts'
import { isWalked } from '../lab/lab.ts'
import { dangerOf } from '../shell/danger.ts'
import type { CommandResult } from '../shell/shell.ts'
import { proposableCommands } from './proposal.ts'
import type { Session } from './session.ts'
import { isSettled } from './settled.ts'
import type { StepView } from './state.ts'
import { sessionTexts } from '../texts/texts.ts'

/** How a step of a walk without a learner ended. */
export interface WalkedStep {
  readonly view: StepView
  readonly status: 'passed' | 'failed' | 'skipped'
  /** Skipped because this cluster lacks what the step needs, which is nobody's fault. */
  readonly lacking?: boolean
  /** Why it failed or was skipped, in a sentence; empty when it passed. */
  readonly reason: string
  /** All of its checks held before its commands ran; known when they were looked at first. */
  readonly heldBefore?: boolean
}

export interface WalkOptions {
  /** Called with each step as it ends. */
  readonly onStep?: (step: WalkedStep) => void
  /** Ends the walk: what runs is interrupted, the rest is skipped. */
  readonly signal?: AbortSignal
  /** Looks at each step's checks before its commands run, and waits for the answers of its questions afterwards. */
  readonly lookFirst?: boolean
}

/**
 * Walks a lab with nobody there: runs each step's commands as the lesson proposes them and waits for its checks.
 *
 * After a step that failed the rest is skipped, because later steps stand on earlier ones.
 *
 * @returns every step that is walked, in order.
 */
export async function walkUnattended(session: Session, options: WalkOptions = {}): Promise<readonly WalkedStep[]> {
  const walked: WalkedStep[] = []
  const interrupt = (): void => session.interrupt()
  options.signal?.addEventListener('abort', interrupt)
  let obstacle: string | undefined
  for (const [index, { step }] of session.state.steps.entries()) {
    if (options.signal?.aborted === true) obstacle ??= sessionTexts.interrupted
    if (!isWalked(step)) {
      // Prose is read on the way, so that the printed walk is the whole lesson.
      if (obstacle === undefined) session.goTo(index)
      continue
    }
    const ended = obstacle === undefined ? await walkStep(session, index, options) : skipStep(session, index, obstacle)
    if (ended.status === 'failed') obstacle = sessionTexts.stepBefore(step.title)
    walked.push(ended)
    options.onStep?.(ended)
  }
  options.signal?.removeEventListener('abort', interrupt)
  return walked
}

async function walkStep(session: Session, index: number, options: WalkOptions): Promise<WalkedStep> {
  const { step } = viewAt(session, index)
  session.goTo(index)
  const lack = await session.lack(step)
  if (lack !== undefined) return { ...skipStep(session, index, lack), lacking: true }
  const plan = unattendedPlan(step)
  if ('skip' in plan) return skipStep(session, index, plan.skip)
  const heldBefore = options.lookFirst === true ? await holdsAlready(session, index) : undefined
  // What is asked about a step is told within it: predictions before its commands, the rest before the next step.
  await session.asked()
  const ended = await runPlan(session, index, plan, options.signal)
  await session.asked()
  return { ...ended, view: viewAt(session, index), ...(heldBefore !== undefined && { heldBefore }) }
}

async function holdsAlready(session: Session, index: number): Promise<boolean> {
  await session.lookedOnce(longestLookMs)
  return isSettled(viewAt(session, index))
}

/**
 * Runs the lines of a plan in the present step, which is that of the index, and waits for its checks.
 *
 * @param signal ends the waiting when it is aborted; what runs is the caller's to interrupt.
 */
export async function runPlan(
  session: Session,
  index: number,
  plan: StepPlan,
  signal?: AbortSignal
): Promise<WalkedStep> {
  try {
    return await runLines(session, index, plan, signal)
  } finally {
    await session.endBeside()
  }
}

/** What runs beside the lesson goes on until the step's checks are decided: later lines may need it. */
async function runLines(
  session: Session,
  index: number,
  plan: StepPlan,
  signal: AbortSignal | undefined
): Promise<WalkedStep> {
  const view = (): StepView => viewAt(session, index)
  for (const [at, line] of plan.lines.entries()) {
    const last = at === plan.lines.length - 1
    const run = session.execute(line.text, { by: plan.by, watch: last })
    const timer = line.endAfterMs === undefined ? undefined : setTimeout(() => session.interrupt(), line.endAfterMs)
    const result = await run
    clearTimeout(timer)
    const endedByPlan = line.endAfterMs !== undefined && result?.interrupted === true
    if (result !== undefined && (result.exit === 0 || endedByPlan)) continue
    return { view: view(), status: 'failed', reason: endOf(firstLine(line.text), result) }
  }
  const unmeetable = checkWithoutCommand(view())
  if (unmeetable !== undefined)
    return { view: view(), status: 'failed', reason: sessionTexts.noCommandCounts(unmeetable.that) }
  await isDecided(session, index, signal)
  // Where there is nothing to check, its end decides.
  if (view().step.checks.length === 0) await session.endBeside()
  const ended = view()
  if (isSettled(ended)) return { view: ended, status: 'passed', reason: '' }
  const failed = ended.checks.find(check => check.verdict.status === 'failed')
  const verdict = failed?.verdict
  const reason = verdict === undefined ? sessionTexts.notAllHold : (verdict.why ?? verdict.actual)
  return { view: ended, status: 'failed', reason }
}

/** A check on the result of commands of a certain look, none of which was run: nobody is there who would run one. */
function checkWithoutCommand({ step, commands }: StepView): Check | undefined {
  return step.checks.find(check => {
    if (check.kind !== 'result' || check.command === undefined) return false
    const pattern = new RegExp(check.command)
    return !commands.some(({ text }) => pattern.test(text))
  })
}

/** How a command ended that did not end well; bash gives 127 for a program that is not there. */
function endOf(line: string, result: CommandResult | undefined): string {
  if (result === undefined) return sessionTexts.lineDidNotRun(line)
  if (result.interrupted) return sessionTexts.lineInterrupted(line)
  const missing =
    result.exit === 127 ? /(?:^|\s)([^\s:]+): (?:command )?not found/m.exec(result.stderr)?.[1] : undefined
  return missing === undefined ? sessionTexts.lineEnded(line, result.exit) : sessionTexts.lineNeeds(line, missing)
}

/** Resolves when a step is settled, or one of its checks has failed, or nothing is left to wait for. */
function isDecided(session: Session, index: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const look = (): boolean => {
      const view = viewAt(session, index)
      return isSettled(view) || view.progress === 'failed' || view.step.checks.length === 0
    }
    if (look()) {
      resolve()
      return
    }
    const over = (): void => {
      unsubscribe()
      signal?.removeEventListener('abort', over)
      resolve()
    }
    const unsubscribe = session.subscribe(() => {
      if (look()) over()
    })
    signal?.addEventListener('abort', over)
    if (signal?.aborted === true) over()
  })
}

interface PlannedLine {
  readonly text: string
  /** A line that does not end by itself, and cannot run beside the lesson, is interrupted after so many milliseconds. */
  readonly endAfterMs?: number
}

const runnable: ReadonlySet<Role> = new Set<Role>(['run', 'setup', 'watch', 'background'])
const settlingMs = 3000
/** A machine may have other work; a cluster that does not answer for so long gives no answer later either. */
const longestLookMs = 30_000

/** What is run to do a step. */
export interface StepPlan {
  readonly by: 'learner' | 'solution'
  readonly lines: readonly PlannedLine[]
}

/** What runs when nobody is there: the step's own commands, else its solution; or why it cannot be done alone. */
export function unattendedPlan(step: Step): StepPlan | { readonly skip: string } {
  const commands = proposableCommands(step).filter(isNeeded)
  const danger = commands.map(command => dangerOf(command.text)).find(reason => reason !== undefined)
  if (danger !== undefined || commands.some(command => command.role === 'danger'))
    return { skip: sessionTexts.asksFirst(danger ?? sessionTexts.reachesBeyond) }
  if (commands.length > 0 && commands.every(command => runnable.has(command.role)))
    return {
      by: 'learner',
      lines: commands.map(({ text, role }) =>
        (role === 'watch' || role === 'background') && !runsBeside(text) ? { text, endAfterMs: settlingMs } : { text }
      )
    }
  if (step.solution !== undefined) return { by: 'solution', lines: [{ text: step.solution.script }] }
  const needs = proposableCommands(step).find(command => !runnable.has(command.role) || !isNeeded(command))
  return {
    skip: needs === undefined ? sessionTexts.needsSomebody : sessionTexts.needsSomebodyFor(firstLine(needs.text))
  }
}

/** `watch` only shows something, on a screen that is not there. */
function isNeeded({ text, role }: Command): boolean {
  return role !== 'watch' || !wantsScreen(text)
}

function skipStep(session: Session, index: number, reason: string): WalkedStep {
  session.skip(viewAt(session, index).step, reason)
  return { view: viewAt(session, index), status: 'skipped', reason }
}

/** A session's step by its index, as it is now; there is no other than the lab's. */
export function viewAt(session: Session, index: number): StepView {
  const view = session.state.steps[index]
  if (view === undefined) throw new Error(`the lab has no step ${index}`)
  return view
}

function firstLine(text: string): string {
  const [first = '', ...rest] = text.split('\n')
  return rest.length === 0 ? first : `${first} …`
}
