import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Seen } from '../check/world.ts'
import type { ClusterIdentity } from '../cluster/identity.ts'
import type { Cluster } from '../cluster/kubectl.ts'
import { success, type Outcome } from '../failure.ts'
import type { Lab } from '../lab/lab.ts'
import type { SessionEvent } from './events.ts'
import { journalFile, sessionFolder } from './folder.ts'
import { openJournal } from './journal.ts'
import { lockSession } from './lock.ts'
import { reduce } from './reduce.ts'
import { resume } from './resume.ts'
import type { Session } from './session.ts'
import type { SessionState } from './state.ts'

export interface OpenSessionOptions {
  readonly lab: Lab
  readonly cluster: ClusterIdentity
  /** The folder below which sessions are kept (Paths.data), or a temporary one for a walk that is not to be resumed. */
  readonly dataFolder: string
}

/** A session whose lock is taken and whose journal is read, but which has no cluster to work on yet. */
export interface BegunSession {
  /** Where the learner left. */
  readonly state: SessionState
  /**
   * Opens the workspace where it was left and gives the session its cluster, which it closes with itself. It has not
   * looked at anything yet; `start` begins.
   *
   * @returns a failure when the workspace cannot be made; the session has been given up then, and the cluster closed.
   */
  equip(cluster: Cluster): Promise<Outcome<Session>>
  /** Gives the session up: lets go of its lock and its journal. */
  abandon(): void
}

/**
 * Begins a session of a lab on a cluster: what a first screen needs, before the cluster itself has been started.
 *
 * @returns a failure when the session is open elsewhere.
 */
export async function beginSession({ lab, cluster, dataFolder }: OpenSessionOptions): Promise<Outcome<BegunSession>> {
  const folder = sessionFolder(dataFolder, lab, cluster.id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = lockSession(folder, lab.title)
  if (!lock.ok) return lock
  const journal = openJournal(journalFile(folder))
  const resumed = journal.events.length > 0
  const past = resume(lab, cluster.label, journal.events)
  const opened: SessionEvent = {
    type: 'opened',
    at: new Date().toISOString(),
    lab: lab.name,
    cluster: cluster.id,
    resumed
  }
  const state = reduce(past.state, opened)
  const seen = new Seen(past.sightings, (target, uid) => journal.append({ type: 'sighted', target, uid }))
  const abandon = (): void => {
    journal.close()
    lock.value.release()
  }

  async function equip(equipped: Cluster): Promise<Outcome<Session>> {
    const { equipSession } = await import('./equip.ts')
    const session = await equipSession({
      lab,
      state,
      cluster: equipped,
      folder: path.join(folder, 'workspace'),
      resume: resumed,
      seen,
      knownUid: past.clusterUid,
      record: event => journal.append(event),
      release: abandon
    })
    if (session.ok) {
      journal.append(opened)
      return session
    }
    abandon()
    await equipped.close()
    return session
  }

  return success({ state, equip, abandon })
}
