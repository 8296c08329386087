import { isMissingBefore } from '../../session/settled.ts'
import { outlineTexts, texts } from '../../texts/texts.ts'
import { respondOnFile } from './file.ts'
import { matchingSteps } from './find.ts'
import type { KeyPress } from '../keys.ts'
import { clamp, scrollBy, type Response, type Surroundings } from './respond.ts'
import type { View } from './view.ts'

/** Keys on the outline, help, summary and file screens. */
export function respondOnPage(view: View, key: KeyPress, around: Surroundings): Response {
  if (view.screen === 'file') return respondOnFile(view, key, around)
  if (view.screen === 'outline' && view.find !== undefined) return respondToFind(view, view.find, key, around)
  if (closes(key)) return { view: { ...view, screen: 'walk' }, requests: [] }
  if (view.screen === 'outline') return respondOnOutline(view, key, around)
  const { pageRows, pageEnd } = around.extent
  if (key.type === 'named') {
    const by = key.name === 'up' ? -1 : key.name === 'down' ? 1 : scrollBy(key, pageRows)
    if (by !== undefined)
      return { view: { ...view, pageTop: clamp(clamp(view.pageTop, pageEnd) + by, pageEnd) }, requests: [] }
    if (key.name === 'enter') {
      if (view.screen === 'summary') return { view, requests: [{ ask: 'leave', how: 'finished' }] }
      return { view: { ...view, screen: 'walk' }, requests: [] }
    }
  }
  if (view.screen === 'summary' && key.type === 'text') {
    if (key.text === 'q') return { view, requests: [{ ask: 'leave', how: 'finished' }] }
    if (key.text === 'o') return { view: { ...view, screen: 'outline', marked: around.state.current }, requests: [] }
  }
  return { view, requests: [] }
}

function closes(key: KeyPress): boolean {
  return key.type === 'named' && key.name === 'escape'
}

/** Typing goes to the first step that has the text, Up and Down to the others; Enter goes to it, Esc ends the search. */
function respondToFind(view: View, find: string, key: KeyPress, around: Surroundings): Response {
  const { steps } = around.state
  const look = (text: string): Response => {
    const found = matchingSteps(steps, text)
    const marked = found.find(index => index >= view.marked) ?? found[0] ?? view.marked
    return { view: { ...view, find: text, marked }, requests: [] }
  }
  if (key.type === 'text' || key.type === 'paste') return look(find + key.text)
  if (key.type !== 'named') return { view, requests: [] }
  const found = matchingSteps(steps, find)
  switch (key.name) {
    case 'backspace':
      return look(find.slice(0, -1))
    case 'escape':
      return { view: { ...view, find: undefined }, requests: [] }
    case 'enter':
      return respondOnOutline({ ...view, find: undefined }, key, around)
    case 'down':
      return { view: { ...view, marked: found.find(index => index > view.marked) ?? view.marked }, requests: [] }
    case 'up':
      return { view: { ...view, marked: found.findLast(index => index < view.marked) ?? view.marked }, requests: [] }
    default:
      return { view, requests: [] }
  }
}

function respondOnOutline(view: View, key: KeyPress, { state, extent }: Surroundings): Response {
  const last = state.steps.length - 1
  const mark = (index: number): Response => ({ view: { ...view, marked: clamp(index, last) }, requests: [] })
  const closed: View = { ...view, screen: 'walk' }
  if (key.type === 'text') {
    if (key.text === 'q' || key.text === 'o') return { view: closed, requests: [] }
    if (key.text === '/') return { view: { ...view, find: '' }, requests: [] }
    if (/^[crR]$/.test(key.text) && state.busy) return { view: { ...view, message: texts.busy }, requests: [] }
    if (key.text === 'R') return { view: { ...view, question: { about: 'reset lab' } }, requests: [] }
    if (key.text === 'r')
      return { view: { ...view, question: { about: 'reset step', index: view.marked } }, requests: [] }
    if (key.text === 'c') {
      const begins = state.steps[view.marked]?.step.chapter?.start !== undefined
      if (!begins && !isMissingBefore(state, view.marked))
        return { view: { ...view, message: outlineTexts.nothingMissing }, requests: [] }
      return { view: { ...view, question: { about: 'catch up', index: view.marked } }, requests: [] }
    }
    if (key.text === 'j' || key.text === 'n') return mark(view.marked + 1)
    if (key.text === 'k' || key.text === 'p') return mark(view.marked - 1)
  }
  if (key.type !== 'named') return { view, requests: [] }
  switch (key.name) {
    case 'up':
      return mark(view.marked - 1)
    case 'down':
      return mark(view.marked + 1)
    case 'page up':
      return mark(view.marked - Math.max(1, extent.pageRows - 1))
    case 'page down':
      return mark(view.marked + Math.max(1, extent.pageRows - 1))
    case 'home':
      return mark(0)
    case 'end':
      return mark(last)
    case 'enter':
      if (view.marked === state.current) return { view: closed, requests: [] }
      if (state.busy) return { view: { ...view, message: texts.busy }, requests: [] }
      return { view: closed, requests: [{ ask: 'go to', index: view.marked }] }
    default:
      return { view, requests: [] }
  }
}
