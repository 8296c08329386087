import { plain } from '../shell/sanitise.ts'
import type { OutputEvent, SessionState } from '../session/state.ts'
import { plainTexts } from '../texts/texts.ts'
import { changeLines, stepLines, summaryLines, type PlainOptions } from './plain.ts'
import { spokenLine } from './spoken.ts'

/** Prints a walk as it goes; see plain.ts for what is said. */
export interface PlainPrinter {
  /** To be called with each new state of the session. */
  update(state: SessionState): void
  /** To be called with output of commands as it arrives. */
  output(event: OutputEvent): void
  /** The present step's title and lesson once more. */
  lesson(state: SessionState): void
  /** Lines of the face's own. */
  say(lines: string): void
  /** What has been said since this was called last, but for the output of commands. */
  takeSaid(): string
  /** The end of the walk; see summaryLines. */
  summary(state: SessionState, failed?: ReadonlySet<string>): void
}

/**
 * Makes a printer that keeps lines and output apart: whatever comes after output that did not end its line begins a new
 * one. For those who hear it the lines come without signs, and output line by line, without colours and without what a
 * progress bar overwrote.
 *
 * @param write where the text goes; nothing else is held back
 */
export function createPlainPrinter(write: (text: string) => void, options: PlainOptions): PlainPrinter {
  let previous: SessionState | undefined
  let lineOpen = false
  let said = ''
  /** What runs beside the lesson has said of a line that has not ended. */
  let begun = ''
  /** Output of a line that has not ended, which is told when it has. */
  let held = ''

  function print(lines: readonly string[]): void {
    if (lines.length === 0) return
    const text = `${lines.map(line => (options.spoken === true ? spokenLine(line) : line)).join('\n')}\n`
    said += text
    write(opening() + text)
  }

  /** Ends the line of output that is open, for what comes below it. */
  function opening(): string {
    const text = held === '' ? (lineOpen ? '\n' : '') : `${lastWritten(held)}\n`
    held = ''
    lineOpen = false
    return text
  }

  function besideLine(line: string): string {
    return options.spoken === true ? plainTexts.besideLine(lastWritten(plain(line))) : `| ${line}`
  }

  function outputLines(text: string): void {
    const lines = (held + plain(text)).split('\n')
    held = lines.pop() ?? ''
    if (lines.length > 0) write(lines.map(line => `${lastWritten(line)}\n`).join(''))
  }

  return {
    update(state) {
      const lines = changeLines(previous, state, options)
      previous = state
      print(lines)
    },
    output({ text, beside }) {
      if (text === '') return
      if (beside === true) {
        const lines = (begun + text).split('\n')
        begun = lines.pop() ?? ''
        if (lines.length > 0) write(opening() + lines.map(line => `${besideLine(line)}\n`).join(''))
        return
      }
      if (options.spoken === true) outputLines(text)
      else {
        write(text)
        lineOpen = !text.endsWith('\n')
      }
    },
    lesson(state) {
      print(stepLines(state, state.current, options))
    },
    say(lines) {
      print(lines.split('\n'))
    },
    takeSaid() {
      const taken = said
      said = ''
      return taken
    },
    summary(state, failed) {
      print(summaryLines(state, failed))
    }
  }
}

/** What stands in a line in the end: what follows the last carriage return. */
function lastWritten(line: string): string {
  return line.replace(/\r+$/, '').replace(/^.*\r/s, '')
}
