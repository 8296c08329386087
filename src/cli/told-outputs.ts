import { spokenOutput } from '../report/spoken.ts'
import type { OutputEvent, SessionState } from '../session/state.ts'
import { plain } from '../shell/sanitise.ts'
import { promptTexts, texts } from '../texts/texts.ts'
import { OutputBuffer } from '../ui/output/buffer.ts'
import type { Face } from './face.ts'

/** More lines are not told again: a file or a pager serves better. */
const mostLines = 200

/** Keeps what the last command of each step printed, to tell it again at the plain prompt. */
export class ToldOutputs {
  readonly #face: Face
  readonly #kept = new Map<string, { readonly commands: number; readonly buffer: OutputBuffer }>()

  constructor(face: Face) {
    this.#face = face
  }

  add({ step, text, beside }: OutputEvent, state: SessionState): void {
    const commands = state.steps.find(view => view.step.id === step)?.commands.length ?? 0
    const known = this.#kept.get(step)
    const kept = known?.commands === commands ? known : { commands, buffer: new OutputBuffer() }
    this.#kept.set(step, kept)
    kept.buffer.append(text, beside === true ? 'beside' : 'command')
  }

  /** What the present step's last command printed: `output` as it was, `read` in sentences. */
  tell(state: SessionState, how: 'output' | 'read'): string {
    const view = state.steps[state.current]
    const command = view?.commands.at(-1)
    if (view === undefined || command === undefined) return texts.nothingRan
    const kept = this.#kept.get(view.step.id)
    const lines = kept?.commands === view.commands.length ? kept.buffer.lines().map(({ text }) => text) : []
    if (lines.length === 0) return promptTexts.noOutput(plain(command.text))
    const colours = how === 'output' && this.#face !== 'accessible'
    const shown = lines
      .slice(-mostLines)
      .map(line => (colours ? `${line}${line.includes('\u001b') ? reset : ''}` : plain(line)))
    const told = how === 'read' ? spokenOutput(shown) : shown
    const name = plain(command.text)
    const heading =
      lines.length > shown.length ? promptTexts.endOfOutput(shown.length, name) : promptTexts.outputOf(name)
    return [heading, ...told].join('\n')
  }
}

const reset = '\u001b[0m'
