import type { PlainPrinter } from '../report/plain-printer.ts'
import { needsTerminal } from '../lab/role.ts'
import { kubewalkPaths } from '../paths.ts'
import { openLineHistory } from '../session/line-history.ts'
import { runsBeside } from '../session/enter.ts'
import type { SessionFace } from '../session/state.ts'
import { dangerOf } from '../shell/danger.ts'
import { plain } from '../shell/sanitise.ts'
import type { Offer } from '../ui/prompt/completion.ts'
import { runProgram } from '../ui/terminal/program.ts'
import { AppendLine } from './append-line.ts'
import type { Face } from './face.ts'
import type { LineInput, PromptAnswers } from './line-input.ts'
import { answerOf, isYes, type Answer } from './plain-answer.ts'
import { plainPrinter } from './plain-output.ts'
import { enterText, questionText, type Question } from './plain-texts.ts'
import { editingLine, stepFileLines } from './prompt-file.ts'
import { PromptLine } from './prompt-line.ts'
import { ToldMap } from './told-map.ts'
import { ToldOutputs } from './told-outputs.ts'
import { plainTexts, promptTexts, sessionTexts } from '../texts/texts.ts'

export type PromptEnding = 'quit' | 'interrupted'

/** What comes within this time is printed as one, and the prompt once below it. */
const togetherMs = 30

/** The walk at a plain prompt: what is said, what is asked, and what a typed line does. */
export class PromptWalk {
  readonly #session: SessionFace
  readonly #leave: (how: PromptEnding) => void
  readonly #line: LineInput
  readonly #history = openLineHistory(kubewalkPaths().data)
  readonly #printer: PlainPrinter
  readonly #outputs: ToldOutputs
  readonly #map: ToldMap
  readonly #unsubscribe: readonly (() => void)[]
  /** What was typed while a command ran, or before the cluster was there. */
  readonly #later: (() => void)[] = []
  #question: Question | undefined
  /** What was said before the present line was typed; "repeat" says it once more. */
  #said = ''
  /** The line above the prompt that was printed last. */
  #announced = ''
  #isDue = false
  #isAway = false
  /** What was asked last waits for the cluster, which is being started. */
  #isWaiting = false
  #isLeaving = false
  /** Something runs beside the lesson. */
  #goesOn = false

