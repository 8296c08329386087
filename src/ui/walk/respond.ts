import { isWalked } from '../../lab/lab.ts'
import { graphemes } from '../../markdown/styled.ts'
import type { NodeChange } from '../../session/machines.ts'
import { openChoices } from '../../session/questions.ts'
import type { SessionState } from '../../session/state.ts'
import type { KeyPress } from '../keys.ts'
import { takeNext, type Completion } from '../prompt/completion.ts'
import { editLine, emptyLine, submitted, withText } from '../prompt/line.ts'
import { texts } from '../../texts/texts.ts'
import { enterAction, runsBeside } from '../../session/enter.ts'
import type { OutputLine } from '../output/buffer.ts'
import { answerQuestion } from './question.ts'
import { respondOnPage } from './page.ts'
import { beginSearch, respondToSearch } from './searching.ts'
import type { View } from './view.ts'

/** What a key asks of the session or of the terminal. */
export type Request =
  | { readonly ask: 'run'; readonly text: string }
  /** A line as it was typed: kept for later sessions, if it may be. */
  | { readonly ask: 'remember'; readonly text: string }
  /** Runs a line with the terminal to itself, once more without asking. */
  | { readonly ask: 'run in terminal'; readonly text: string }
  | { readonly ask: 'confirm'; readonly yes: boolean }
  | {
      readonly ask:
        'complete' | 'copy' | 'interrupt' | 'next' | 'previous' | 'hint' | 'show me' | 'look again' | 'shell'
    }
  | { readonly ask: 'what is left' }
  /** Shows the step's file, also with what it differs in from what is asked. */
  | { readonly ask: 'file'; readonly compare: boolean }
  | { readonly ask: 'edit'; readonly file: string; readonly line: number | undefined }
  | { readonly ask: 'change nodes'; readonly change: NodeChange }
  | { readonly ask: 'answer'; readonly choice: number }
  | { readonly ask: 'go to' | 'catch up' | 'reset step'; readonly index: number }
  | { readonly ask: 'reset lab' }
  | { readonly ask: 'leave'; readonly how: 'quit' | 'finished' | 'interrupted' }

/** What a key is judged by. */
export interface Surroundings {
  readonly state: SessionState
  /** True for half a second after a verdict appeared: Enter was meant for what stood there before. */
  readonly fresh: boolean
  /** Rows of the lesson, the output and the page shown, and how far each can be scrolled. */
  readonly extent: Extent
  /** The output on the screen, and how many of its lines are kept no longer. */
  readonly output: () => readonly OutputLine[]
  readonly dropped: () => number
}

export interface Extent {
  readonly lessonRows: number
  readonly lessonTop: number
  readonly lessonEnd: number
  readonly outputRows: number
  readonly outputColumns: number
  readonly outputEnd: number
  readonly pageRows: number
  readonly pageEnd: number
  /** The pane that PgUp and PgDn move. */
  readonly scrolls: 'lesson' | 'output'
  /** True when the screen has room for one pane only. */
  readonly single: boolean
}

/** Before the first frame. */
export const noExtent: Extent = {
  lessonRows: 1,
  lessonTop: 0,
  lessonEnd: 0,
  outputRows: 1,
  outputColumns: 80,
  outputEnd: 0,
  pageRows: 1,
  pageEnd: 0,
  scrolls: 'lesson',
  single: false
}

export interface Response {
  readonly view: View
  readonly requests: readonly Request[]
}

/**
 * What a key does: the view after it, and what is asked for. Pure. Text comes one character at a time (`singly`), because
 * each may change what the next one means.
 */
