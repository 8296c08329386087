import { exitCodes, type Outcome } from '../failure.ts'
import { plain } from '../shell/sanitise.ts'

/** Ends with the exit code of a command's outcome; what went wrong is one sentence on standard error. */
export function end(outcome: Outcome<number>): void {
  if (outcome.ok) {
    process.exitCode = outcome.value
    return
  }
  process.stderr.write(`kubewalk: ${plain(outcome.failure.message)}\n`)
  process.exitCode = exitCodes[outcome.failure.kind]
}
