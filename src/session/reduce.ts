import type { Lab } from '../lab/lab.ts'
import type { SessionEvent } from './events.ts'
import { readinessTexts } from '../texts/texts.ts'
import { ownWay, proposal } from './proposal.ts'
import { isOver, isSettled } from './settled.ts'
import type { CheckView, CommandView, QuestionView, SessionState, StepView } from './state.ts'

/** A session of this lab before anything happened. */
export function initialState(lab: Lab, clusterLabel: string): SessionState {
  const steps = lab.steps.map((step): StepView => {
    const checks = step.checks.map((check): CheckView => ({
      that: check.that,
      withinMs: check.withinMs,
      verdict: { status: 'not yet', expected: check.that, actual: readinessTexts.notLookedAt }
    }))
    const questions = step.questions.map(({ ask, predict, because }): QuestionView => {
      return { ask, predict, ...(because === undefined ? {} : { because }) }
    })
    return withProposal({ step, progress: 'not yet', checks, commands: [], questions, hintsShown: 0 })
  })
  return {
    lab,
    clusterLabel,
    steps,
    current: 0,
    busy: false,
    finished: steps.length === 0,
    resumed: false,
    spent: { milliseconds: 0 }
  }
}

/** The state after one more event. Pure; an event of a step that the lab no longer has changes nothing. */
export function reduce(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'opened':
      return { ...state, resumed: event.resumed, spent: { ...state.spent, since: event.at } }
    case 'entered': {
      const index = state.steps.findIndex(view => view.step.id === event.step)
      return index === -1 ? state : { ...withoutNotice(state), current: index }
    }
    case 'command-started': {
      const { text, by, beside } = event
      const command: CommandView = { text, running: true, by, ...(beside === true && { beside }) }
      const busy = beside === true ? state.busy : true
      return inStep({ ...withoutNotice(state), busy }, event.step, view => {
        const progress = isSettled(view) ? view.progress : 'waiting'
        const begun: StepView = { ...view, progress, commands: [...view.commands, command] }
        // What runs beside the lesson counts at once: the next command is proposed while it goes on.
        return beside === true ? withProposal(begun) : begun
      })
    }
    case 'command-ended':
      return inStep(
        { ...state, busy: event.beside === true ? state.busy : state.underway !== undefined },
        event.step,
        view => withProposal({ ...lookingAnew(view), commands: endLastCommand(view.commands, event) })
      )
    case 'observed':
      return inStep(state, event.step, view => withOpenProgress(withVerdict(view, event)))
    case 'settled': {
      const settled = inStep(state, event.step, view => settle(view, event))
      return { ...settled, finished: isFinished(settled), spent: spentUntil(state, event.at) }
    }
    case 'step-reset': {
      const untouched = initialState(state.lab, state.clusterLabel)
      const reset = inStep(state, event.step, view => untouched.steps.find(({ step }) => step === view.step) ?? view)
      return { ...withoutNotice(reset), finished: isFinished(reset) }
    }
    case 'lab-reset': {
      const { steps, finished } = initialState(state.lab, state.clusterLabel)
      return { ...withoutNotice(state), steps, finished, current: 0, spent: { milliseconds: 0, since: event.at } }
    }
    case 'left':
      return { ...state, left: { objects: event.objects, command: event.command } }
    case 'underway': {
      const { underway: _over, ...rest } = state
      return event.work === undefined
        ? { ...rest, busy: false }
        : { ...withoutNotice(rest), busy: true, underway: event.work }
    }
    case 'hinted':
      return inStep(state, event.step, view => ({
        ...view,
        hintsShown: Math.min(view.hintsShown + 1, view.step.hints.length)
      }))
    case 'asked':
      return inQuestion(state, event, view => ({
        ...view,
        choices: view.picked === undefined ? event.choices : (view.choices ?? event.choices),
        ...(event.right === undefined ? {} : { right: event.right })
      }))
    case 'answered':
      return inQuestion(state, event, view => ({ ...view, picked: event.choice }))
    case 'obstacles':
      return { ...state, obstacles: event.sentences }
    case 'nodes':
      return { ...state, nodes: { ready: event.ready, total: event.total } }
    case 'confirmation': {
      const { confirmation: _answered, ...rest } = state
      return event.question === undefined ? rest : { ...rest, confirmation: event.question }
    }
    case 'notice':
      return event.text === undefined ? withoutNotice(state) : { ...state, notice: event.text }
    case 'sighted':
    case 'cluster-seen':
      return state
  }
}

