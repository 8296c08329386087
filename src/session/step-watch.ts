import { setTimeout as delay } from 'node:timers/promises'
import type { Verdict } from '../check/verdict.ts'
import type { Check, Step } from '../lab/lab.ts'
import { wasDone } from './settled.ts'
import type { StepView } from './state.ts'
import { watchChecks, type Phase } from './watching.ts'

/** What the watch of a step's checks works with. */
export interface StepWatchParts {
  readonly viewOf: (step: Step) => StepView | undefined
  readonly look: (step: Step, check: Check) => Promise<Verdict>
  readonly onVerdict: (step: Step, index: number, verdict: Verdict, waitedMs: number) => void
  /** Called when all checks held in one round; the watch has ended then. */
  readonly onAllPassed: (step: Step) => void
}

/** Watches the checks of one step at a time. */
export class StepWatch {
  readonly #parts: StepWatchParts
  #end: () => void = () => undefined
  #firstLook: Promise<void> = Promise.resolve()

  constructor(parts: StepWatchParts) {
    this.#parts = parts
  }

  /** Begins with a step, unless it is done; whatever was watched before is watched no more. */
  begin(step: Step): void {
    this.end()
    const view = this.#parts.viewOf(step)
    if (step.checks.length === 0 || (view !== undefined && wasDone(view))) return
    const looked = Promise.withResolvers<undefined>()
    this.#firstLook = looked.promise.then(() => undefined)
    const stop = watchChecks({
      limits: step.checks.map(check => check.withinMs),
      lasting: lastingVerdicts(step, view),
      phase: phaseOf(view),
      look: index => this.#look(step, index),
      onVerdict: (index, verdict, waitedMs) => this.#parts.onVerdict(step, index, verdict, waitedMs),
      onFirstRound: () => looked.resolve(undefined),
      onAllPassed: () => {
        looked.resolve(undefined)
        this.#parts.onAllPassed(step)
      }
    })
    this.#end = () => {
      stop()
      looked.resolve(undefined)
    }
  }

  end(): void {
    this.#end()
  }

  /** Resolves when every check was looked at once, or after so many milliseconds: a cluster may not answer. */
  async lookedOnce(longestMs: number): Promise<void> {
    await Promise.race([this.#firstLook, delay(longestMs, undefined, { ref: false })])
  }

  #look(step: Step, index: number): Promise<Verdict> {
    const check = step.checks[index]
    if (check === undefined) throw new Error(`step ${step.id} has no check ${index}`)
    return this.#parts.look(step, check)
  }
}

/** A command's result that was right stays right, also after a resume; the cluster is looked at again. */
function lastingVerdicts(step: Step, view: StepView | undefined): ReadonlySet<number> {
  const lasting = step.checks.flatMap((check, index) =>
    check.kind === 'result' && view?.checks[index]?.verdict.status === 'passed' ? [index] : []
  )
  return new Set(lasting)
}

function phaseOf(view: StepView | undefined): Phase {
  if (view === undefined || view.commands.length === 0) return 'untouched'
  return view.proposed === undefined || view.commands.some(({ by }) => by === 'solution') ? 'awaited' : 'underway'
}
