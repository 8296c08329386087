import type { SessionEvent } from './events.ts'
import type { NodeChange } from './machines.ts'
import type { SessionParts } from './parts.ts'
import { sessionTexts } from '../texts/texts.ts'

interface Teller {
  readonly tell: (event: SessionEvent) => void
  readonly isClosed: () => boolean
}

/** Tells as events what a session's cluster is and what becomes of its nodes. */
export class ClusterEvents {
  readonly #parts: Pick<SessionParts, 'identify' | 'knownUid' | 'countNodes' | 'changeNodes'>
  readonly #teller: Teller

  constructor(parts: Pick<SessionParts, 'identify' | 'knownUid' | 'countNodes' | 'changeNodes'>, teller: Teller) {
    this.#parts = parts
    this.#teller = teller
  }

  /** Says so when the cluster is not the one that the journal knows. */
  async identify(): Promise<void> {
    const uid = await this.#parts.identify()
    const known = this.#parts.knownUid
    if (uid === undefined || uid === known || this.#teller.isClosed()) return
    this.#teller.tell({ type: 'cluster-seen', uid })
    if (known === undefined) return
    this.#notice(sessionTexts.newCluster)
  }

  async countNodes(): Promise<void> {
    const nodes = await this.#parts.countNodes()
    if (nodes !== undefined && !this.#teller.isClosed()) this.#teller.tell({ type: 'nodes', ...nodes })
  }

  async changeNodes(change: NodeChange): Promise<void> {
    if (this.#teller.isClosed()) return
    if (this.#parts.changeNodes === undefined) {
      this.#notice(sessionTexts.notOurNodes)
      return
    }
    const done = await this.#parts.changeNodes(change)
    if (this.#teller.isClosed()) return
    this.#notice(done.ok ? done.value : done.failure.message)
    await this.countNodes()
  }

  #notice(text: string): void {
    this.#teller.tell({ type: 'notice', text })
  }
}