export function respond(before: View, key: KeyPress, around: Surroundings): Response {
  const leaving = before.leaving
  let view: View = { ...before, message: undefined, leaving: false, completion: undefined }
  if (key.type === 'control' && key.letter === 'c') return interrupt(view, leaving, around)
  if (view.question !== undefined || around.state.confirmation !== undefined) return answerQuestion(view, key, around)
  if (view.screen !== 'walk') return respondOnPage(view, key, around)
  if (before.search !== undefined) {
    const response = respondToSearch(view, before.search, key, around)
    if (response !== undefined) return response
  }
  if (key.type === 'named') {
    const scrolled = scroll(view, key, around.extent)
    if (scrolled !== undefined) return done(scrolled)
    view = { ...view, search: undefined }
    if (key.name === 'tab') return tab(view, before.completion, key.modified, around.extent)
    if (key.name === 'enter') return enter(view, around)
    if (key.name === 'escape') return done(escape(view))
    if (key.name === 'right' && isEmpty(view)) return takeProposal(view, around.state)
  }
  view = { ...view, search: undefined }
  if (key.type === 'control' && key.letter === 'o') return done(view, { ask: 'file', compare: false })
  if (isEmpty(view) && key.type === 'text') return respondToWord(view, key.text, around)
  const line = editLine(view.line, key)
  return done(line === undefined ? view : { ...view, line })
}

/** Text as the keys that it was typed with: quick typing arrives as one text and must mean the same as slow typing. */
export function singly(key: KeyPress): readonly KeyPress[] {
  return key.type === 'text' ? graphemes(key.text).map(text => ({ type: 'text', text })) : [key]
}

/** On an empty line the next pane; behind a word what it may become. */
function tab(view: View, completion: Completion | undefined, back: boolean, extent: Extent): Response {
  if (view.line.text.trim() === '') return done(nextPane(view, extent))
  if (completion === undefined) return done(view, { ask: 'complete' })
  return done({ ...view, ...takeNext(view.line, completion, back ? -1 : 1) })
}

/** The output, the lesson, both; a small screen has no room for both, and shows the other one. */
function nextPane(view: View, { single, scrolls }: Extent): View {
  if (single) return { ...view, panes: 'halves', looking: scrolls === 'lesson' ? 'output' : 'lesson' }
  return { ...view, panes: nextPanes[view.panes] }
}

const nextPanes = { halves: 'output', output: 'lesson', lesson: 'halves' } as const

function done(view: View, ...requests: Request[]): Response {
  return { view, requests }
}

function isEmpty({ line }: View): boolean {
  return line.text === '' && !line.literal
}

function interrupt(view: View, leaving: boolean, { state }: Surroundings): Response {
  if (state.confirmation !== undefined) return done(view, { ask: 'confirm', yes: false })
  if (view.question !== undefined) return done({ ...view, question: undefined })
  if (view.search !== undefined && !state.busy) return done({ ...view, search: undefined })
  if (state.busy) return done({ ...view, message: texts.stopping }, { ask: 'interrupt' })
  if (isEmpty(view) && runsBeside(state)) return done({ ...view, message: texts.endingBeside }, { ask: 'interrupt' })
  if (leaving) return done(view, { ask: 'leave', how: 'interrupted' })
  const line = { ...emptyLine, history: view.line.history, cut: view.line.cut }
  if (!isEmpty(view)) return done({ ...view, line })
  return done({ ...view, leaving: true, message: texts.howToQuit })
}

/** Keys with a meaning of their own on an empty line; any other begins a command. */
function respondToWord(view: View, text: string, around: Surroundings): Response {
  const { state } = around
  const choice = Number(text) - 1
  if (openChoices(state.steps[state.current])?.[choice] !== undefined) return done(view, { ask: 'answer', choice })
  switch (text) {
    case ':':
      return done({ ...view, line: { ...view.line, literal: true }, message: texts.literal })
    case 'n':
      if (state.busy) return done({ ...view, message: texts.busy })
      return state.current + 1 < state.steps.length ? done(view, { ask: 'next' }) : atTheEnd(view, state)
    case 'p':
      if (state.busy) return done({ ...view, message: texts.busy })
      return state.current > 0 ? done(view, { ask: 'previous' }) : done({ ...view, message: texts.firstStep })
    case 'h':
      return hint(view, state)
    case 's':
      return showMe(view, state)
    case 'o':
      return done({ ...view, screen: 'outline', marked: state.current })
    case '+':
      return done(view, { ask: 'change nodes', change: 'add' })
    case '-':
      return done(view, { ask: 'change nodes', change: 'remove' })
    case '/':
      return done(beginSearch(view))
    case 'y':
      if (around.extent.scrolls === 'output') return done(view, { ask: 'copy' })
      return done({ ...view, line: withText(view.line, text) })
    case '?':
      return done({ ...view, screen: 'help', pageTop: 0 })
    case '!':
      return state.busy ? done({ ...view, message: texts.busy }) : done(view, { ask: 'shell' })
    case 'q':
      if (state.busy) return done({ ...view, question: { about: 'quit' } })
      return done(view, { ask: 'leave', how: state.finished ? 'finished' : 'quit' })
    default:
      return done({ ...view, line: withText(view.line, text) })
  }
}

