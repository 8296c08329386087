/** How a command of the lab's shell session ended. */
export interface CommandResult {
  readonly text: string
  /** The exit code as bash would report it: 128 + n for a signal. */
  readonly exit: number
  /** True when the learner interrupted it. */
  readonly interrupted: boolean
  /** The first `capturedBytes` of each stream, for checks; what the learner saw was live. */
  readonly stdout: string
  readonly stderr: string
  readonly milliseconds: number
  /** The shell's folder after the command. */
  readonly cwd: string
  /** Ran beside the others (see RunOptions): it goes on until somebody ends it, so that an interruption is its usual end. */
  readonly beside?: true
  /** How it stands while it still runs: `exit` is 0, the streams are what it has printed so far. */
  readonly running?: true
}

/** A command that runs. */
export interface RunningCommand {
  readonly result: Promise<CommandResult>
  /** How it stands; once it has ended, its result. */
  soFar(): CommandResult
  /** Ends the command and all of its children: SIGINT first, SIGKILL when it stays. */
  interrupt(): void
}

export interface RunOptions {
  /** Called with output as it arrives, already sanitised (colours stay, other escape sequences do not). */
  readonly onOutput?: (text: string, stream: 'stdout' | 'stderr') => void
  /**
   * Runs beside the commands that follow, which do not wait for it: it begins with what the one before it left, and
   * leaves nothing for them.
   */
  readonly beside?: boolean
}

/**
 * The lab's one shell session: each command gets a bash of its own, and `cd`, variables, functions, aliases and options
 * go on from one to the next. Commands run one at a time, but for those that run beside the others.
 */
export interface Shell {
  /** Absolute path of the session's present folder. */
  readonly cwd: string
  /** The session's environment as commands see it (exported variables only). */
  readonly environment: Readonly<Record<string, string>>
  run(text: string, options?: RunOptions): RunningCommand
  /** Ends everything that still runs, also what went to the background. */
  close(): Promise<void>
}

/** What an opened workspace gives; see workspace.ts. */
export interface Workspace {
  /** The private folder (0700) in which the lab's commands run. */
  readonly folder: string
  readonly shell: Shell
  /** The namespace that the lab's commands work in, where one was chosen. */
  namespace(): Promise<string | undefined>
  close(): Promise<void>
}
