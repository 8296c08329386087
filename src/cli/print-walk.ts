import { success, type Outcome } from '../failure.ts'
import type { Lab } from '../lab/lab.ts'
import type { Session } from '../session/session.ts'
import { plain } from '../shell/sanitise.ts'
import type { Face } from './face.ts'
import { untilInterrupted } from './interrupt.ts'
import { plainPrinter } from './plain-output.ts'
import { exitCodeOf, walkLab } from './unattended.ts'
import { plainTexts } from '../texts/texts.ts'

/**
 * The walk without a terminal: every step runs by itself, and standard output gets the lesson, each command with its
 * output, and each verdict.
 */
export async function printWalk(lab: Lab, context: string | undefined, face: Face): Promise<Outcome<number>> {
  const { signal, done } = untilInterrupted()
  let session: Session | undefined
  const printer = plainPrinter(face)
  try {
    const walked = await walkLab(lab, {
      context,
      signal,
      onOpened(opened) {
        session = opened
        opened.onOutput(event => printer.output(event))
        opened.subscribe(() => printer.update(opened.state))
      }
    })
    if (!walked.ok) return walked
    const failed = walked.value.find(({ status }) => status === 'failed')
    if (session) printer.summary(session.state, new Set(failed && [failed.view.step.id]))
    if (failed) printer.say(plainTexts.failedAt(plain(failed.view.step.title), plain(failed.reason)))
    return success(exitCodeOf(walked.value, signal))
  } finally {
    done()
  }
}
