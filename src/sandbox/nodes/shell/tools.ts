/** Which commands there are in a container, and what `sh` does with its operands. */
import { runInteractive, runScript, type Shell } from './interpreter.ts'
import { resolvePath, type Files } from './files.ts'
import { readAll, type Process, type ShellState, type Steps, type Tool } from './process.ts'
import { fileTools } from './tools-files.ts'
import { networkTools } from './tools-network.ts'
import { systemTools } from './tools-system.ts'
import { tarTools } from './tar.ts'
import { textTools } from './tools-text.ts'

const shells = ['sh', 'ash', 'bash', 'dash']

const tools: Readonly<Record<string, Tool>> = {
  ...textTools,
  ...systemTools,
  ...fileTools,
  ...networkTools,
  ...tarTools,
  ...Object.fromEntries(shells.map(name => [name, shell]))
}

const binFolders = /^\/(usr\/)?(local\/)?s?bin\//

/**
 * Finds a command by its name or path.
 *
 * @param lenient lets a command that this sandbox does not know succeed without doing anything, as the main process of a
 *   container is better off with; only one that looks mistyped is missing.
 */
export function findTool(name: string, files: Files, lenient: boolean): Tool | undefined {
  const short = name.replace(binFolders, '')
  const known = Object.hasOwn(tools, short) ? tools[short] : undefined
  if (known !== undefined && (short !== name || !name.includes('/'))) return known
  if (name.includes('/') && 'text' in files.read(resolvePath('/', name)))
    return process => shell({ ...process, args: [name, ...process.args] })
  return lenient && !looksMistyped(short) ? nothing : undefined
}

export function looksMistyped(name: string): boolean {
  return /^(nosuch|no-such|non-?exist|not-?found|does-?not-?exist|invalid|foo$|bogus|missing)/i.test(name)
}

function* nothing(): Steps<number> {
  yield { kind: 'sleep', milliseconds: 50 }
  return 0
}

/** `sh`, with a script as its argument, in a file, or on its standard input. */
function* shell(process: Process): Steps<number> {
  const { args, around, state } = process
  const flags = args.filter((arg, index) => arg.startsWith('-') && index < 3)
  const flag = args.findIndex(arg => /^-[a-z]*c$/.test(arg))
  const [file, ...others] = args.filter(arg => !arg.startsWith('-'))
  const errexit = flags.some(each => /^-\w*e/.test(each))
  const inner = (parameters: readonly string[]): Shell => ({
    name: process.name,
    around,
    state: newState(state, parameters, errexit)
  })
  if (flag >= 0) return yield* runScript(inner(args.slice(flag + 3)), args[flag + 1] ?? '')
  if (file === undefined) {
    if (process.piped) return yield* runScript(inner([]), yield* readAll(process))
    return yield* runInteractive(inner([]), state.variables.has('TERM') ? promptOf : () => '')
  }
  const found = around.files.read(resolvePath(state.cwd, file))
  if ('text' in found) return yield* runScript(inner(others), found.text)
  yield* process.err(`${process.name}: can't open '${file}': ${found.problem}\n`)
  return 2
}

function newState(outer: ShellState, parameters: readonly string[], errexit: boolean): ShellState {
  return { variables: new Map(outer.variables), cwd: outer.cwd, status: 0, parameters, errexit }
}

export function promptOf({ cwd }: ShellState): string {
  return `${cwd} # `
}
