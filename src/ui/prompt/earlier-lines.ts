import type { LineHistory } from '../../session/line-history.ts'
import type { SessionState } from '../../session/state.ts'

/** What Up goes back through: the lines of this lab last, before them those of all others. */
export function earlierLines({ lines }: LineHistory, { steps }: SessionState): string[] {
  const own = steps.flatMap(view => view.commands.flatMap(({ by, text }) => (by === 'learner' ? [text] : [])))
  return [...lines.filter(line => !own.includes(line)), ...own]
}
