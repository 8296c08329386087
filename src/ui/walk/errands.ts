import type { SessionFace, ShellContext } from '../../session/state.ts'
import { plain } from '../../shell/sanitise.ts'
import type { OutputLine } from '../output/buffer.ts'
import { takeOffer } from '../prompt/completion.ts'
import { fileScreenTexts, texts } from '../../texts/texts.ts'
import type { Abilities, ProgramEnd, TerminalProgram } from './abilities.ts'
import { fileRows } from './file.ts'
import type { Request } from './respond.ts'
import { copied } from './searching.ts'
import type { View } from './view.ts'

/** What errands need of the controller that sends them. */
export interface ErrandsParts {
  readonly session: SessionFace
  readonly abilities: Abilities
  readonly view: () => View
  /** Columns of the screen. */
  readonly columns: () => number
  readonly output: () => readonly OutputLine[]
  /** Changes what the face remembers. */
  readonly change: (change: Partial<View>) => void
}

/** Does what keys ask for: of the session at once, of the terminal and of other programs beside everything else. */
export class Errands {
  readonly #parts: ErrandsParts
  #programRuns = false
  #completing = new AbortController()

  constructor(parts: ErrandsParts) {
    this.#parts = parts
  }

  /** Whether another program has the terminal, and its keys. */
  get isAway(): boolean {
    return this.#programRuns
  }

  /** Takes back what was asked of others and would come too late. */
  abort(): void {
    this.#completing.abort()
  }

  answer(request: Request): void {
    const { session, abilities } = this.#parts
    switch (request.ask) {
      case 'run':
        this.#run(request.text)
        break
      case 'remember':
        abilities.history.add(request.text)
        break
      case 'copy':
        this.#tell(copied(abilities.copy, this.#parts.output()))
        break
      case 'complete':
        void this.#complete()
        break
      case 'run in terminal':
        void this.#runInTerminal(request.text)
        break
      case 'confirm':
        session.confirm(request.yes)
        break
      case 'interrupt':
        session.interrupt()
        break
      case 'next':
        session.next()
        break
      case 'previous':
        session.previous()
        break
      case 'go to':
        session.goTo(request.index)
        break
      case 'change nodes':
        session.changeNodes(request.change)
        break
      case 'catch up':
        session.catchUp(request.index)
        break
      case 'reset step':
        session.resetStep(request.index)
        break
      case 'reset lab':
        session.resetLab()
        break
      case 'what is left':
        session.lookForLeft()
        break
      case 'answer':
        session.answer(request.choice)
        break
      case 'file':
        void this.#showFile(request.compare)
        break
      case 'edit':
        this.#edit(request.file, request.line)
        break
      case 'hint':
        session.hint()
        break
      case 'show me':
        session.showMe()
        break
      case 'look again':
        session.lookAgain()
        break
      case 'shell':
        void this.#openShell()
        break
      case 'leave':
        abilities.leave(request.how)
        break
    }
  }

  #run(text: string): void {
    const { session, abilities } = this.#parts
    if (!abilities.needsTerminal(text)) {
      session.run(text)
      return
    }
    const reason = abilities.dangerOf(text)
    if (reason === undefined) void this.#runInTerminal(text)
    else this.#parts.change({ question: { about: 'danger', text, reason } })
  }

  /** Looks candidates up beside everything else; the next key takes the question back. */
  async #complete(): Promise<void> {
    const { session, abilities, change } = this.#parts
    const context = this.#context()
    if (context === undefined) return
    const { signal } = (this.#completing = new AbortController())
    const { text, cursor } = this.#parts.view().line
    const offer = await abilities.complete({ text, cursor, context, lab: session.state.lab }, signal)
    if (signal.aborted) return
    if (offer.candidates.length === 0) this.#tell(texts.nothingFits)
    else change(takeOffer(this.#parts.view().line, offer))
  }

  /** Reads the step's file anew. Whoever has left its screen meanwhile is not brought back. */
  async #showFile(compare: boolean): Promise<void> {
    const { session, change, view, columns } = this.#parts
    const { signal } = (this.#completing = new AbortController())
    const file = await session.stepFile(compare)
    const { screen } = view()
    // The difference is asked for on the file's screen, the file also on the walk.
    const isLeft = screen !== 'file' && (compare || screen !== 'walk')
    if (isLeft || (signal.aborted && !compare)) return
    if (file === undefined) {
      if (this.#context() !== undefined) this.#tell(texts.noFile)
      return
    }
    const message = compare && file.difference === undefined ? fileScreenTexts.cannotCompare : undefined
    change({ screen: 'file', file, message, pageTop: fileRows(file, columns()).first })
  }

  #edit(file: string, line: number | undefined): void {
    const context = this.#context()
    if (context === undefined) return
    const command = this.#parts.abilities.editCommand(context.environment, file, line)
    if (command === undefined) this.#tell(texts.noEditor)
    else void this.#runInTerminal(command)
  }

  async #runInTerminal(text: string): Promise<void> {
    const context = this.#context()
    if (context === undefined) return
    const end = await this.#hand({ kind: 'command', text, ...context })
    if ('failed' in end) this.#tell(texts.shellFailed('bash', end.failed))
    else this.#parts.session.ranInTerminal(text, end.exit, end.milliseconds)
  }

  async #openShell(): Promise<void> {
    const context = this.#context()
    if (context === undefined) return
    const end = await this.#hand({ kind: 'shell', text: '', ...context })
    this.#tell('failed' in end ? plain(end.failed) : texts.shellBack)
    this.#parts.session.lookAgain()
  }

  async #hand(program: TerminalProgram): Promise<ProgramEnd> {
    this.#programRuns = true
    try {
      return await this.#parts.abilities.runProgram(program)
    } finally {
      this.#programRuns = false
    }
  }

  /** Where the lab's shell is; while there is none, says so and gives undefined. */
  #context(): ShellContext | undefined {
    const context = this.#parts.session.shellContext()
    if (context === undefined) this.#tell(texts.stillStarting)
    return context
  }

  #tell(message: string): void {
    this.#parts.change({ message })
  }
}
