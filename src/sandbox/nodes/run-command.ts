import { runProgram, type Shell } from './shell/interpreter.ts'

const mostSteps = 10_000

/**
 * Runs a command whose end nobody waits for, as a probe's: its sleeps count against its time, and it reads nothing.
 *
 * @param timeout milliseconds.
 */
export function runAtOnce(
  shell: Shell,
  command: readonly string[],
  timeout: number
): { readonly exitCode: number; readonly output: string } {
  const steps = runProgram(shell, command)
  let output = ''
  let slept = 0
  for (let count = 0; count < mostSteps; count += 1) {
    const next = steps.next(undefined)
    if (next.done === true) return { exitCode: next.value, output }
    if (next.value.kind === 'write') output += next.value.text
    if (next.value.kind === 'sleep') slept += next.value.milliseconds
    if (slept > timeout) break
  }
  return {
    exitCode: 124,
    output: `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${timeout / 1000}s`
  }
}
