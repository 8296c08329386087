import { isBeside, runsBeside } from '../../session/enter.ts'
import type { SessionFace, SessionState } from '../../session/state.ts'
import type { KeyPress } from '../keys.ts'
import type { OutputBuffer, RecentOutput } from '../output/buffer.ts'
import { rowsBelow } from '../output/rows.ts'
import { StepOutputs } from '../output/step-outputs.ts'
import { earlierLines } from '../prompt/earlier-lines.ts'
import { plain } from '../../shell/sanitise.ts'
import { texts, translationTexts } from '../../texts/texts.ts'
import type { Abilities } from './abilities.ts'
import { Errands } from './errands.ts'
import { noExtent, respond, singly, type Extent } from './respond.ts'
import { initialView, withLesson, withOutput, type View } from './view.ts'
import { isSame, mayBeginWord, wordMs } from './word.ts'

/** Everything that is drawn; replaced, never changed in place. */
export interface Picture {
  readonly state: SessionState
  readonly view: View
  /** Output of the present step's last command; undefined when none ran in this session. */
  readonly output: ShownOutput | undefined
  /** True for a moment after a verdict, while Enter is ignored. */
  readonly fresh: boolean
}

export interface ShownOutput extends RecentOutput {
  /** How many lines are no longer kept; they stood before those that are. */
  readonly dropped: number
}

/** Who follows a stream sees no more than this many lines of it at once. */
const followedLines = 300

/** Enter is ignored for so long after a verdict: it was pressed for what stood there before. */
const freshMs = 500
/** Output is drawn so often at most. */
const outputIntervalMs = 40
/** What streams too fast to be read is drawn less often, so that keys and the stream itself have the time. */
const fastIntervalMs = 200
const fastCharacters = 20_000

/**
 * Holds what the face knows, turns keys into requests and the session's changes into a new picture. It is no component:
 * several keys may come in one chunk, and each must see what the one before it did.
 */
export class WalkController {
  readonly #session: SessionFace
  readonly #abilities: Abilities
  readonly #listeners = new Set<() => void>()
  readonly #outputs = new StepOutputs()
  readonly #errands: Errands
  readonly #unsubscribe: readonly (() => void)[]
  #state: SessionState
  #view: View
  #extent: Extent = noExtent
  #picture: Picture
  #verdictAt = -Infinity
  #freshTimer: NodeJS.Timeout | undefined
  #outputTimer: NodeJS.Timeout | undefined
  /** Characters of output since it was last drawn for its own sake, and whether they were more than one can read. */
  #undrawn = 0
  /** How many lines the output had in all when it was drawn last to somebody who does not follow it. */
  #linesDrawn = 0
  #isFast = false
  #held: { readonly key: KeyPress; readonly timer: NodeJS.Timeout } | undefined

