import type { StepFile } from '../../session/step-file.ts'
import type { Panes } from '../layout.ts'
import type { Completion } from '../prompt/completion.ts'
import { emptyLine, type PromptLine } from '../prompt/line.ts'

/** What the app asks the learner, to be answered with y or n. */
export type Question =
  | { readonly about: 'quit' }
  | { readonly about: 'show me' }
  | { readonly about: 'catch up' | 'reset step'; readonly index: number }
  | { readonly about: 'reset lab' }
  /** A command that wants the terminal to itself, and reaches beyond the lab. */
  | { readonly about: 'danger'; readonly text: string; readonly reason: string }

/** A search through the output. */
export interface Search {
  readonly query: string
  /** The words are still being typed. */
  readonly typing: boolean
  /** The line of the match gone to, counted from the command's first. */
  readonly at?: number
}

/** What the face itself remembers; everything else is the session's. */
export interface View {
  readonly screen: 'walk' | 'outline' | 'help' | 'summary' | 'file'
  /** The pane that has the whole space, or the halves. */
  readonly panes: Panes
  /** The pane that changed last; a small screen shows it. */
  readonly looking: 'lesson' | 'output'
  readonly line: PromptLine
  /** What Tab offered for the word before the cursor; any other key takes it away. */
  readonly completion?: Completion | undefined
  /** First row of the lesson that is shown. */
  readonly lessonTop: number
  /** Rows of output below the last one shown. */
  readonly outputBack: number
  /** What the file screen shows. */
  readonly file?: StepFile | undefined
  /** First row of the help, summary or file screen. */
  readonly pageTop: number
  /** The step marked in the outline. */
  readonly marked: number
  /** What is looked for in the outline, while it is typed. */
  readonly find?: string | undefined
  readonly search?: Search | undefined
  readonly question?: Question | undefined
  /** One line from the app; the next key takes it away. */
  readonly message?: string | undefined
  /** Ctrl-C was pressed on an empty line: once more quits. */
  readonly leaving: boolean
}

export const initialView: View = {
  screen: 'walk',
  panes: 'halves',
  looking: 'lesson',
  line: emptyLine,
  lessonTop: 0,
  outputBack: 0,
  pageTop: 0,
  marked: 0,
  leaving: false
}

/** The panes with the lesson among them. */
export function withLesson({ panes }: View): Panes {
  return panes === 'output' ? 'halves' : panes
}

/** The panes with the output among them. */
export function withOutput({ panes }: View): Panes {
  return panes === 'lesson' ? 'halves' : panes
}
