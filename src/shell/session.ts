import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { workspaceTexts } from '../texts/texts.ts'
import { bashInput, bashProgram, newShellState, readBashState, type ShellState } from './bash.ts'
import { runBash, type BashRun } from './command.ts'
import { endProcesses, findProcesses, signal } from './processes.ts'
import { findProgram } from './programs.ts'
import { createSanitiser } from './sanitise.ts'
import type { CommandResult, RunOptions, RunningCommand, Shell } from './shell.ts'

export interface ShellOptions {
  /** Absolute path of the folder that the session begins in, and comes back to when its own is gone. */
  readonly cwd: string
  /** The whole environment of the session; nothing of the app's own is added but a mark (KUBEWALK_SHELL). */
  readonly environment: Readonly<Record<string, string>>
  /** The state of an earlier session, to go on with; `environment` then wins where both name a variable. */
  readonly state?: ShellState
  /** Called after each command with what the next will begin with, before the command's result is given. */
  readonly onState?: (state: ShellState) => void | Promise<void>
  /** How much of each stream is kept for checks, in characters; 1 MB when not given. */
  readonly capturedCharacters?: number
  /** The bash to run; from PATH when not given. */
  readonly bash?: string
}

const markName = 'KUBEWALK_SHELL'
/** How long SIGINT, then SIGTERM, is given before the next signal. */
const patienceMs = 1500

/**
 * Opens the lab's shell session. Nothing runs until the first command.
 *
 * A command that cannot be started at all (no bash) gives exit code 127 with the reason in `stderr`.
 */
export function openShell(options: ShellOptions): Shell {
  const id = randomUUID()
  const captured = options.capturedCharacters ?? 1024 * 1024
  // Found once: a learner may empty PATH.
  const bash = options.bash ?? findProgram('bash', options.environment.PATH) ?? 'bash'
  let state = options.state ?? newShellState(options.cwd, options.environment)
  if (options.state) state = { ...state, environment: { ...options.state.environment, ...options.environment } }
  // The values of this session must win over those in the state's script too, for the first command that reads it.
  let reset = options.state ? options.environment : {}
  let commands = 0
  let closed = false
  let last: Promise<unknown> = Promise.resolve()
  const beside = new Set<Promise<unknown>>()
  const groups = new Set<number>()
  const forget = endWithProgram(groups)

  async function runNow(text: string, options_: RunOptions, control: Control): Promise<CommandResult> {
    control.started = performance.now()
    // Each command has a mark of its own below the session's, so that Ctrl-C ends what it left and nothing else.
    const marked = { [markName]: `${id}:${++commands}` }
    control.mark = `${markName}=${id}:${commands}`
    const output = outputs(options_, captured)
    control.captures = output.captures
    if (!existsSync(state.cwd)) {
      output.show('stderr', `${workspaceTexts.folderGone(state.cwd, options.cwd)}\n`)
      state = { ...state, cwd: options.cwd }
    }
    const run = await runBash({
      bash,
      program: bashProgram,
      input: bashInput(state, text, { ...reset, ...marked }),
      // The folder is entered by bash itself, by its logical path.
      cwd: options.cwd,
      environment: { ...state.environment, ...marked },
      onOutput: (stream, text) => output.show(stream, text)
    })
    if (options_.beside !== true) reset = {}
    control.run = run
    if (run.pid !== undefined) groups.add(run.pid)
    if (control.interrupted) void control.escalate()
    const end = await run.ended
    if (control.interrupted) await control.escalate()
    output.finish()
    for (const group of groups) if (!signal(-group, 0)) groups.delete(group)
    if (options_.beside !== true) {
      state = { ...(readBashState(end.state) ?? state), exit: end.exit }
      await options.onState?.(state)
    }
    return { ...soFar(text, options_, control), exit: end.exit }
  }

  function soFar(text: string, { beside }: RunOptions, control: Control): CommandResult {
    return {
      text,
      exit: 0,
      interrupted: control.interrupted,
      ...control.captures,
      milliseconds: Math.round(performance.now() - control.started),
      cwd: state.cwd,
      ...(beside === true && { beside: true })
    }
  }

  return {
    get cwd() {
      return state.cwd
    },
    get environment() {
      const { [markName]: _mark, ...environment } = state.environment
      return environment
    },
    run(text, options_ = {}): RunningCommand {
      if (closed) throw new Error('The shell session is closed.')
      const control = new Control()
      let ended: CommandResult | undefined
      const result = last.then(async () => (ended = await runNow(text, options_, control)))
      const over = result.catch(() => undefined)
      if (options_.beside === true) {
        beside.add(over)
        void over.then(() => beside.delete(over))
      } else last = over
      return {
        result,
        soFar: () => ended ?? { ...soFar(text, options_, control), running: true },
        interrupt: () => {
          if (control.interrupted) return
          control.interrupted = true
          if (control.run) void control.escalate()
        }
      }
    },
    async close() {
      closed = true
      await endProcesses([...groups], `${markName}=${id}`, patienceMs)
      await Promise.all([last, ...beside])
      forget()
    }
  }
}

