import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/kubectl.ts'
import { openSandboxCluster } from '../../../src/cluster/sandbox.ts'
import type { Outcome } from '../../../src/failure.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import { readLab } from '../../../src/lab/read.ts'
import { beginSession } from '../../../src/session/open.ts'
import type { Session } from '../../../src/session/session.ts'

/** What came of something that must not fail in a test. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value
}

/** A lab, and a sandbox of two machines that all sessions of it share, in a folder of their own. */
export class LabSessions {
  readonly lab: Lab
  readonly #folder: string
  readonly #cluster: Cluster

  private constructor(lab: Lab, folder: string, cluster: Cluster) {
    this.lab = lab
    this.#folder = folder
    this.#cluster = cluster
  }

  /** @param file the lab's Markdown file. */
  static async make(file: string): Promise<LabSessions> {
    const lab = value(await readLab(file))
    const folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-lab-'))
    const paths = {
      data: path.join(folder, 'data'),
      config: path.join(folder, 'config'),
      cache: path.join(folder, 'cache')
    }
    return new LabSessions(
      lab,
      folder,
      value(await openSandboxCluster({ paths, nodes: 2, temporary: true, instant: true }))
    )
  }

  /**
   * A session that stands at the lab's beginning; to be closed by the caller, which leaves the sandbox as it is.
   *
   * @param name one that no other session of these has
   */
  async open(name: string): Promise<Session> {
    const cluster = this.#cluster
    const begun = value(await beginSession({ lab: this.lab, cluster, dataFolder: path.join(this.#folder, name) }))
    return value(await begun.equip({ ...cluster, close: () => Promise.resolve() }))
  }

  async close(): Promise<void> {
    await this.#cluster.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
