import type { Verdict } from '../check/verdict.ts'
import type { Lab, Step } from '../lab/lab.ts'
import type { ClusterMap } from '../map/cluster-map.ts'
import type { NodeChange } from './machines.ts'
import type { StepFile } from './step-file.ts'

/** How far a step is. `already` means that its checks held before anything ran; `shown` that the solution ran. */
export type StepProgress = 'not yet' | 'waiting' | 'failed' | 'done' | 'already' | 'shown' | 'skipped'

/** A command that ran, or runs, in the present step. */
export interface CommandView {
  readonly text: string
  readonly running: boolean
  readonly exit?: number
  readonly interrupted?: boolean
  readonly milliseconds?: number
  /** Why it failed, and one thing to try, where that is known. */
  readonly why?: string
  readonly hint?: string
  /** `learner` typed or confirmed it; `solution` when "show me" ran it. */
  readonly by: 'learner' | 'solution'
  /** Runs beside the lesson until it is ended; an interruption is its usual end. */
  readonly beside?: true
}

export interface CheckView {
  readonly that: string
  readonly verdict: Verdict
  /** How long the check has been looking, and may look, in milliseconds; while it waits. */
  readonly waitedMs?: number
  readonly withinMs: number
}

/** A question of a step. */
export interface QuestionView {
  readonly ask: string
  /** Asked before the step's command runs. */
  readonly predict: boolean
  /** Known as soon as it can be asked. */
  readonly choices?: readonly string[]
  readonly picked?: string
  /** Which choice is right; not to be shown before the learner has picked one. */
  readonly right?: string
  readonly because?: string
}

/** A way to the step's end that the lesson does not propose: a command, or something done elsewhere. */
export type OwnWay = { readonly kind: 'command'; readonly text: string } | { readonly kind: 'elsewhere' }

export interface StepView {
  readonly step: Step
  readonly progress: StepProgress
  /** Of a step that is done, but not as the lesson proposes. */
  readonly ownWay?: OwnWay
  /** Why it was skipped. */
  readonly reason?: string
  readonly checks: readonly CheckView[]
  /** Commands that ran in this step, oldest first; the last one's output is what the output pane shows. */
  readonly commands: readonly CommandView[]
  readonly questions: readonly QuestionView[]
  /** How many rungs of the hint ladder were asked for. */
  readonly hintsShown: number
  /** The command that the lesson proposes now; undefined when all have run. */
  readonly proposed?: { readonly text: string; readonly index: number; readonly of: number }
}

/** Everything that a face (terminal, plain, report) shows. Replaced, never changed in place. */
export interface SessionState {
  readonly lab: Lab
  readonly clusterLabel: string
  /** `3` nodes that are Ready of `3`, when known. */
  readonly nodes?: { readonly ready: number; readonly total: number }
  /** What stands between the lab and this cluster: sentences, each with a way out. */
  readonly obstacles?: readonly string[]
  /** Headings that are walked or read, in order. */
  readonly steps: readonly StepView[]
  /** Index into `steps` of the one on the screen. */
  readonly current: number
  /** True while a command, "show me", or work of several commands runs; what runs beside the lesson does not count. */
  readonly busy: boolean
  /** Such work: steps are being done for the learner, or the lab is being set back. */
  readonly underway?: 'catch up' | 'reset'
  /** A command that wants a yes first, and why. */
  readonly confirmation?: { readonly text: string; readonly reason: string }
  /** One line for the learner: why a request did nothing. */
  readonly notice?: string
  /** Whether every walked step is done, shown, already so or skipped. */
  readonly finished: boolean
  /** True when the session goes on from an earlier one. */
  readonly resumed: boolean
  /** What is left in the cluster of what the lab's manifests name, once somebody asked. */
  readonly left?: { readonly objects: readonly string[]; readonly command: string }
  /** How long the lab was open up to the last step that ended; `since` is what is counted from, RFC 3339. */
  readonly spent: { readonly milliseconds: number; readonly since?: string }
}

/** Output of the session's commands, as it arrives; sanitised text. */
export interface OutputEvent {
  readonly step: string
  readonly text: string
  /** From a command that runs beside the lesson. */
  readonly beside?: true
}

/** What a face asks of a session. Every call answers at once; what comes of it is seen in the state. */
export interface SessionFace {
  readonly state: SessionState
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void
  onOutput(listener: (event: OutputEvent) => void): () => void
  /** Runs a line in the lab's shell as part of the present step. A dangerous one sets `confirmation` instead. */
  run(text: string): void
  /** Answers `confirmation`. */
  confirm(yes: boolean): void
  /** Ends the running command and its children, else the one that began last beside the lesson. */
  interrupt(): void
  next(): void
  previous(): void
  goTo(index: number): void
  /** Answers the open question of the present step with one of its choices, counted from 0. */
  answer(choice: number): void
  /** Shows the next rung of the hint ladder. */
  hint(): void
  /** Does the step for the learner; it then counts as shown. */
  showMe(): void
  /** Does what is missing before a step for the learner, visibly, and goes there; `interrupt` ends it. */
  catchUp(index: number): void
  /** Forgets what the learner did in a step. */
  resetStep(index: number): void
  /** Begins the lab anew, with a fresh workspace; a sandbox also loses what the lab's manifests name. */
  resetLab(): void
  /** Looks for what is left in the cluster; see `left`. */
  lookForLeft(): void
  /** Notes a command that the face ran with the terminal to itself (an editor, a shell in a pod); looks at its effect. */
  ranInTerminal(text: string, exit: number, milliseconds: number): void
  /**
   * The file that the present step is about, as it is now; undefined when it is about none, or before there is a shell.
   *
   * @param compare true also tells what it differs in from what the step asks for, as far as the step's solution shows it
   */
  stepFile(compare: boolean): Promise<StepFile | undefined>
  /** Looks at the checks again, for example after a shell of the learner's own has ended. */
  lookAgain(): void
  /** The cluster as it is and changes; nothing is asked of it before somebody listens. */
  readonly map: ClusterMap
  /** In the sandbox: one node more, or one less. */
  changeNodes(change: NodeChange): void
  /** For a shell of the learner's own; undefined while the cluster is still being started. */
  shellContext(): ShellContext | undefined
  /** Journal flushed, commands ended, cluster let go. */
  close(): Promise<void>
}

/** Where the lab's shell is, and what its commands see. */
export interface ShellContext {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
}