const openGroups = new Set<ReadonlySet<number>>()

/** Ends process groups with this program, however many sessions are open. @returns what lets go of them */
function endWithProgram(groups: ReadonlySet<number>): () => void {
  if (openGroups.size === 0) process.once('exit', endAll)
  openGroups.add(groups)
  return () => {
    openGroups.delete(groups)
    if (openGroups.size === 0) process.removeListener('exit', endAll)
  }
}

function endAll(): void {
  for (const groups of openGroups) for (const group of groups) signal(-group, 'SIGKILL')
}

/** What an interrupt needs to know of a command; it may come before the command has started. */
class Control {
  interrupted = false
  started = performance.now()
  /** What it has printed, without colours, as far as it is kept. */
  captures: Readonly<Record<'stdout' | 'stderr', string>> = { stdout: '', stderr: '' }
  mark = ''
  run: BashRun | undefined
  #escalation: Promise<void> | undefined

  /** SIGINT to the group, as Ctrl-C does; SIGTERM and SIGKILL for what stays, and for what left the group. */
  escalate(): Promise<void> {
    this.#escalation ??= this.#end()
    return this.#escalation
  }

  async #end(): Promise<void> {
    const run = this.run
    if (run?.pid === undefined) return
    const gone = (waitMs: number) => Promise.race([run.exited, delay(waitMs, undefined, { ref: false })])
    if (signal(-run.pid, 'SIGINT')) await gone(patienceMs / 3)
    // One that meets a bash about to start its next program may not reach that program. It goes to what bash waits for,
    // not to bash: a second SIGINT before bash could act on the first ends it at once, without its state.
    const others = signal(-run.pid, 0) ? await findProcesses([run.pid], this.mark) : []
    for (const { pid } of others) if (pid !== run.pid) signal(pid, 'SIGINT')
    if (others.length > 0) await gone(patienceMs / 3)
    // A bash whose program ended well at that moment has dropped the first, and goes on.
    if (signal(-run.pid, 'SIGINT')) await gone(patienceMs)
    await endProcesses([run.pid], this.mark, patienceMs)
  }
}

/** Sanitises each stream for the learner, and keeps its beginning for checks. */
function outputs(options: RunOptions, captured: number) {
  const live = { stdout: createSanitiser(), stderr: createSanitiser() }
  const kept = { stdout: createSanitiser({ colours: false }), stderr: createSanitiser({ colours: false }) }
  const captures = { stdout: '', stderr: '' }
  let finished = false
  return {
    captures,
    show(stream: 'stdout' | 'stderr', text: string): void {
      const shown = live[stream].write(text)
      if (shown !== '') options.onOutput?.(shown, stream)
      // What a background child prints later is shown, and belongs to no result.
      if (!finished && captures[stream].length < captured)
        captures[stream] = (captures[stream] + kept[stream].write(text)).slice(0, captured)
    },
    finish(): void {
      finished = true
      for (const stream of ['stdout', 'stderr'] as const) {
        const reset = live[stream].end()
        if (reset !== '') options.onOutput?.(reset, stream)
      }
    }
  }
}
