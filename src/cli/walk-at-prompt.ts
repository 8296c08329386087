import type { SessionFace } from '../session/state.ts'
import type { Face } from './face.ts'
import { PromptWalk, type PromptEnding } from './prompt-walk.ts'

/**
 * The walk at a plain prompt, append-only: what is printed never moves or changes. Enter does what the line above the
 * prompt says; a word or a command may be typed instead.
 *
 * @param signals.failed ends the walk when it is aborted, because there is no cluster.
 * @param signals.interrupted ends it as well: somebody wants the program to end.
 * @returns how the learner left; the session stays open.
 */
export async function walkAtPrompt(
  session: SessionFace,
  face: Face,
  { failed, interrupted }: { readonly failed: AbortSignal; readonly interrupted: AbortSignal }
): Promise<PromptEnding> {
  const left = Promise.withResolvers<PromptEnding>()
  const vanish = (): void => left.resolve('interrupted')
  interrupted.addEventListener('abort', vanish)
  // The terminal may be gone before a signal says so.
  process.stdout.on('error', vanish)
  const walk = new PromptWalk(session, face, left.resolve)
  failed.addEventListener('abort', () => left.resolve('quit'))
  if (failed.aborted) left.resolve('quit')
  if (interrupted.aborted) vanish()
  const ending = await left.promise
  walk.close({ summary: !failed.aborted })
  process.stdout.off('error', vanish)
  return ending
}
