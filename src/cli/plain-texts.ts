import { isWalked } from '../lab/lab.ts'
import { checkSentences } from '../report/plain.ts'
import { enterAction } from '../session/enter.ts'
import type { SessionState, StepView } from '../session/state.ts'
import { plain } from '../shell/sanitise.ts'
import { plainTexts, promptTexts, stepWords, texts } from '../texts/texts.ts'
import { matchingSteps } from '../ui/walk/find.ts'

/** What the face itself asks, besides the session's own confirmation; the next line answers it. */
export type Question =
  | { readonly kind: 'show me' | 'reset lab' }
  | { readonly kind: 'catch up' | 'reset step'; readonly index: number }
  /** A command that wants the terminal to itself, and reaches beyond the lab. */
  | { readonly kind: 'danger'; readonly text: string }

/** @param question undefined when the session asks whether to run a command */
export function questionText(question: Question | undefined): string {
  switch (question?.kind) {
    case 'show me':
      return promptTexts.askShowMe
    case 'catch up':
      return `${texts.askCatchUp} ${promptTexts.yesOrNo} `
    case 'reset step':
      return `${texts.askResetStep} ${promptTexts.yesOrNo} `
    case 'reset lab':
      return `${texts.askResetLab} ${promptTexts.yesOrNo} `
    case 'danger':
    case undefined:
      return promptTexts.askRun
  }
}

/** What Enter does now: the line above the prompt. */
export function enterText(state: SessionState): string {
  const view = state.steps[state.current]
  const action = enterAction(state, '')
  switch (action.does) {
    case 'run': {
      const [first = '', ...rest] = plain(action.text).split('\n')
      const place =
        view?.proposed === undefined
          ? promptTexts.command(first)
          : promptTexts.commandOf(view.proposed.index + 1, view.proposed.of, first)
      return [place, ...rest.map(line => `  ${line}`)].join('\n')
    }
    case 'next':
      return promptTexts.enterNext(plain(state.steps[state.current + 1]?.step.title ?? ''))
    case 'summary':
      return promptTexts.enterEnds
    case 'outline':
      return promptTexts.enterLists
    case 'look':
      return promptTexts.enterLooks
    case 'nothing':
      return ''
  }
}

export function checksText(state: SessionState): string {
  const checks = state.steps[state.current]?.checks ?? []
  if (checks.length === 0) return promptTexts.noChecks
  return checks
    .flatMap((check, index) => checkSentences(plainTexts.checkOf(index + 1, checks.length), check))
    .join('\n')
}

export function whereText(state: SessionState): string {
  const title = plain(state.steps[state.current]?.step.title ?? '')
  return promptTexts.where(state.current + 1, state.steps.length, title, plain(state.clusterLabel))
}

/** Every step with its number, which "go", "catch up" and "reset step" take. */
export function stepsText(state: SessionState): string {
  return state.steps.map((view, index) => stepText(view, index, state)).join('\n')
}

/** The steps that have a word. */
export function findText(state: SessionState, wanted: string): string {
  const found = matchingSteps(state.steps, wanted)
  if (found.length === 0) return promptTexts.noStepHas(plain(wanted))
  return state.steps.flatMap((view, index) => (found.includes(index) ? [stepText(view, index, state)] : [])).join('\n')
}

function stepText(view: StepView, index: number, state: SessionState): string {
  const here = index === state.current ? promptTexts.youAreHere : ''
  return `${index + 1}. ${plain(view.step.title)}: ${isWalked(view.step) ? stepWords[view.progress].word : promptTexts.toRead}${here}`
}
