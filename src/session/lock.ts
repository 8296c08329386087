import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { acquireProcessLock, type ProcessLock } from '../process-lock.ts'
import { sessionTexts } from '../texts/texts.ts'

/**
 * Makes sure that a session is open once: two programs would write one journal and run commands in one workspace.
 *
 * @param folder the session's folder, which exists.
 * @param title the lab's, for the sentence.
 */
export function lockSession(folder: string, title: string): Outcome<ProcessLock> {
  const attempt = acquireProcessLock(path.join(folder, 'lock'))
  if (attempt.held) return success(attempt.lock)
  return failure('refused', sessionTexts.openElsewhere(title, attempt.pid))
}
