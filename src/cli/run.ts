import { setImmediate as nextTurn } from 'node:timers/promises'
import { clusterIdentity } from '../cluster/identity.ts'
import { findKubectl } from '../cluster/tool.ts'
import { exitCodes, failure, success, type Outcome } from '../failure.ts'
import { chapterHeading } from '../lab/chapter-annotation.ts'
import type { Lab } from '../lab/lab.ts'
import { plain } from '../shell/sanitise.ts'
import { kubewalkPaths } from '../paths.ts'
import { beginSession } from '../session/open.ts'
import { OpeningSession } from '../session/opening.ts'
import type { SessionFace } from '../session/state.ts'
import { openCluster } from './cluster-choice.ts'
import { askConsent } from './consent.ts'
import type { Face } from './face.ts'
import { untilInterrupted } from './interrupt.ts'
import { labOf } from './lab-source.ts'
import { listTexts, programTexts, sessionTexts } from '../texts/texts.ts'

export interface RunOptions {
  readonly context: string | undefined
  readonly face: Face
  readonly trust: string | undefined
  /** The chapter to begin, counted from 1. */
  readonly chapter?: number
}

/**
 * `kubewalk run LAB`: the walk. In a terminal the learner walks, in the terminal app or at a plain prompt; without one
 * every step runs by itself and the same walk is printed.
 *
 * @returns 0 when the learner left; without a terminal 0 only when every step passed, 1 otherwise; 130 when interrupted.
 */
export async function run(argument: string, options: RunOptions): Promise<Outcome<number>> {
  const lab = await labOf(argument)
  if (!lab.ok) return lab
  const heading = options.chapter === undefined ? undefined : chapterHeading(lab.value, options.chapter)
  if (options.chapter !== undefined && heading === undefined) return noSuchChapter(lab.value)
  const consent = await askConsent(lab.value, options.trust, options.face)
  if (!consent.ok) return consent
  if (!isTerminal()) {
    const { printWalk } = await import('./print-walk.ts')
    if (heading !== undefined) return failure('bad-input', programTexts.chapterNeedsTerminal)
    return printWalk(lab.value, options.context, options.face)
  }
  return options.face === 'screen' ? walkOnScreen(lab.value, options) : walkAtPrompt(lab.value, options)
}

/** Whether somebody is there to walk: keys come from a terminal, and what is shown goes to one. */
export function isTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}

async function walkOnScreen(lab: Lab, options: RunOptions): Promise<Outcome<number>> {
  const { showSession } = await import('../ui/start.ts')
  return walkWith(lab, options, async (face, { failed }) => (await showSession(face, failed)) === 'interrupted')
}

async function walkAtPrompt(lab: Lab, options: RunOptions): Promise<Outcome<number>> {
  const { walkAtPrompt: walk } = await import('./walk-at-prompt.ts')
  return walkWith(lab, options, async (face, signals) => (await walk(face, options.face, signals)) === 'interrupted')
}

/**
 * Opens the learner's own session, which goes on where it was left, on the lasting sandbox or on the context they named.
 * The face is shown at once, while the cluster is being started.
 *
 * @param show shows the session until the learner leaves, or `failed` says that there will be none, or a signal came;
 * gives whether it was interrupted.
 */
async function walkWith(lab: Lab, { context, chapter }: RunOptions, show: Show): Promise<Outcome<number>> {
  const identity = clusterIdentity(context)
  const begun = await beginSession({ lab, cluster: identity, dataFolder: kubewalkPaths().data })
  if (!begun.ok) return begun
  const program = findKubectl()
  if (!program.ok) {
    begun.value.abandon()
    return program
  }
  const open = async () => {
    // The face is drawn first: what a cluster takes to load and to start would hold up the screen.
    await nextTurn()
    const cluster = await openCluster(lab, { context, temporary: false })
    if (cluster.ok) return begun.value.equip(cluster.value)
    begun.value.abandon()
    return cluster
  }
  const opening = open()
  const failed = new AbortController()
  void opening.then(outcome => {
    if (!outcome.ok) failed.abort()
  })
  const face = new OpeningSession(begun.value.state, opening, sessionTexts.starting(identity.label))
  const heading = chapter === undefined ? undefined : chapterHeading(lab, chapter)
  if (heading !== undefined) face.catchUp(heading)
  const signals = untilInterrupted()
  try {
    const interrupted = await show(face, { failed: failed.signal, interrupted: signals.signal })
    const session = await opening
    if (!session.ok) return session
    await face.close()
    return success(interrupted ? exitCodes.interrupted : exitCodes.passed)
  } finally {
    signals.done()
  }
}

function noSuchChapter({ steps, title }: Lab): Outcome<never> {
  const chapters = steps
    .filter(step => step.chapter !== undefined)
    .map(({ title: each }, index) => `${index + 1} (${plain(each)})`)
  const lab = plain(title)
  return failure(
    'bad-input',
    chapters.length === 0 ? programTexts.noChapters(lab) : programTexts.otherChapters(lab, chapters.join(', '))
  )
}

type Show = (
  face: SessionFace,
  signals: { readonly failed: AbortSignal; readonly interrupted: AbortSignal }
) => Promise<boolean>

/** What to say when a walk was asked for with no lab named, and nobody is there to choose from the menu. */
export function noLabNamed(): Outcome<number> {
  return failure('bad-input', listTexts.whichLab)
}