function isFinished({ steps }: SessionState): boolean {
  return steps.every(isOver)
}

/** The time between openings, when nobody was there, is not counted. */
function spentUntil({ spent }: SessionState, at: string): SessionState['spent'] {
  const passed = spent.since === undefined ? 0 : Math.max(0, Date.parse(at) - Date.parse(spent.since))
  return { milliseconds: spent.milliseconds + (Number.isNaN(passed) ? 0 : passed), since: at }
}

/**
 * How a step whose checks hold has come to that.
 *
 * @param wasUnmet whether a look of this session found it undone.
 */
export function settledProgress(view: StepView, wasUnmet: boolean): 'shown' | 'already' | 'done' {
  if (view.commands.some(command => command.by === 'solution')) return 'shown'
  return view.commands.length === 0 && view.progress === 'not yet' && !wasUnmet ? 'already' : 'done'
}

function inStep(state: SessionState, id: string, change: (view: StepView) => StepView): SessionState {
  return { ...state, steps: state.steps.map(view => (view.step.id === id ? change(view) : view)) }
}

function inQuestion(
  state: SessionState,
  { step, question }: { readonly step: string; readonly question: number },
  change: (view: QuestionView) => QuestionView
): SessionState {
  return inStep(state, step, view => ({
    ...view,
    questions: view.questions.map((each, index) => (index === question ? change(each) : each))
  }))
}

function withoutNotice(state: SessionState): SessionState {
  const { notice: _told, ...rest } = state
  return rest
}

function withProposal(view: StepView): StepView {
  const { proposed: _before, ...rest } = view
  const proposed = proposal(view.step, view.commands)
  return proposed === undefined ? rest : { ...rest, proposed }
}

function endLastCommand(
  commands: readonly CommandView[],
  event: Extract<SessionEvent, { type: 'command-ended' }>
): readonly CommandView[] {
  const last = commands.findLastIndex(command => command.running && command.text === event.text)
  return commands.map((command, index) =>
    index === last
      ? {
          ...command,
          running: false,
          exit: event.exit,
          interrupted: event.interrupted,
          milliseconds: event.milliseconds,
          ...(event.why === undefined ? {} : { why: event.why }),
          ...(event.hint === undefined ? {} : { hint: event.hint })
        }
      : command
  )
}

/** A failure from before this command is not its failure. */
function lookingAnew(view: StepView): StepView {
  const checks = view.checks.map(check =>
    check.verdict.status === 'failed' ? { ...check, verdict: { ...check.verdict, status: 'waiting' as const } } : check
  )
  return { ...view, checks }
}

function withVerdict(view: StepView, event: Extract<SessionEvent, { type: 'observed' }>): StepView {
  const checks = view.checks.map((check, index) =>
    index === event.check ? { ...check, verdict: event.verdict, waitedMs: event.waitedMs } : check
  )
  return { ...view, checks }
}

/** While a step is open its progress follows from its checks. */
function withOpenProgress(view: StepView): StepView {
  if (isSettled(view)) return view
  if (view.checks.some(check => check.verdict.status === 'failed')) return { ...view, progress: 'failed' }
  return { ...view, progress: view.commands.length === 0 ? 'not yet' : 'waiting' }
}

function settle(view: StepView, event: Extract<SessionEvent, { type: 'settled' }>): StepView {
  // Who looks at a finished step again does not lose what was said of it, but an own effort replaces "already".
  if (view.progress === 'done') return view
  const way = event.progress === 'done' ? ownWay(view.step, view.commands) : undefined
  const settled: StepView = {
    ...view,
    progress: event.progress,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(way === undefined ? {} : { ownWay: way })
  }
  if (way === undefined && event.progress !== 'shown') return settled
  // What the lesson would still propose has been achieved: running it now would only end in an error.
  const { proposed: _moot, ...rest } = settled
  return rest
}
