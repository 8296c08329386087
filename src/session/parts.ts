import type { Cause } from '../check/cause.ts'
import type { Verdict } from '../check/verdict.ts'
import type { Outcome } from '../failure.ts'
import type { Check, Lab, Question, Step } from '../lab/lab.ts'
import type { ClusterMap } from '../map/cluster-map.ts'
import type { CommandResult, Shell } from '../shell/shell.ts'
import type { SessionEvent } from './events.ts'
import type { NodeChange } from './machines.ts'
import type { Prepared } from './questions.ts'
import type { SessionState } from './state.ts'

/** What a session works with. */
export interface SessionParts {
  readonly lab: Lab
  /** The state to start from: a new one, or one folded from the journal. */
  readonly state: SessionState
  readonly shell: Shell
  /** Looks at a check now; `results` are those of the step's commands, oldest first. */
  readonly look: (check: Check, results: readonly CommandResult[]) => Promise<Verdict>
  /** The cluster's identity, and the one that the journal knows; see `cluster-seen`. */
  readonly identify: () => Promise<string | undefined>
  readonly knownUid: string | undefined
  /** How many nodes there are, and are Ready; undefined when the cluster does not say, or nobody wants to know. */
  readonly countNodes: () => Promise<{ ready: number; total: number } | undefined>
  /** Adds a node or takes one away, and says so; left out where the nodes are not ours. */
  readonly changeNodes?: (change: NodeChange) => Promise<Outcome<string>>
  /** Left out where there is no cluster to look at. */
  readonly map?: ClusterMap
  /** Lets the map follow to another namespace, after a command that may have chosen one. */
  readonly lookForNamespace?: () => Promise<void>
  /** Returns when the event is on disk. */
  readonly record: (event: SessionEvent) => void
  /** Forgets what was seen of targets, spelt as `Seen` does; left out where nothing is remembered. */
  readonly forget?: (targets?: readonly string[]) => void
  /**
   * Makes the workspace anew, and tells what is left in the cluster of what the lab made. A failure leaves no shell: the
   * session can only be closed then.
   */
  readonly startAnew?: () => Promise<Outcome<{ readonly shell: Shell; readonly notice: string }>>
  /** What is left in the cluster of what the lab names, and what deletes it. */
  readonly findLeft?: () => Promise<NonNullable<SessionState['left']>>
  /** Why a command failed, where that can be told; never rejects. */
  readonly explain?: (result: CommandResult) => Promise<Cause | undefined>
  /** What stands between the lab and this cluster. */
  readonly obstacles?: () => Promise<readonly string[]>
  /** Why a step cannot be done on this cluster; left out where it has all. */
  readonly lack?: (step: Step) => Promise<string | undefined>
  /** Computes a question's choices, and which is right, from the cluster as it is. */
  readonly prepare?: (question: Question) => Promise<Prepared | undefined>
  /** What a script would make of a file of the lab, without making it; undefined where that cannot be told. */
  readonly rehearse?: (script: string, file: string) => Promise<string | undefined>
  /** Lets go of journal, workspace and cluster. */
  readonly release: () => Promise<void>
}
