import { flagsOf, kubectlLines } from '../lab/kubectl-line.ts'
import type { StepView } from './state.ts'

/**
 * The name of the file that a step is about: the one that a check looks at, first one that does not hold; else the
 * manifest of the last command that read one; else that of the next. Undefined when it is about none.
 */
export function fileNameOf({ step, checks, commands, proposed }: StepView): string | undefined {
  const checked = step.checks.flatMap((check, index) =>
    check.kind === 'file' ? [{ file: check.file, holds: checks[index]?.verdict.status === 'passed' }] : []
  )
  const open = checked.find(({ holds }) => !holds) ?? checked[0]
  if (open !== undefined) return open.file
  const lines = [...commands.map(({ text }) => text).toReversed(), ...(proposed === undefined ? [] : [proposed.text])]
  for (const line of lines) {
    const name = manifestOf(line)
    if (name !== undefined) return name
  }
  return undefined
}

/** The first file that a line hands to kubectl; not what comes from the network, from a pipe, or is a pattern. */
function manifestOf(text: string): string | undefined {
  const names = kubectlLines(text).flatMap(line => flagsOf(line, 'filename'))
  return names.find(name => /\.(ya?ml|json)$/i.test(name) && !/^https?:|[$*?`]/.test(name))
}
