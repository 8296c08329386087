import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, cpSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const mainFile = 'src/cli/main.ts'
const root = path.resolve(import.meta.dirname, '../../..')

export interface Ended {
  readonly exit: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** What the stand-in program tells of the surroundings that the launcher gave it. */
export interface Told {
  readonly version: string
  readonly args: readonly string[]
  readonly kubectl: string | null
}

/**
 * Prints what it was given; ends as its last argument says: `exit=7`, or `stay` until a signal comes. What it does on a
 * signal stands before its line is printed: whoever has read the line may send one.
 */
const standIn = `
import { existsSync } from 'node:fs'
import path from 'node:path'
const args = process.argv.slice(2)
const files = (process.env.PATH ?? '').split(path.delimiter).map(folder => path.join(folder, 'kubectl'))
const last = args.at(-1) ?? ''
if (last.startsWith('exit=')) process.exitCode = Number(last.slice(5))
if (last === 'stay') {
  const timer = setInterval(() => undefined, 1000)
  process.on('SIGTERM', () => { console.log('SIGTERM came'); process.exitCode = 42; clearInterval(timer) })
}
console.log(JSON.stringify({ version: process.versions.node, args, kubectl: files.find(file => existsSync(file)) ?? null }))
`

/**
 * A clone of this repository in a folder of its own, with what is changed here but not committed, on a machine with Node
 * 20, npm and git, but without kubectl.
 */
export class FreshClone {
  readonly folder: string
  /** For tests that need a folder beside the clone. */
  readonly temporary: string
  readonly #path: string

  private constructor(temporary: string) {
    this.temporary = temporary
    this.folder = path.join(temporary, 'kubewalk')
    this.#path = path.join(temporary, 'path')
  }

  static async make(): Promise<FreshClone> {
    const clone = new FreshClone(await mkdtemp(path.join(tmpdir(), 'kubewalk-launcher-')))
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone.folder])
    const changed = execFileSync('git', ['ls-files', '-z', '--modified', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8'
    })
    for (const file of new Set(changed.split('\0'))) {
      const from = path.join(root, file)
      // A link to node_modules of somewhere else is no part of the project.
      if (file === '' || file === 'node_modules' || !existsSync(from)) continue
      cpSync(from, path.join(clone.folder, file))
    }
    linkTools(clone.#path, await findNode20(clone.temporary))
    return clone
  }

  /** Puts a program that only tells what it was given in kubewalk's place. */
  async useStandIn(): Promise<void> {
    await writeFile(path.join(this.folder, mainFile), standIn)
  }

  /** Puts kubewalk itself back in its place. */
  useKubewalk(): void {
    cpSync(path.join(root, mainFile), path.join(this.folder, mainFile))
  }

  /** The environment of a plain terminal: nothing of npm or vitest, which run this test. */
  environment(change: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return { ...plainEnvironment(), PATH: this.#path, KUBEWALK_HOME: path.join(this.temporary, 'home'), ...change }
  }

  start(file: string, args: readonly string[], change: NodeJS.ProcessEnv = {}, cwd = this.folder): ChildProcess {
    return spawn(file, args, { cwd, env: this.environment(change), stdio: ['ignore', 'pipe', 'pipe'] })
  }

  async run(file: string, args: readonly string[], change?: NodeJS.ProcessEnv, cwd?: string): Promise<Ended> {
    return await ended(this.start(file, args, change, cwd))
  }

  /** Runs `bin/kubewalk ARGS` of the clone. */
  async kubewalk(args: readonly string[], change?: NodeJS.ProcessEnv): Promise<Ended> {
    return await this.run('node', ['bin/kubewalk', ...args], change)
  }

  async remove(): Promise<void> {
    await rm(this.temporary, { recursive: true, force: true })
  }
}

/** This process's environment without what npm and vitest put into it. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(lifecycle|package|command|execpath|node_execpath|config_local_prefix)|INIT_CWD|NODE_(ENV|OPTIONS|PATH)|VITEST|TEST$|KUBECONFIG)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

/** Waits for the end of a process and gives what it said. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exit, signal) => resolve({ exit, signal, stdout, stderr: withoutNpmWarnings(stderr) }))
  })
}

/** What the stand-in program told: its line of JSON. */
export function told({ stdout, stderr }: Ended): Told {
  const line = stdout.split('\n').find(each => each.startsWith('{'))
  if (line === undefined) throw new Error(`The program did not run: ${stdout}${stderr}`)
  return JSON.parse(line) as Told
}

/** npm's own remarks on the configuration of this machine say nothing about kubewalk. */
function withoutNpmWarnings(text: string): string {
  return text.replace(/^npm (warn|notice).*\n/gim, '')
}

/** Makes a folder with every tool of PATH but kubectl, and with Node 20 as `node`. */
export function linkTools(folder: string, node: string): void {
  mkdirSync(folder)
  symlinkSync(node, path.join(folder, 'node'))
  for (const from of pathFolders()) {
    for (const name of existsSync(from) ? readdirSync(from) : []) {
      const file = path.join(from, name)
      if (/^(node|kubectl.*)$/.test(name) || existsSync(path.join(folder, name)) || !isExecutable(file)) continue
      symlinkSync(file, path.join(folder, name))
    }
  }
}

/** This machine's Node 20, or one fetched from npm. */
export async function findNode20(temporary: string): Promise<string> {
  for (const folder of pathFolders()) {
    const file = path.join(folder, 'node')
    if (isExecutable(file) && /^v20\./.test(execFileSync(file, ['--version'], { encoding: 'utf8' }))) return file
  }
  return await fetchNode(temporary, '20.20.2')
}

/** Fetches an older Node for Linux or macOS. @returns its executable */
export async function fetchNode(temporary: string, version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  const prefix = path.join(temporary, `fetched-${version}`)
  const args = [
    'install',
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--prefix',
    prefix,
    `${name}@${version}`
  ]
  mkdirSync(prefix)
  await promisify(execFile)('npm', args, { cwd: prefix })
  return path.join(prefix, 'node_modules', name, 'bin/node')
}

/** Folders of PATH, without those that npm and the launcher put in front. */
export function pathFolders(): string[] {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(folder => path.isAbsolute(folder) && !/node_modules|node-gyp-bin|\.toolchain/.test(folder))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
