import type { SessionState } from '../../session/state.ts'
import { answerKeys } from '../../texts/texts.ts'
import type { KeyPress } from '../keys.ts'
import type { Request, Response } from './respond.ts'
import type { Question, View } from './view.ts'

/** Answers what is asked: y is yes; n, Esc and q are no, and the letters of the
 * language that is spoken; anything else is not an answer. Enter is none on purpose. */
export function answerQuestion(view: View, key: KeyPress, { state }: { readonly state: SessionState }): Response {
  const letter = key.type === 'text' ? key.text.toLowerCase() : ''
  const yes = letter === 'y' || letter === answerKeys.yes
  const no =
    letter === 'n' || letter === 'q' || letter === answerKeys.no || (key.type === 'named' && key.name === 'escape')
  if (!yes && !no) return { view, requests: [] }
  if (view.question === undefined) return { view, requests: state.confirmation ? [{ ask: 'confirm', yes }] : [] }
  if (!yes) return { view: { ...view, question: undefined }, requests: [] }
  // What is done for the learner is seen in the walk.
  return { view: { ...view, question: undefined, screen: 'walk' }, requests: [requestOf(view.question)] }
}

function requestOf(question: Question): Request {
  switch (question.about) {
    case 'quit':
      return { ask: 'leave', how: 'quit' }
    case 'show me':
      return { ask: 'show me' }
    case 'catch up':
      return { ask: 'catch up', index: question.index }
    case 'reset step':
      return { ask: 'reset step', index: question.index }
    case 'reset lab':
      return { ask: 'reset lab' }
    case 'danger':
      return { ask: 'run in terminal', text: question.text }
  }
}
