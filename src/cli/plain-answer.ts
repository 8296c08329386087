import { openChoices } from '../session/questions.ts'
import { enterAction } from '../session/enter.ts'
import type { NodeChange } from '../session/machines.ts'
import type { SessionState } from '../session/state.ts'
import { promptTexts, promptWords } from '../texts/texts.ts'
import { checksText, findText, stepsText, whereText } from './plain-texts.ts'

/** What a line typed at the plain prompt asks for. */
export type Answer =
  | { readonly kind: 'run'; readonly text: string }
  | { readonly kind: 'file' | 'difference' | 'edit' }
  | {
      readonly kind:
        'next' | 'back' | 'hint' | 'look' | 'lesson' | 'repeat' | 'map' | 'output' | 'read' | 'shell' | 'quit'
    }
  | { readonly kind: 'show me' | 'reset lab' }
  /** `index` into the state's steps. */
  | { readonly kind: 'go to'; readonly index: number }
  | { readonly kind: 'catch up' | 'reset step'; readonly index: number }
  /** A choice of the open question, counted from 0. */
  | { readonly kind: 'answer'; readonly choice: number }
  | { readonly kind: 'change nodes'; readonly change: NodeChange }
  | { readonly kind: 'confirm'; readonly yes: boolean }
  | { readonly kind: 'say'; readonly text: string }

/** Reads a line typed at the plain prompt; pure. */
export function answerOf(line: string, state: SessionState): Answer {
  const text = line.trim()
  if (state.confirmation !== undefined) return { kind: 'confirm', yes: isYes(text) }
  if (text.startsWith(':')) return { kind: 'run', text: text.slice(1).trim() }
  const choice = /^\d$/.test(text) ? Number(text) - 1 : -1
  if (openChoices(state.steps[state.current])?.[choice] !== undefined) return { kind: 'answer', choice }
  if (text === '') return emptyLine(state)
  const words = text.toLowerCase().replace(/\s+/g, ' ')
  const meant = (Object.keys(promptWords) as Word[]).find(each => promptWords[each].includes(words))
  if (meant !== undefined && meant !== 'yes') return answers[meant](state)
  return numberedAnswer(words, state) ?? searchAnswer(text, state) ?? { kind: 'run', text }
}

/** A word with the number of a step in the outline. */
function numberedAnswer(words: string, state: SessionState): Answer | undefined {
  const [, word = '', number = ''] = /^(.*) (\d+)$/.exec(words) ?? []
  const index = Number(number) - 1
  const isStep = index >= 0 && index < state.steps.length
  const which: Answer = { kind: 'say', text: promptTexts.whichStep(state.steps.length) }
  if (promptWords.goTo.includes(word)) return isStep ? { kind: 'go to', index } : which
  if (promptWords.catchUp.includes(word)) return isStep ? { kind: 'catch up', index } : which
  if (promptWords.resetStep.includes(word)) return isStep ? { kind: 'reset step', index } : which
  return undefined
}

/** `find WORD`; what looks like the program of that name, with a folder or an option, is left to the shell. */
function searchAnswer(text: string, state: SessionState): Answer | undefined {
  const [, word = '', wanted = ''] = /^(\S+)\s+([^\s./~$*-].*)$/.exec(text) ?? []
  if (!promptWords.find.includes(word.toLowerCase()) || /\s-/.test(text)) return undefined
  return { kind: 'say', text: findText(state, wanted) }
}

type Word = keyof typeof promptWords

/** What the words ask for. */
const answers: Readonly<Record<Exclude<Word, 'yes'>, (state: SessionState) => Answer>> = {
  next: () => ({ kind: 'next' }),
  back: () => ({ kind: 'back' }),
  hint: () => ({ kind: 'hint' }),
  showMe: () => ({ kind: 'show me' }),
  lesson: () => ({ kind: 'lesson' }),
  repeat: () => ({ kind: 'repeat' }),
  output: () => ({ kind: 'output' }),
  read: () => ({ kind: 'read' }),
  goTo: state => ({ kind: 'say', text: promptTexts.whichStep(state.steps.length) }),
  catchUp: state => ({ kind: 'catch up', index: state.current }),
  resetStep: state => ({ kind: 'reset step', index: state.current }),
  resetLab: () => ({ kind: 'reset lab' }),
  find: () => ({ kind: 'say', text: promptTexts.findWhat }),
  addNode: () => ({ kind: 'change nodes', change: 'add' }),
  removeNode: () => ({ kind: 'change nodes', change: 'remove' }),
  map: () => ({ kind: 'map' }),
  file: () => ({ kind: 'file' }),
  difference: () => ({ kind: 'difference' }),
  edit: () => ({ kind: 'edit' }),
  shell: () => ({ kind: 'shell' }),
  quit: () => ({ kind: 'quit' }),
  help: () => ({ kind: 'say', text: promptTexts.help }),
  checks: state => ({ kind: 'say', text: checksText(state) }),
  where: state => ({ kind: 'say', text: whereText(state) }),
  steps: state => ({ kind: 'say', text: stepsText(state) })
}

export function isYes(text: string): boolean {
  return promptWords.yes.includes(text.trim().toLowerCase())
}

/** Enter does the one sensible next thing. */
function emptyLine(state: SessionState): Answer {
  const action = enterAction(state, '')
  switch (action.does) {
    case 'run':
      return { kind: 'run', text: action.text }
    case 'next':
      return { kind: 'next' }
    case 'summary':
      return { kind: 'quit' }
    case 'outline':
      return { kind: 'say', text: stepsText(state) }
    case 'look':
      return { kind: 'look' }
    case 'nothing':
      return { kind: 'say', text: '' }
  }
}
