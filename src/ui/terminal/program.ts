import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { chooseEditor, editorVariables } from '../../shell/editor.ts'
import { texts } from '../../texts/texts.ts'
import type { ProgramEnd, TerminalProgram } from '../walk/abilities.ts'

/** Keeps the app away from the terminal until a task has ended. */
export type HandOver = (task: () => Promise<void>) => Promise<unknown>

/**
 * Runs a program with the terminal to itself: an editor, a shell in a pod, a shell of the learner's own. The app goes
 * on in the background; it draws again when the program has ended.
 */
export async function runProgram(program: TerminalProgram, suspend: HandOver): Promise<ProgramEnd> {
  let end: ProgramEnd = { failed: '' }
  const shell = program.kind === 'shell' ? await learnersShell(program) : undefined
  const listenAgain = ignoreKeySignals()
  try {
    await suspend(async () => {
      // Node reads from the terminal until the pause takes effect, and would take the program's keys (Ink 8, suspend).
      await turn()
      process.stdin.pause()
      await turn()
      if (shell !== undefined) process.stdout.write(`\n${texts.shellEntered}\n\n`)
      end = await started(shell ?? { command: 'bash', args: ['-c', program.text] }, program)
    })
  } finally {
    listenAgain()
    if (shell !== undefined) await rm(shell.folder, { recursive: true, force: true })
  }
  return end
}

/**
 * The terminal sends Ctrl-C to every process in the foreground; while a program has the terminal it is meant for that
 * program alone, so that nobody else here may hear it.
 *
 * @returns a function that gives those back who listened before
 */
function ignoreKeySignals(): () => void {
  const ignore = (): void => undefined
  const restore = (['SIGINT', 'SIGQUIT'] as const).map(signal => {
    const listeners = process.listeners(signal)
    for (const listener of listeners) process.off(signal, listener)
    process.on(signal, ignore)
    return () => {
      for (const listener of listeners) process.on(signal, listener)
      process.off(signal, ignore)
    }
  })
  return () => {
    for (const each of restore) each()
  }
}

function started(
  {
    command,
    args,
    environment
  }: { command: string; args: readonly string[]; environment?: Readonly<Record<string, string>> },
  program: TerminalProgram
): Promise<ProgramEnd> {
  return new Promise(resolve => {
    const begin = performance.now()
    const env = withEditor({ ...terminalVariables(), ...program.environment, ...environment })
    const child = spawn(command, args, { cwd: program.cwd, env, stdio: 'inherit' })
    // Who ends the app ends what has its terminal; an interactive shell goes at SIGHUP only.
    const end = (): void => void child.kill('SIGHUP')
    process.on('SIGTERM', end)
    process.on('SIGHUP', end)
    const over = (result: ProgramEnd): void => {
      process.off('SIGTERM', end)
      process.off('SIGHUP', end)
      resolve(result)
    }
    child.once('error', error => over({ failed: texts.shellFailed(command, error.message) }))
    child.once('exit', (code, signal) => {
      const exit = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
      over({ exit, milliseconds: Math.round(performance.now() - begin) })
    })
  })
}

/** What programs need to know of the terminal and of the person at it. */
function terminalVariables(): Record<string, string> {
  const names = ['TERM', 'COLORTERM', 'TERM_PROGRAM', 'LANG', 'LC_ALL', 'LC_CTYPE', 'HOME', 'USER', ...editorVariables]
  return Object.fromEntries(names.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

/** `kubectl edit` takes vi where no editor is named, and vi may not be there. */
function withEditor(environment: Record<string, string>): Record<string, string> {
  const editor = chooseEditor(environment)
  return editor === undefined || environment.KUBE_EDITOR ? environment : { ...environment, KUBE_EDITOR: editor }
}

interface Shell {
  readonly command: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly folder: string
}

/**
 * The learner's own shell, bash or zsh, with their own settings, but with the lab's environment: it is set once more
 * behind the settings, because many people's set KUBECONFIG there, and the shell would lead to their own cluster.
 */
async function learnersShell(program: TerminalProgram): Promise<Shell> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-shell-'))
  const own = process.env.SHELL ?? ''
  const isZsh = path.basename(own) === 'zsh'
  const home = process.env.HOME ?? ''
  const settings = path.join(isZsh ? (process.env.ZDOTDIR ?? home) : home, isZsh ? '.zshrc' : '.bashrc')
  const file = path.join(folder, isZsh ? '.zshrc' : 'bashrc')
  const text = [
    `[ -f ${quoted(settings)} ] && . ${quoted(settings)}`,
    ...Object.entries(program.environment)
      .filter(([name, value]) => process.env[name] !== value && isSettable(name))
      .map(([name, value]) => `export ${name}=${quoted(value)}`),
    // Settings that make PATH anew leave out a kubectl that kubewalk fetched.
    `command -v kubectl >/dev/null || PATH="$PATH":${quoted(program.environment.PATH ?? '')}`,
    `cd ${quoted(program.cwd)}`,
    `PS1="(kubewalk) $PS1"`,
    ''
  ].join('\n')
  await writeFile(file, text, { mode: 0o600 })
  // The settings are read with the learner's own home; the lab's is set behind them.
  const ownHome: Record<string, string> = home === '' ? {} : { HOME: home }
  if (isZsh) return { command: own, args: ['-i'], environment: { ...ownHome, ZDOTDIR: folder }, folder }
  const command = path.basename(own) === 'bash' ? own : 'bash'
  return { command, args: ['--rcfile', file, '-i'], environment: ownHome, folder }
}

/** Exported functions and variables that a shell keeps for itself stay out. */
function isSettable(name: string): boolean {
  return (
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^(_|SHLVL|PWD|OLDPWD|PS1|BASHOPTS|SHELLOPTS|UID|EUID|PPID)$/.test(name)
  )
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
