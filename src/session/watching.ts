import type { Verdict } from '../check/verdict.ts'

/** How one step's checks are watched; times in milliseconds. */
export interface WatchOptions {
  /** How long each check may wait. */
  readonly limits: readonly number[]
  /** Checks that are settled for good: a command's result that was right stays right. */
  readonly lasting: ReadonlySet<number>
  /** Looks at one check now. */
  readonly look: (index: number) => Promise<Verdict>
  readonly onVerdict: (index: number, verdict: Verdict, waitedMs: number) => void
  /** Called once, when all checks held in one round. */
  readonly onAllPassed: () => void
  /** Called after the first round, whatever it saw. */
  readonly onFirstRound?: () => void
  readonly phase: Phase
}

/**
 * How far the learner is in the step. While nothing has run, what does not hold is `not yet`, whatever the cause, and is
 * seldom looked at. Underway, while the lesson still proposes a command, what may come to hold is `not yet` and has no
 * time limit, but a cause that waiting cannot cure is told. Awaited, the time runs.
 */
export type Phase = 'untouched' | 'underway' | 'awaited'

const eager = { firstMs: 100, growth: 1.4, longestMs: 1000 }
const relaxed = { firstMs: 2000, growth: 1.5, longestMs: 8000 }
/** Somebody may have done the whole step with the first command: looked at eagerly for so long, then seldom. */
const eagerWhileUnderwayMs = 10_000

/**
 * Looks at a step's checks again and again until all hold at once.
 *
 * A check whose time is up has failed but is still looked at, less often: the learner may repair the cause anywhere.
 *
 * @returns a function that ends the watch.
 */
export function watchChecks(options: WatchOptions): () => void {
  const started = Date.now()
  const verdicts = new Map<number, Verdict>()
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let pace = options.phase === 'untouched' ? relaxed : eager
  let delay = pace.firstMs

  const lookAt = async (index: number): Promise<void> => {
    const seen = await options.look(index)
    if (stopped) return
    const waitedMs = Date.now() - started
    const verdict = judge(seen, waitedMs, options.limits[index] ?? 0, options.phase)
    verdicts.set(index, verdict)
    options.onVerdict(index, verdict, waitedMs)
  }
  const holds = (index: number) => options.lasting.has(index) || verdicts.get(index)?.status === 'passed'
  const indices = [...options.limits.keys()]

  const round = async (first: boolean): Promise<void> => {
    const held = indices.filter(index => !options.lasting.has(index) && holds(index))
    await Promise.all(indices.filter(index => !holds(index)).map(lookAt))
    // What held in an earlier round may have been lost since: a step is done when everything holds at once.
    if (isWatched() && indices.every(holds)) await Promise.all(held.map(lookAt))
    if (!isWatched()) return
    if (first) options.onFirstRound?.()
    if (indices.every(holds)) {
      stop()
      options.onAllPassed()
      return
    }
    const hopeful =
      options.phase === 'underway'
        ? Date.now() - started < eagerWhileUnderwayMs
        : indices.some(index => verdicts.get(index)?.status === 'waiting')
    const nextPace = hopeful ? eager : relaxed
    delay = nextPace === pace ? Math.min(delay * pace.growth, pace.longestMs) : nextPace.firstMs
    pace = nextPace
    timer = setTimeout(() => void round(false), delay)
  }
  const stop = (): void => {
    stopped = true
    clearTimeout(timer)
  }
  const isWatched = (): boolean => !stopped

  void round(true)
  return stop
}

/** Turns what a look saw into a verdict at this time; see Phase. */
export function judge(seen: Verdict, waitedMs: number, limitMs: number, phase: Phase): Verdict {
  if (seen.status === 'passed') return seen
  if (phase === 'untouched') return { ...seen, status: 'not yet' }
  if (seen.status !== 'waiting') return seen
  if (phase === 'underway') return { ...seen, status: 'not yet' }
  return waitedMs >= limitMs ? { ...seen, status: 'failed' } : seen
}