  constructor(session: SessionFace, face: Face, leave: (how: PromptEnding) => void) {
    this.#session = session
    this.#leave = leave
    // Readline edits one row only.
    const earlier = this.#history.lines.filter(line => !line.includes('\n'))
    const answers: PromptAnswers = {
      onLine: text => this.#hear(text),
      onInterrupt: () => this.#interrupt(),
      onEnd: () => leave('quit'),
      complete: (text, cursor) => this.#complete(text, cursor)
    }
    this.#line = face === 'accessible' ? new AppendLine(earlier, answers) : new PromptLine(earlier, answers)
    this.#printer = plainPrinter(face, text => this.#line.print(text))
    this.#outputs = new ToldOutputs(face)
    this.#map = new ToldMap(session, text => {
      this.#printer.say(text)
      this.#comeBack()
    })
    this.#printer.say(face === 'accessible' ? promptTexts.openingAccessible : promptTexts.opening)
    this.#printer.say(`${promptTexts.help}\n`)
    this.#printer.update(session.state)
    this.#unsubscribe = [
      session.subscribe(() => {
        this.#isWaiting = false
        this.#printer.update(session.state)
        this.#sayWhatEndsBeside()
        this.#comeBack()
      }),
      session.onOutput(event => {
        this.#outputs.add(event, session.state)
        this.#printer.output(event)
        this.#comeBack()
      })
    ]
    this.#comeBack()
  }

  close({ summary }: { readonly summary: boolean }): void {
    this.#isAway = true
    for (const end of this.#unsubscribe) end()
    this.#map.close()
    this.#line.close()
    if (summary) this.#printer.summary(this.#session.state)
  }

  #sayWhatEndsBeside(): void {
    const goesOn = runsBeside(this.#session.state)
    if (goesOn && !this.#goesOn) this.#printer.say(promptTexts.endsBeside)
    this.#goesOn = goesOn
  }

  /** Shows the prompt again, once everything that comes at the same time is printed. */
  #comeBack(): void {
    if (this.#isDue) return
    this.#isDue = true
    setTimeout(() => {
      this.#isDue = false
      if (this.#isAway || this.#isWaiting || this.#session.state.busy) return
      const next = this.#later.shift()
      if (next !== undefined) next()
      else if (!this.#line.isShown) this.#ask()
    }, togetherMs)
  }

  #ask(): void {
    const { state } = this.#session
    if (this.#question !== undefined || state.confirmation !== undefined) {
      this.#line.show(questionText(this.#question))
      return
    }
    const announcement = enterText(state)
    if (announcement !== this.#announced && announcement !== '') this.#printer.say(announcement)
    this.#announced = announcement
    this.#line.show('> ')
  }

  #hear(text: string): void {
    this.#isLeaving = false
    if (this.#session.state.busy || this.#isWaiting) {
      // Enter alone was meant for what stood there before.
      if (text.trim() !== '') this.#later.push(() => this.#hear(text))
      return
    }
    const said = this.#printer.takeSaid()
    if (said !== '') this.#said = said.trimEnd()
    const question = this.#question
    if (question === undefined) {
      const answer = answerOf(text, this.#session.state)
      if (answer.kind === 'run') this.#history.add(text.trim() === '' ? answer.text : text)
      this.#answer(answer)
    } else this.#answerQuestion(question, isYes(text))
    this.#comeBack()
  }

  #answer(answer: Answer): void {
    const session = this.#session
    switch (answer.kind) {
      case 'run':
        this.#announced = ''
        this.#run(answer.text)
        break
      case 'next':
        if (session.state.current + 1 < session.state.steps.length) session.next()
        else this.#printer.say(promptTexts.lastStep)
        break
      case 'back':
        if (session.state.current > 0) session.previous()
        else this.#printer.say(promptTexts.firstStep)
        break
      case 'answer':
        session.answer(answer.choice)
        break
      case 'hint':
        this.#hint()
        break
      case 'show me':
        this.#printer.say(promptTexts.showMe)
        this.#question = answer
        break
      case 'catch up':
      case 'reset step':
      case 'reset lab':
        this.#question = answer
        break
      case 'go to':
        if (answer.index === session.state.current) this.#printer.say(promptTexts.youAreThere)
        else session.goTo(answer.index)
        break
      case 'repeat':
        this.#printer.say(this.#said === '' ? promptTexts.nothingSaid : this.#said)
        break
      case 'output':
      case 'read':
        this.#printer.say(this.#outputs.tell(session.state, answer.kind))
        break
      case 'confirm':
        session.confirm(answer.yes)
        break
      case 'look':
        session.lookAgain()
        break
      case 'lesson':
        this.#announced = ''
        this.#printer.lesson(session.state)
        break
      case 'change nodes':
        session.changeNodes(answer.change)
        break
      case 'map':
        this.#map.ask()
        break
      case 'file':
      case 'difference':
        void this.#tellFile(answer.kind === 'difference')
        break
      case 'edit':
        void this.#edit()
        break
      case 'shell':
        void this.#inTerminal('shell', '')
        break
      case 'say':
        if (answer.text !== '') this.#printer.say(answer.text)
        break
      case 'quit':
        this.#leave('quit')
        break
    }
  }

  #answerQuestion(question: Question, yes: boolean): void {
    this.#question = undefined
    this.#announced = ''
    if (!yes) {
      this.#printer.say(sessionTexts.notRun)
      return
    }
    if (question.kind === 'danger') void this.#inTerminal('command', question.text)
    else if (question.kind === 'show me') this.#session.showMe()
    else if (question.kind === 'catch up') this.#session.catchUp(question.index)
    else if (question.kind === 'reset step') this.#session.resetStep(question.index)
    else this.#session.resetLab()
  }

  async #complete(text: string, cursor: number): Promise<Offer> {
    const context = this.#session.shellContext()
    if (context === undefined) return { start: cursor, candidates: [] }
    const { complete } = await import('../ui/prompt/complete.ts')
    return complete({ text, cursor, context, lab: this.#session.state.lab }, new AbortController().signal)
  }

  #run(text: string): void {
    if (!needsTerminal(text)) {
      this.#isWaiting = this.#session.shellContext() === undefined
      this.#session.run(text)
      return
    }
    const reason = dangerOf(text)
    if (reason === undefined) {
      void this.#inTerminal('command', text)
      return
    }
    this.#printer.say(`${plainTexts.asksFirst(plain(text))}\n${plainTexts.because(plain(reason))}`)
    this.#question = { kind: 'danger', text }
  }

  #hint(): void {
    const view = this.#session.state.steps[this.#session.state.current]
    if (view !== undefined && view.step.hints.length > 0 && view.hintsShown >= view.step.hints.length)
      this.#printer.say(promptTexts.allHints)
    else this.#session.hint()
  }

  async #tellFile(compare: boolean): Promise<void> {
    this.#isWaiting = true
    const lines = await stepFileLines(this.#session, compare)
    this.#isWaiting = false
    this.#printer.say(lines.join('\n'))
    this.#comeBack()
  }

  async #edit(): Promise<void> {
    this.#isWaiting = true
    const line = await editingLine(this.#session)
    this.#isWaiting = false
    if ('why' in line) this.#printer.say(line.why)
    else await this.#inTerminal('command', line.text)
    this.#comeBack()
  }

  /** A program with the terminal to itself: an editor, a shell in a pod, a shell of the learner's own. */
  async #inTerminal(kind: 'command' | 'shell', text: string): Promise<void> {
    const context = this.#session.shellContext()
    if (context === undefined) {
      this.#isWaiting = true
      this.#later.push(() => void this.#inTerminal(kind, text))
      return
    }
    this.#isAway = true
    const end = await runProgram({ kind, text, ...context }, task => this.#line.handOver(task))
    this.#isAway = false
    if ('failed' in end) this.#printer.say(plain(end.failed))
    else if (kind === 'command') this.#session.ranInTerminal(text, end.exit, end.milliseconds)
    else this.#session.lookAgain()
    this.#comeBack()
  }

  /** Ctrl-C ends the running command, or takes away what was typed; twice on an empty line leaves. */
  #interrupt(): void {
    if (this.#session.state.busy) {
      this.#later.length = 0
      this.#session.interrupt()
      return
    }
    const hadText = this.#line.clear()
    const asks = this.#question !== undefined || this.#session.state.confirmation !== undefined
    if (!hadText && !asks && runsBeside(this.#session.state)) {
      this.#session.interrupt()
      return
    }
    if (this.#question !== undefined) this.#answerQuestion(this.#question, false)
    else if (this.#session.state.confirmation !== undefined) this.#session.confirm(false)
    else if (this.#isLeaving) this.#leave('interrupted')
    else if (hadText) this.#line.print('')
    else {
      this.#isLeaving = true
      this.#printer.say(promptTexts.howToLeave)
    }
    this.#comeBack()
  }
}
