import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exitCodes, failure, success, type Outcome } from '../failure.ts'
import type { Lab } from '../lab/lab.ts'
import type { Session } from '../session/session.ts'
import type { WalkedStep } from '../session/walk.ts'
import { openCluster } from './cluster-choice.ts'

export interface UnattendedOptions {
  readonly context: string | undefined
  readonly signal: AbortSignal
  /** Looks at each step's checks before its commands run, to prove them. */
  readonly lookFirst?: boolean
  /** Lets pods of the sandbox start and stop at once. */
  readonly instant?: boolean
  /** Called when the session is open, before its first step. */
  readonly onOpened?: (session: Session) => void
  readonly onStep?: (step: WalkedStep) => void
}

/**
 * Walks a lab with nobody there: on a sandbox of its own that is gone afterwards, or on a context of the learner's; in a
 * session that is not kept, so that the learner's own progress is neither used nor changed.
 *
 * @returns every step that is walked, in order; a failure when there is no cluster or no workspace to walk in.
 */
export async function walkLab(lab: Lab, options: UnattendedOptions): Promise<Outcome<readonly WalkedStep[]>> {
  const [{ beginSession }, { walkUnattended }, cluster] = await Promise.all([
    import('../session/open.ts'),
    import('../session/walk.ts'),
    openCluster(lab, { context: options.context, temporary: true, instant: options.instant ?? false })
  ])
  if (!cluster.ok) return cluster
  const { obstaclesOf } = await import('../session/requirements.ts')
  const obstacles = await obstaclesOf(lab, cluster.value)
  if (obstacles.length > 0) {
    await cluster.value.close()
    return failure('refused', obstacles.join(' '))
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-walk-'))
  try {
    const begun = await beginSession({ lab, cluster: cluster.value, dataFolder: folder })
    if (!begun.ok) {
      await cluster.value.close()
      return begun
    }
    const session = await begun.value.equip(cluster.value)
    if (!session.ok) return session
    try {
      options.onOpened?.(session.value)
      return success(await walkUnattended(session.value, options))
    } finally {
      await session.value.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The exit code of a walk without a learner: 0 only if at least one step ran, and all passed that this cluster can have. */
export function exitCodeOf(steps: readonly Pick<WalkedStep, 'status' | 'lacking'>[], signal: AbortSignal): number {
  if (signal.aborted) return exitCodes.interrupted
  const passed =
    steps.some(({ status }) => status === 'passed') &&
    steps.every(({ status, lacking }) => status === 'passed' || lacking === true)
  return passed ? exitCodes.passed : exitCodes['step-failed']
}
