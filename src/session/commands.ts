import { setTimeout as delay } from 'node:timers/promises'
import type { Cause } from '../check/cause.ts'
import { runsBeside, withoutAmpersand } from '../lab/endless.ts'
import type { Step } from '../lab/lab.ts'
import type { CommandResult, RunningCommand, Shell } from '../shell/shell.ts'
import type { SessionEvent } from './events.ts'
import type { OutputEvent } from './state.ts'

/** What the commands of a session work with. */
export interface CommandsParts {
  readonly tell: (event: SessionEvent) => void
  readonly tellOutput: (event: OutputEvent) => void
  /** Why a command failed, where that can be told; never rejects. */
  readonly explain?: ((result: CommandResult) => Promise<Cause | undefined>) | undefined
  /** Called before a command of a step starts. @returns false when it must not start any more. */
  readonly before: (step: Step) => Promise<boolean>
  /** Called when a command of a step has ended, or has settled beside the lesson: its effect can be looked at. */
  readonly after: (step: Step, result: CommandResult) => void
}

export interface ExecuteOptions {
  readonly by?: 'learner' | 'solution'
  /** False when another line follows at once, so that looking at a success now would be wasted. */
  readonly watch?: boolean
}

/** A command that runs beside the lesson, or is about to. */
interface Beside {
  readonly text: string
  running?: RunningCommand
  isOver: boolean
  readonly ended: Promise<void>
}

/** So long a command that runs beside is given to print something, before what follows it begins. */
const settlingMs = 3000

/**
 * The commands of a session: one that is waited for, those that run beside the lesson, and what came of all of them.
 * Each belongs to a step.
 */
export class Commands {
  readonly #parts: CommandsParts
  /** None once a workspace could not be made anew. */
  shell: Shell | undefined
  #running: RunningCommand | undefined
  readonly #beside = new Set<Beside>()
  readonly #results = new Map<string, (() => CommandResult)[]>()

  constructor(shell: Shell, parts: CommandsParts) {
    this.shell = shell
    this.#parts = parts
  }

  /** Whether a command is waited for now. */
  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** What the commands of a step gave, oldest first; of one that still runs beside, what it has given so far. */
  resultsOf(step: Step): readonly CommandResult[] {
    return (this.#results.get(step.id) ?? []).map(result => result())
  }

  /** Forgets the results of a step, or of all. */
  forget(step?: Step): void {
    if (step === undefined) this.#results.clear()
    else this.#results.delete(step.id)
  }

  /**
   * Runs a line as part of a step, without asking: to its end, or where it has none of its own (`runsBeside`), until it
   * has printed something or three seconds have passed. It then goes on until the step is left, or `interrupt`.
   *
   * @returns undefined when it must not start any more.
   */
  async execute(
    step: Step,
    text: string,
    { by = 'learner', watch = true }: ExecuteOptions = {}
  ): Promise<CommandResult | undefined> {
    const { shell } = this
    if (shell === undefined) return undefined
    if (runsBeside(text)) return this.#runBeside(shell, step, text, { by, watch })
    this.#parts.tell({ type: 'command-started', step: step.id, text, by })
    if (!(await this.#parts.before(step))) return undefined
    const running = shell.run(text, { onOutput: output => this.#parts.tellOutput({ step: step.id, text: output }) })
    this.#running = running
    const result = await running.result
    this.#running = undefined
    this.#keep(step, () => result)
    await this.#tellEnd(step, result)
    if (watch || result.exit !== 0) this.#parts.after(step, result)
    return result
  }

  /** Notes a command that had the terminal to itself (an editor, a shell in a pod), and looks at its effect. */
  ranInTerminal(step: Step, text: string, exit: number, milliseconds: number): void {
    this.#parts.tell({ type: 'command-started', step: step.id, text, by: 'learner' })
    const cwd = this.shell?.cwd ?? ''
    const result = { text, exit, interrupted: false, stdout: '', stderr: '', milliseconds, cwd }
    this.#keep(step, () => result)
    this.#parts.tell({ type: 'command-ended', step: step.id, text, exit, interrupted: false, milliseconds })
    this.#parts.after(step, result)
  }

  /** Ends the command that is waited for, else the one beside that began last. */
  interrupt(): void {
    if (this.#running !== undefined) this.#running.interrupt()
    else end([...this.#beside].at(-1))
  }

  /** Ends what runs beside the lesson; resolves when it has ended. */
  async endBeside(): Promise<void> {
    const all = [...this.#beside]
    for (const each of all.toReversed()) end(each)
    await Promise.all(all.map(({ ended }) => ended))
  }

  /** Ends everything, without waiting for it. */
  endAll(): void {
    this.#running?.interrupt()
    void this.endBeside()
  }

  async #runBeside(
    shell: Shell,
    step: Step,
    text: string,
    { by, watch }: Required<ExecuteOptions>
  ): Promise<CommandResult | undefined> {
    // The same line once more is begun anew: two of them would want the same port, or say everything twice.
    const same = [...this.#beside].find(each => each.text === text)
    if (same !== undefined) {
      end(same)
      await same.ended
    }
    const over = Promise.withResolvers<undefined>()
    const beside: Beside = { text, isOver: false, ended: over.promise }
    this.#beside.add(beside)
    this.#parts.tell({ type: 'command-started', step: step.id, text, by, beside: true })
    const spoke = Promise.withResolvers<undefined>()
    try {
      if (!(await this.#parts.before(step))) return undefined
      if (beside.isOver) {
        await this.#tellEnd(step, { ...notStarted, text, cwd: shell.cwd })
        return undefined
      }
      const running = shell.run(withoutAmpersand(text), {
        beside: true,
        onOutput: (output, stream) => {
          this.#parts.tellOutput({ step: step.id, text: output, beside: true })
          if (stream === 'stdout') spoke.resolve(undefined)
        }
      })
      beside.running = running
      const soFar = (): CommandResult => ({ ...running.soFar(), text })
      this.#keep(step, soFar)
      void running.result.then(async () => {
        await this.#tellEnd(step, soFar())
        this.#beside.delete(beside)
        over.resolve(undefined)
        this.#parts.after(step, soFar())
      })
      await Promise.race([spoke.promise, over.promise, delay(settlingMs, undefined, { ref: false })])
      const settled = soFar()
      if (watch && settled.running === true) {
        this.#parts.after(step, settled)
        if (settled.stdout === '') void spoke.promise.then(() => this.#parts.after(step, soFar()))
      }
      return settled
    } finally {
      if (beside.running === undefined) {
        this.#beside.delete(beside)
        over.resolve(undefined)
      }
    }
  }

  async #tellEnd(step: Step, result: CommandResult): Promise<void> {
    const { text, exit, interrupted, milliseconds, beside } = result
    const cause = exit === 0 || interrupted ? undefined : await this.#parts.explain?.(result)
    const { why, hint } = cause ?? {}
    this.#parts.tell({
      type: 'command-ended',
      step: step.id,
      text,
      exit,
      interrupted,
      milliseconds,
      why,
      hint,
      ...(beside === true && { beside })
    })
  }

  #keep(step: Step, result: () => CommandResult): void {
    this.#results.set(step.id, [...(this.#results.get(step.id) ?? []), result])
  }
}

/** Of a command that was to run beside a step which the learner left before it began. */
const notStarted = { exit: 130, interrupted: true, stdout: '', stderr: '', milliseconds: 0, beside: true } as const

function end(beside: Beside | undefined): void {
  if (beside === undefined) return
  beside.isOver = true
  beside.running?.interrupt()
}
