import type { Verdict } from '../check/verdict.ts'

/** What happens in a session. The state is a fold over these; those that `isJournaled` names survive the program. */
export type SessionEvent =
  | {
      readonly type: 'opened'
      /** RFC 3339. */
      readonly at: string
      readonly lab: string
      /** `sandbox`, or `context:NAME`. */
      readonly cluster: string
      /** True when the journal already held an earlier opening. */
      readonly resumed: boolean
    }
  /** UID of the namespace kube-system: tells a cluster from one that was made anew under the same name. */
  | { readonly type: 'cluster-seen'; readonly uid: string }
  | { readonly type: 'entered'; readonly step: string }
  | {
      readonly type: 'command-started'
      readonly step: string
      readonly text: string
      readonly by: 'learner' | 'solution'
      /** Runs beside the lesson until it is ended: the session is not busy with it. */
      readonly beside?: true
    }
  | {
      readonly type: 'command-ended'
      readonly step: string
      readonly text: string
      readonly exit: number
      readonly interrupted: boolean
      readonly milliseconds: number
      /** Of a command that failed: the cause, and one thing to try, where they are known. */
      readonly why?: string | undefined
      readonly hint?: string | undefined
      readonly beside?: true
    }
  | {
      readonly type: 'observed'
      readonly step: string
      readonly check: number
      readonly verdict: Verdict
      readonly waitedMs: number
    }
  | {
      readonly type: 'settled'
      readonly step: string
      readonly progress: 'done' | 'already' | 'shown' | 'skipped'
      readonly reason?: string
      readonly at: string
    }
  | { readonly type: 'hinted'; readonly step: string }
  /** A question of the step, by its place, can be answered with one of these; `right` where that is known already. */
  | {
      readonly type: 'asked'
      readonly step: string
      readonly question: number
      readonly choices: readonly string[]
      readonly right?: string | undefined
    }
  | { readonly type: 'answered'; readonly step: string; readonly question: number; readonly choice: string }
  /** What the learner did in this step so far does not count any more; the record of it stays. */
  | { readonly type: 'step-reset'; readonly step: string }
  /** The same of the whole lab, which begins anew with a fresh workspace. */
  | { readonly type: 'lab-reset'; readonly at: string }
  /** What the lab's manifests name and the cluster has, and the command that deletes it. */
  | { readonly type: 'left'; readonly objects: readonly string[]; readonly command: string }
  /** Work of several commands has begun, or with nothing named has ended. */
  | { readonly type: 'underway'; readonly work?: 'catch up' | 'reset' }
  /** An object that a check on absence has seen: the check's target and the object's UID. */
  | { readonly type: 'sighted'; readonly target: string; readonly uid: string }
  /** What stands between the lab and this cluster, with a way out. */
  | { readonly type: 'obstacles'; readonly sentences: readonly string[] }
  | { readonly type: 'nodes'; readonly ready: number; readonly total: number }
  | { readonly type: 'confirmation'; readonly question?: { readonly text: string; readonly reason: string } }
  | { readonly type: 'notice'; readonly text?: string }

/** Whether an event is kept on disk: everything that a learner would miss; not what can be looked at again. */
export function isJournaled(event: SessionEvent): boolean {
  switch (event.type) {
    case 'opened':
    case 'cluster-seen':
    case 'entered':
    case 'command-started':
    case 'command-ended':
    case 'settled':
    case 'hinted':
    case 'asked':
    case 'answered':
    case 'step-reset':
    case 'lab-reset':
    case 'sighted':
      return true
    // A verdict on the cluster is looked at again; one on a command's result cannot be.
    case 'observed':
      return event.verdict.status === 'passed'
    case 'underway':
    case 'left':
    case 'obstacles':
    case 'nodes':
    case 'confirmation':
    case 'notice':
      return false
  }
}