  constructor(session: SessionFace, abilities: Abilities) {
    this.#session = session
    this.#abilities = abilities
    this.#state = session.state
    const line = { ...initialView.line, history: earlierLines(abilities.history, session.state) }
    const { resumed, lab } = session.state
    const message =
      lab.untranslated === undefined
        ? resumed
          ? texts.resumed
          : undefined
        : plain(translationTexts.untranslated(lab.untranslated))
    this.#view = { ...initialView, line, message }
    this.#picture = this.#draw()
    this.#errands = new Errands({
      session,
      abilities,
      view: () => this.#view,
      columns: () => this.#extent.outputColumns + 1,
      output: () => this.#output()?.lines() ?? [],
      change: change => this.#change({ ...this.#view, ...change })
    })
    this.#unsubscribe = [
      session.subscribe(() => this.#follow()),
      session.onOutput(event => {
        this.#outputs.append(event)
        this.#undrawn += event.text.length
        const interval = this.#isFast ? fastIntervalMs : outputIntervalMs
        this.#outputTimer ??= setTimeout(() => this.#drawOutput(), interval)
      })
    ]
  }

  /** For React's useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly picture = (): Picture => this.#picture

  /** Told after each frame: how much there is to scroll. */
  measured(extent: Extent): void {
    this.#extent = extent
  }

  /** The same for the outline, help and summary screens. */
  measuredPage(pageRows: number, pageEnd: number): void {
    this.#extent = { ...this.#extent, pageRows, pageEnd }
  }

  press(key: KeyPress): void {
    for (const single of singly(key)) {
      const held = this.#release()
      if (held !== undefined) {
        // `pwd` is a command, `p` and then `w` would be a step back: the letter was the beginning of a word.
        if (single.type === 'text' && !isSame(held, single))
          this.#view = { ...this.#view, line: { ...this.#view.line, literal: true } }
        this.#respond(held)
      }
      if (mayBeginWord(single, this.#view, this.#session.state)) this.#hold(single)
      else this.#respond(single)
    }
  }

  /** Ends the subscriptions and timers; the session goes on. */
  close(): void {
    for (const end of this.#unsubscribe) end()
    this.#errands.abort()
    clearTimeout(this.#outputTimer)
    clearTimeout(this.#freshTimer)
    this.#release()
  }

  #respond(key: KeyPress): void {
    if (this.#errands.isAway) return
    this.#errands.abort()
    const output = this.#output()
    const around = {
      state: this.#session.state,
      fresh: this.#isFresh(),
      extent: this.#extent,
      output: () => output?.lines() ?? [],
      dropped: () => output?.dropped ?? 0
    }
    const { view, requests } = respond(this.#view, key, around)
    this.#change(view)
    for (const request of requests) this.#errands.answer(request)
  }

  #hold(key: KeyPress): void {
    const act = (): void => {
      this.#held = undefined
      this.#respond(key)
    }
    this.#held = { key, timer: setTimeout(act, wordMs) }
  }

  #release(): KeyPress | undefined {
    const held = this.#held
    clearTimeout(held?.timer)
    this.#held = undefined
    return held?.key
  }

  /** Follows the session: scrolls to what is new, remembers when a verdict appeared. */
  #follow(): void {
    const before = this.#state
    const after = this.#session.state
    this.#state = after
    let view = this.#view
    if (before.busy && !after.busy && view.message === texts.stopping) view = { ...view, message: undefined }
    if (!runsBeside(after) && view.message === texts.endingBeside) view = { ...view, message: undefined }
    if (after.notice !== undefined && after.notice !== before.notice) view = { ...view, message: undefined }
    for (const [index, { step, commands }] of before.steps.entries())
      if ((after.steps[index]?.commands.length ?? 0) < commands.length) this.#outputs.forget(step.id)
    const was = before.steps[before.current]
    const is = after.steps[after.current]
    if (was?.step.id !== is?.step.id) {
      this.#verdictAt = -Infinity
      view = { ...view, lessonTop: 0, outputBack: 0, looking: 'lesson' }
      if (view.panes === 'output') view = { ...view, panes: 'halves' }
    } else if (was !== undefined && is !== undefined) {
      const isDecided = was.progress !== is.progress && is.progress !== 'not yet' && is.progress !== 'waiting'
      if (isDecided || (was.proposed?.text !== is.proposed?.text && is.commands.length > 0)) this.#noteVerdict()
      if (is.hintsShown > was.hintsShown)
        view = { ...view, lessonTop: Infinity, looking: 'lesson', panes: withLesson(view) }
      const started = is.commands.slice(was.commands.length)
      if (started.length > 0) {
        const goesOn = was.commands.some(isBeside)
        for (const command of started) this.#outputs.start(is, command, goesOn)
        view = { ...view, outputBack: 0, looking: 'output', panes: withOutput(view) }
      }
    }
    this.#change(view)
  }

  #noteVerdict(): void {
    this.#verdictAt = this.#abilities.now()
    clearTimeout(this.#freshTimer)
    this.#freshTimer = setTimeout(() => this.#change(this.#view), freshMs + 10)
  }

  #isFresh(): boolean {
    return this.#abilities.now() - this.#verdictAt < freshMs
  }

  #draw(): Picture {
    return { state: this.#state, view: this.#view, output: this.#drawnOutput(), fresh: this.#isFresh() }
  }

  #drawnOutput(): Picture['output'] {
    const output = this.#output()
    if (output === undefined) return undefined
    if (this.#state.busy && this.#view.outputBack === 0 && this.#view.search === undefined)
      return { ...output.recent(followedLines), dropped: 0 }
    const lines = output.lines()
    this.#linesDrawn = output.dropped + lines.length
    return { lines, before: 0, dropped: output.dropped }
  }

  #output(): OutputBuffer | undefined {
    const step = this.#state.steps[this.#state.current]
    return step === undefined ? undefined : this.#outputs.of(step.step.id)
  }

  #drawOutput(): void {
    this.#outputTimer = undefined
    this.#isFast = this.#undrawn > fastCharacters
    this.#undrawn = 0
    this.#change(this.#keptInPlace())
  }

  /** Whoever has scrolled back goes on to see the same rows, whatever comes below them. */
  #keptInPlace(): View {
    const output = this.#output()
    if (output === undefined || this.#view.outputBack === 0) return this.#view
    const lines = output.lines()
    const added = output.dropped + lines.length - this.#linesDrawn
    const rows = rowsBelow(lines, lines.length - 1 - added, this.#extent.outputColumns)
    return { ...this.#view, outputBack: this.#view.outputBack + rows }
  }

  #change(view: View): void {
    this.#view = view
    this.#picture = this.#draw()
    for (const listener of this.#listeners) listener()
  }
}
