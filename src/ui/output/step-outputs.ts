import type { CommandView, OutputEvent, StepView } from '../../session/state.ts'
import { plain } from '../../shell/sanitise.ts'
import { OutputBuffer } from './buffer.ts'

/** What the commands of each step printed, as far as the output pane can show it. */
export class StepOutputs {
  readonly #buffers = new Map<string, OutputBuffer>()

  /** Undefined when nothing ran in this step in this session. */
  of(step: string): OutputBuffer | undefined {
    return this.#buffers.get(step)
  }

  append({ step, text, beside }: OutputEvent): void {
    this.#bufferOf(step).append(text, beside === true ? 'beside' : 'command')
  }

  /**
   * A new command's output takes the place of the one before. What "show me" runs is shown as one; and so is what runs
   * while something goes on beside the lesson, as a terminal would show it.
   */
  start({ step }: StepView, command: CommandView, runsBeside: boolean): void {
    if (command.by !== 'solution' && !runsBeside) this.#buffers.set(step.id, new OutputBuffer())
    else this.#bufferOf(step.id).append(`$ ${plain(command.text).trim()}\n`)
  }

  forget(step: string): void {
    this.#buffers.delete(step)
  }

  #bufferOf(step: string): OutputBuffer {
    const known = this.#buffers.get(step)
    if (known !== undefined) return known
    const buffer = new OutputBuffer()
    this.#buffers.set(step, buffer)
    return buffer
  }
}
