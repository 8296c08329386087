import type { SessionState } from '../../session/state.ts'
import type { KeyPress } from '../keys.ts'
import type { View } from './view.ts'

/** Letters that mean something on an empty line, and begin words all the same: next, previous, hint, show, outline, quit, copy. */
const wordLetters = /^[nphsoqy]$/
/** So soon after such a letter another one makes it the beginning of a word. People who type need less. */
export const wordMs = 250

/** Whether a key has to wait for the next one, which may make it the beginning of a word. */
export function mayBeginWord(key: KeyPress, view: View, state: SessionState): boolean {
  if (key.type !== 'text' || !wordLetters.test(key.text)) return false
  if (
    view.screen !== 'walk' ||
    view.question !== undefined ||
    view.search !== undefined ||
    state.confirmation !== undefined
  )
    return false
  return view.line.text === '' && !view.line.literal
}

export function isSame(one: KeyPress, other: KeyPress): boolean {
  return one.type === 'text' && other.type === 'text' && one.text === other.text
}