function showMe(view: View, { busy, steps, current }: SessionState): Response {
  const step = steps[current]?.step
  if (busy) return done({ ...view, message: texts.busy })
  if (step === undefined || !isWalked(step)) return done({ ...view, message: texts.nothingToShow })
  return done({ ...view, question: { about: 'show me' } })
}

function atTheEnd(view: View, state: SessionState): Response {
  if (!state.finished) return done({ ...view, message: texts.lastStep })
  return done({ ...view, screen: 'summary', pageTop: 0 }, { ask: 'what is left' })
}

function hint(view: View, { steps, current }: SessionState): Response {
  const step = steps[current]
  const all = step?.step.hints.length ?? 0
  if (all === 0) return done({ ...view, message: texts.noHint })
  if ((step?.hintsShown ?? 0) >= all) return done({ ...view, message: texts.allHints, lessonTop: Infinity })
  return done(view, { ask: 'hint' })
}

function enter(view: View, { state, fresh }: Surroundings): Response {
  const typed = view.line.text
  if (state.busy) return done(typed === '' ? view : { ...view, message: texts.busy })
  if (fresh && typed === '') return done(view)
  const action = enterAction(state, typed)
  switch (action.does) {
    case 'run':
      return done(
        { ...view, line: submitted(view.line, action.text) },
        { ask: 'remember', text: typed.trim() === '' ? action.text : typed },
        { ask: 'run', text: action.text }
      )
    case 'next':
      return done(view, { ask: 'next' })
    case 'summary':
      return done({ ...view, screen: 'summary', pageTop: 0 }, { ask: 'what is left' })
    case 'outline':
      return done({ ...view, screen: 'outline', marked: state.current })
    case 'look':
      return done(view, { ask: 'look again' })
    case 'nothing':
      return done(view)
  }
}

function escape(view: View): View {
  if (!isEmpty(view)) return { ...view, line: withText(view.line, '') }
  return { ...view, panes: 'halves' }
}

function takeProposal(view: View, { steps, current, busy }: SessionState): Response {
  const proposed = busy ? undefined : steps[current]?.proposed
  return done(proposed === undefined ? view : { ...view, line: withText(view.line, proposed.text) })
}

/** PgUp and PgDn go by a page, with Shift, Alt or Control the arrows go by a row. */
function scroll(view: View, key: Extract<KeyPress, { type: 'named' }>, extent: Extent): View | undefined {
  const rows = extent.scrolls === 'lesson' ? extent.lessonRows : extent.outputRows
  const by = scrollBy(key, rows)
  if (by === undefined) return undefined
  if (extent.scrolls === 'lesson') return { ...view, lessonTop: clamp(extent.lessonTop + by, extent.lessonEnd) }
  return { ...view, outputBack: clamp(clamp(view.outputBack, extent.outputEnd) - by, extent.outputEnd) }
}

/** How many rows a key scrolls by; a page keeps one row in sight. */
export function scrollBy(key: Extract<KeyPress, { type: 'named' }>, rows: number): number | undefined {
  if (key.name === 'page up') return -Math.max(1, rows - 1)
  if (key.name === 'page down') return Math.max(1, rows - 1)
  if (key.modified && key.name === 'up') return -1
  if (key.modified && key.name === 'down') return 1
  return undefined
}

export function clamp(value: number, end: number): number {
  return Math.max(0, Math.min(value, end))
}
