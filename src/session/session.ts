import { beginningKeys } from '../check/replaced.ts'
import type { Step } from '../lab/lab.ts'
import { noMap, type ClusterMap } from '../map/cluster-map.ts'
import { dangerOf } from '../shell/danger.ts'
import type { CommandResult } from '../shell/shell.ts'
import { catchUp, showStep } from './catch-up.ts'
import { Commands, type ExecuteOptions } from './commands.ts'
import { ClusterEvents } from './cluster-events.ts'
import type { SessionEvent } from './events.ts'
import type { NodeChange } from './machines.ts'
import type { SessionParts } from './parts.ts'
import { askQuestions, openQuestion } from './questions.ts'
import { reduce, settledProgress } from './reduce.ts'
import type { OutputEvent, SessionFace, SessionState, ShellContext, StepView } from './state.ts'
import { goneKeys } from './resume.ts'
import { isSettled } from './settled.ts'
import { readFileOf, type StepFile } from './step-file.ts'
import { StepWatch } from './step-watch.ts'
import { sessionTexts } from '../texts/texts.ts'

const longestFirstLookMs = 3000

/** One learner in one lab on one cluster: runs what is asked, watches the checks, tells everything as events. */
export class Session implements SessionFace {
  #state: SessionState
  readonly #parts: SessionParts
  readonly #commands: Commands
  readonly #listeners = new Set<() => void>()
  readonly #outputListeners = new Set<(event: OutputEvent) => void>()
  /** Steps that a look of this session found undone: when one holds later, somebody did it, perhaps elsewhere. */
  readonly #unmet = new Set<string>()
  /** What is being found out, or was, about the cluster for a step: whoever walks asks as well as the step itself. */
  readonly #lacks = new Map<string, Promise<string | undefined>>()
  readonly #watch: StepWatch
  readonly #clusterEvents: ClusterEvents
  #closed = false
  /** The questions of the step that was last settled are made ready. */
  #asking: Promise<void> = Promise.resolve()
  /** Ends a catch-up, also while it waits for checks. */
  #interruption = new AbortController()

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#state = parts.state
    this.#commands = new Commands(parts.shell, {
      tell: event => this.#tell(event),
      tellOutput: event => this.#tellOutput(event),
      explain: parts.explain,
      before: step => this.#beforeCommand(step),
      after: (step, result) => this.#afterCommand(step, result)
    })
    this.#clusterEvents = new ClusterEvents(parts, { tell: event => this.#tell(event), isClosed: () => this.#closed })
    this.#watch = new StepWatch({
      viewOf: step => this.#viewOf(step),
      look: (step, check) => parts.look(check, this.#commands.resultsOf(step)),
      onVerdict: (step, check, verdict, waitedMs) =>
        this.#tell({ type: 'observed', step: step.id, check, verdict, waitedMs }),
      onAllPassed: step => this.#settle(step)
    })
  }

  /** Begins where the learner left, by looking at the cluster. */
  start(): void {
    this.goTo(this.#state.current)
    void this.#clusterEvents.countNodes()
    void this.#clusterEvents.identify()
    void this.#parts.obstacles?.().then(sentences => this.#tell({ type: 'obstacles', sentences }))
  }

  get state(): SessionState {
    return this.#state
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
    if (this.#refusesNow()) return
    const reason = dangerOf(text)
    if (reason === undefined) void this.execute(text)
    else this.#tell({ type: 'confirmation', question: { text, reason } })
  }

  confirm(yes: boolean): void {
    const question = this.#state.confirmation
    if (question === undefined) return
    this.#tell({ type: 'confirmation' })
    if (yes) void this.execute(question.text)
    else this.#tell({ type: 'notice', text: sessionTexts.notRun })
  }

  /**
   * Runs a line as part of the present step, without asking, and watches the step's checks; see Commands.
   *
   * @returns undefined when the session was closed before the command could start.
   */
  async execute(text: string, options?: ExecuteOptions): Promise<CommandResult | undefined> {
    const step = this.#currentStep()
    return step === undefined || this.#closed ? undefined : this.#commands.execute(step, text, options)
  }

  ranInTerminal(text: string, exit: number, milliseconds: number): void {
    const step = this.#currentStep()
    if (step !== undefined) this.#commands.ranInTerminal(step, text, exit, milliseconds)
  }

  interrupt(): void {
    this.#interruption.abort()
    this.#commands.interrupt()
  }

  /** Ends what runs beside the lesson, as leaving the step does; resolves when it has ended. */
  async endBeside(): Promise<void> {
    await this.#commands.endBeside()
  }

  next(): void {
    this.#move(this.#state.current + 1)
  }

  previous(): void {
    this.#move(this.#state.current - 1)
  }

  goTo(index: number): void {
    const view = this.#state.steps[index]
    if (view === undefined || this.#closed) return
    this.#watch.end()
    void this.#commands.endBeside()
    this.#lacks.delete(view.step.id)
    this.#tell({ type: 'entered', step: view.step.id })
    // What counts as the beginning of a step is what is there when the learner comes to it.
    if (view.commands.length === 0) this.#parts.forget?.(beginningKeys(view.step.checks))
    this.#watch.begin(view.step)
    this.#asking = this.#prepare(view.step)
  }

  answer(choice: number): void {
    const view = this.#state.steps[this.#state.current]
    const question = view === undefined ? undefined : openQuestion(view)
    const picked = question === undefined ? undefined : view?.questions[question]?.choices?.[choice]
    if (view === undefined || question === undefined || picked === undefined) return
    this.#tell({ type: 'answered', step: view.step.id, question, choice: picked })
  }

  hint(): void {
    const view = this.#state.steps[this.#state.current]
    if (view === undefined) return
    if (view.step.hints.length === 0) this.#tell({ type: 'notice', text: sessionTexts.noHint })
    else this.#tell({ type: 'hinted', step: view.step.id })
  }

  showMe(): void {
    const step = this.#currentStep()
    if (step === undefined || this.#refusesNow()) return
    void showStep(this, step).then(notice => {
      if (notice !== undefined) this.#tell({ type: 'notice', text: notice })
    })
  }

  lookForLeft(): void {
    void this.#parts.findLeft?.().then(left => {
      if (!this.#closed) this.#tell({ type: 'left', ...left })
    })
  }

  async stepFile(compare: boolean): Promise<StepFile | undefined> {
    const view = this.#state.steps[this.#state.current]
    if (view === undefined) return undefined
    return readFileOf(view, this.shellContext().cwd, compare ? this.#parts.rehearse : undefined)
  }

  lookAgain(): void {
    const step = this.#currentStep()
    if (step === undefined || this.#state.busy || this.#closed) return
    this.#watch.begin(step)
  }

  changeNodes(change: NodeChange): void {
    void this.#clusterEvents.changeNodes(change)
  }

  catchUp(index: number): void {
    if (!this.#refusesNow()) void this.#catchUp(index)
  }

  resetStep(index: number): void {
    const step = this.#state.steps[index]?.step
    if (step === undefined || this.#refusesNow()) return
    this.forgetStep(step)
    this.goTo(index)
  }

  /** What the learner did in a step does not count any more. */
  forgetStep(step: Step): void {
    this.#watch.end()
    this.#parts.forget?.(goneKeys(this.#parts.lab, step.id))
    this.#commands.forget(step)
    this.#unmet.delete(step.id)
    this.#tell({ type: 'step-reset', step: step.id })
  }

  resetLab(): void {
    if (!this.#refusesNow()) void this.#resetLab()
  }

  /** Resolves when the checks of the present step were looked at once, or the cluster does not answer for so long. */
  async lookedOnce(longestMs = longestFirstLookMs): Promise<void> {
    await this.#watch.lookedOnce(longestMs)
  }

  /** Resolves when the questions of the step that was last entered or settled have got what answers the cluster gives. */
  async asked(): Promise<void> {
    await this.#asking
  }

  /** Why a step cannot be done on this cluster, in a sentence; found out once for each time that it is entered. */
  lack(step: Step): Promise<string | undefined> {
    let lack = this.#lacks.get(step.id)
    if (lack === undefined) {
      lack = step.needs.length === 0 ? Promise.resolve(undefined) : Promise.resolve(this.#parts.lack?.(step))
      this.#lacks.set(step.id, lack)
    }
    return lack
  }

  /** Leaves a step out of a walk, and says why. */
  skip(step: Step, reason: string): void {
    this.#tell({ type: 'settled', step: step.id, progress: 'skipped', reason, at: new Date().toISOString() })
  }

  get map(): ClusterMap {
    return this.#parts.map ?? noMap
  }

  shellContext(): ShellContext {
    const { cwd, environment } = this.#commands.shell ?? this.#parts.shell
    return { cwd, environment }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#watch.end()
    this.#interruption.abort()
    this.#commands.endAll()
    await this.#parts.release()
  }

  async #catchUp(index: number): Promise<void> {
    this.#interruption = new AbortController()
    this.#tell({ type: 'underway', work: 'catch up' })
    const notice = await catchUp(this, index, this.#interruption.signal)
    if (this.#closed) return
    this.#tell({ type: 'underway' })
    this.#tell({ type: 'notice', text: notice })
  }

  async #resetLab(): Promise<void> {
    const { startAnew } = this.#parts
    if (startAnew === undefined) return
    this.#watch.end()
    this.#tell({ type: 'underway', work: 'reset' })
    await this.#commands.endBeside()
    const anew = await startAnew()
    if (this.#closed) return
    this.#commands.shell = anew.ok ? anew.value.shell : undefined
    if (anew.ok) {
      this.#parts.forget?.()
      this.#commands.forget()
      this.#unmet.clear()
      this.#tell({ type: 'lab-reset', at: new Date().toISOString() })
      this.goTo(0)
    }
    this.#tell({ type: 'underway' })
    const text = anew.ok ? anew.value.notice : sessionTexts.notAnew(anew.failure.message)
    this.#tell({ type: 'notice', text })
  }

  async #beforeCommand(step: Step): Promise<boolean> {
    // What must be gone or replaced has to be seen before; a cluster that does not answer must not hold the learner up.
    if (step.checks.some(({ kind }) => kind === 'gone' || kind === 'replaced'))
      await this.#watch.lookedOnce(longestFirstLookMs)
    if (this.#isClosed()) return false
    this.#watch.end()
    return true
  }

  #afterCommand(step: Step, result: CommandResult): void {
    // What ran beside may end when another step is on the screen, or while another command runs, which looks itself.
    if (this.#closed || step !== this.#currentStep() || (result.beside === true && this.#commands.isRunning)) return
    void this.#clusterEvents.countNodes()
    void this.#parts.lookForNamespace?.()
    const view = this.#viewOf(step)
    if (step.checks.length > 0) this.#watch.begin(step)
    else if (view !== undefined && view.proposed === undefined && hasWorked(result)) this.#settle(step)
  }

  #settle(step: Step): void {
    const view = this.#viewOf(step)
    if (view === undefined || view.progress === 'done') return
    const progress = settledProgress(view, this.#unmet.has(step.id))
    this.#tell({ type: 'settled', step: step.id, progress, at: new Date().toISOString() })
    this.#asking = this.#prepare(step)
  }

  /** Leaves out what cannot be done on this cluster; else makes ready what is asked. */
  async #prepare(step: Step): Promise<void> {
    const view = this.#viewOf(step)
    const lack = view === undefined || isSettled(view) ? undefined : await this.lack(step)
    if (this.#closed) return
    if (lack !== undefined) this.skip(step, lack)
    else await askQuestions(this, step, this.#parts.prepare, event => this.#tell(event))
  }

  #move(index: number): void {
    if (!this.#refusesNow() && index >= 0 && index < this.#state.steps.length) this.goTo(index)
  }

  #refusesNow(): boolean {
    if (this.#closed) return true
    if (!this.#state.busy) return false
    this.#tell({ type: 'notice', text: sessionTexts.busy })
    return true
  }

  #currentStep(): Step | undefined {
    return this.#state.steps[this.#state.current]?.step
  }

  #viewOf(step: Step): StepView | undefined {
    return this.#state.steps.find(view => view.step.id === step.id)
  }

  #isClosed(): boolean {
    return this.#closed
  }

  #tellOutput(event: OutputEvent): void {
    for (const listener of this.#outputListeners) listener(event)
  }

  /** The one way of anything that happens: to disk, into the state, to the faces. */
  #tell(event: SessionEvent): void {
    if (event.type === 'observed' && event.verdict.status !== 'passed') this.#unmet.add(event.step)
    if (!this.#closed) this.#parts.record(event)
    this.#state = reduce(this.#state, event)
    for (const listener of this.#listeners) listener()
  }
}

/** Where nothing can be looked at, that it ran has to do; of what runs beside the lesson, that it has said something. */
function hasWorked({ exit, interrupted, beside, running, stdout }: CommandResult): boolean {
  if (running === true) return stdout !== ''
  return exit === 0 || (beside === true && interrupted)
}
