import type { Outcome } from '../failure.ts'
import { noMap, type ClusterMap } from '../map/cluster-map.ts'
import type { NodeChange } from './machines.ts'
import type { Session } from './session.ts'
import type { StepFile } from './step-file.ts'
import type { OutputEvent, SessionFace, SessionState, ShellContext } from './state.ts'

/**
 * A session whose cluster is still being started: a face can show where the learner left at once. What is asked of it
 * meanwhile is done, in order, when it is ready.
 */
export class OpeningSession implements SessionFace {
  #session: Session | undefined
  readonly #state: SessionState
  readonly #opening: Promise<Outcome<Session>>
  readonly #waiting: ((session: Session) => void)[] = []
  readonly #listeners = new Set<() => void>()
  readonly #outputListeners = new Set<(event: OutputEvent) => void>()

  /** Whoever listens before there is a cluster to look at, and how they stop listening afterwards. */
  readonly #mapListeners = new Map<() => void, (() => void) | undefined>()
  readonly map: ClusterMap = {
    objects: () => (this.#session?.map ?? noMap).objects(),
    changedAt: () => (this.#session?.map ?? noMap).changedAt(),
    labelKeys: () => (this.#session?.map ?? noMap).labelKeys(),
    subscribe: listener => {
      this.#mapListeners.set(listener, this.#session?.map.subscribe(listener))
      return () => {
        this.#mapListeners.get(listener)?.()
        this.#mapListeners.delete(listener)
      }
    }
  }

  /**
   * @param state where the learner left.
   * @param opening the session, not yet started. When it fails, this face stays as it is; leaving it is the caller's.
   * @param notice what the face says meanwhile.
   */
  constructor(state: SessionState, opening: Promise<Outcome<Session>>, notice: string) {
    this.#state = { ...state, notice }
    this.#opening = opening
    void opening.then(outcome => {
      if (outcome.ok) this.#begin(outcome.value)
    })
  }

  get state(): SessionState {
    return this.#session?.state ?? this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onOutput(listener: (event: OutputEvent) => void): () => void {
    this.#outputListeners.add(listener)
    return () => this.#outputListeners.delete(listener)
  }

  run(text: string): void {
    this.#ask(session => session.run(text))
  }

  confirm(yes: boolean): void {
    this.#ask(session => session.confirm(yes))
  }

  interrupt(): void {
    this.#session?.interrupt()
  }

  next(): void {
    this.#ask(session => session.next())
  }

  previous(): void {
    this.#ask(session => session.previous())
  }

  goTo(index: number): void {
    this.#ask(session => session.goTo(index))
  }

  answer(choice: number): void {
    this.#ask(session => session.answer(choice))
  }

  hint(): void {
    this.#ask(session => session.hint())
  }

  showMe(): void {
    this.#ask(session => session.showMe())
  }

  catchUp(index: number): void {
    this.#ask(session => session.catchUp(index))
  }

  resetStep(index: number): void {
    this.#ask(session => session.resetStep(index))
  }

  resetLab(): void {
    this.#ask(session => session.resetLab())
  }

  lookForLeft(): void {
    this.#ask(session => session.lookForLeft())
  }

  ranInTerminal(text: string, exit: number, milliseconds: number): void {
    this.#ask(session => session.ranInTerminal(text, exit, milliseconds))
  }

  async stepFile(compare: boolean): Promise<StepFile | undefined> {
    return this.#session?.stepFile(compare)
  }

  changeNodes(change: NodeChange): void {
    this.#ask(session => session.changeNodes(change))
  }

  lookAgain(): void {
    this.#ask(session => session.lookAgain())
  }

  shellContext(): ShellContext | undefined {
    return this.#session?.shellContext()
  }

  async close(): Promise<void> {
    const outcome = await this.#opening
    if (outcome.ok) await outcome.value.close()
  }

  #ask(request: (session: Session) => void): void {
    if (this.#session) request(this.#session)
    else this.#waiting.push(request)
  }

  #begin(session: Session): void {
    this.#session = session
    session.subscribe(() => {
      for (const listener of this.#listeners) listener()
    })
    session.onOutput(event => {
      for (const listener of this.#outputListeners) listener(event)
    })
    for (const listener of this.#mapListeners.keys()) this.#mapListeners.set(listener, session.map.subscribe(listener))
    session.start()
    for (const request of this.#waiting.splice(0)) request(session)
  }
}
