import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { keys, launch, type LaunchedTerminal, type LaunchOptions } from '../../terminal.ts'

export const root = path.resolve(import.meta.dirname, '../../..')
/** A short lab of eleven steps that stays as it is, whatever becomes of those that ship with the app. */
export const labFolder = path.join(root, 'test/fixtures/labs/daemonset101')
const program = path.join(root, 'bin/kubewalk')

export interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A learner's machine: a folder for all that kubewalk keeps, its sandbox within, and the real program on it. */
export class Home {
  readonly folder: string
  readonly #terminals: LaunchedTerminal[] = []

  private constructor(folder: string) {
    this.folder = folder
  }

  static async make(): Promise<Home> {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-walk-')))
    await mkdir(path.join(folder, 'user'))
    const home = new Home(folder)
    // Whatever the launcher sets up is set up now.
    await home.run(['list'])
    return home
  }

  /** What kubewalk is started with; nothing of npm, vitest or the user's own cluster. */
  environment(change: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const foreign = /^(npm_|INIT_CWD|NODE_(ENV|OPTIONS|PATH)|VITEST|TEST$|KUBE|NO_COLOR|FORCE_COLOR)/
    const kept = Object.keys(process.env).filter(name => foreign.test(name))
    return {
      ...Object.fromEntries(kept.map(name => [name, undefined])),
      KUBEWALK_HOME: path.join(this.folder, 'kubewalk'),
      HOME: path.join(this.folder, 'user'),
      SHELL: '/bin/bash',
      // Whatever the developer's own terminal speaks.
      KUBEWALK_LANG: 'en',
      PS1: '$ ',
      ...change
    }
  }

  /** `kubewalk ARGS` in a terminal of its own. */
  open(args: readonly string[], options: LaunchOptions = {}): LaunchedTerminal {
    return this.#launch(process.execPath, [program, ...args], options)
  }

  /** The program itself, without the launcher, which sets up what is missing. */
  openProgram(args: readonly string[], options: LaunchOptions = {}): LaunchedTerminal {
    return this.#launch(process.execPath, [path.join(root, 'dist/kubewalk.js'), ...args], options)
  }

  /** `kubewalk ARGS` from a shell, which then says with what exit code it ended, and how the terminal is set. */
  openInShell(args: readonly string[], options: LaunchOptions = {}): LaunchedTerminal {
    return this.inShell([process.execPath, program, ...args], options)
  }

  /** Any command from such a shell. */
  inShell(command: readonly string[], options: LaunchOptions = {}): LaunchedTerminal {
    const script = '"$@"; echo "exit code $?"; stty -a; echo "that is all"'
    return this.#launch('bash', ['--norc', '-c', script, 'bash', ...command], options)
  }

  #launch(command: string, args: readonly string[], options: LaunchOptions): LaunchedTerminal {
    const terminal = launch(command, args, { cwd: root, ...options, env: this.environment(options.env) })
    this.#terminals.push(terminal)
    return terminal
  }

  /** `kubewalk ARGS` without a terminal and without input. */
  run(args: readonly string[], change: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.#run(process.execPath, [program, ...args], change)
  }

  /** kubectl on this home's sandbox, which runs. */
  async kubectl(...args: string[]): Promise<string> {
    const { stdout } = await this.run(['sandbox', 'start'])
    const KUBECONFIG = /KUBECONFIG='(.*)'/.exec(stdout)?.[1]
    const end = await this.#run('kubectl', args, { KUBECONFIG, KUBECACHEDIR: path.join(this.folder, 'kubectl-cache') })
    expect(end, end.stderr).toMatchObject({ exit: 0 })
    return end.stdout
  }

  #run(command: string, args: readonly string[], change: NodeJS.ProcessEnv): Promise<Ended> {
    const env = { ...process.env, ...this.environment(change) }
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', exit => resolve({ exit, stdout, stderr }))
    })
  }

  /** A copy of the short lab, with progress of its own. */
  async copyLab(name: string): Promise<string> {
    const folder = path.join(this.folder, name)
    await cp(labFolder, folder, { recursive: true })
    return folder
  }

  /** A lab of somebody else's, or another file: this text, in a folder of its own. */
  async write(name: string, text: string): Promise<string> {
    const folder = path.join(this.folder, 'labs', name)
    await mkdir(folder, { recursive: true })
    const file = path.join(folder, name)
    await writeFile(file, text)
    return file
  }

  async closeTerminals(): Promise<void> {
    for (const terminal of this.#terminals.splice(0)) await terminal.close()
  }

  async remove(): Promise<void> {
    await this.closeTerminals()
    await this.run(['sandbox', 'stop'])
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** The row with the prompt, three above the last on a screen with lines, two on a small one. */
export function promptOf(screen: readonly string[]): string {
  return screen.findLast(row => row.startsWith(' $')) ?? ''
}

/** Types a command, whatever its first letter means by itself, and runs it. */
export function type(terminal: LaunchedTerminal, command: string): void {
  terminal.write(` ${command}${keys.enter}`)
}

/** Waits until the prompt proposes a command, and runs it with Enter. */
export async function runProposed(terminal: LaunchedTerminal, beginning: string): Promise<void> {
  await terminal.until(screen => promptOf(screen).includes(beginning) && screen.at(-1)?.includes('Enter run') === true)
  terminal.write(keys.enter)
}
