/**
 * What a container's main process does: the sandbox runs no images, but it runs shell scripts and small tools itself
 * (shell/), pretends servers, and guesses the rest, so that a Job ends, a `sleep` lasts, and a wrong command fails.
 */
import type { Container } from '../controllers/types/core.ts'
import { parseQuantity } from '../scheduler/quantity.ts'
import { collectorOf, isAgent, pushRecords } from './agent-program.ts'
import type { PulledImage } from './registry.ts'
import { serverProgram, serverStart, type ServerView } from './server-logs.ts'
import { runProgram, type Shell } from './shell/interpreter.ts'
import type { Steps } from './shell/process.ts'
import { looksMistyped } from './shell/tools.ts'

export interface Program {
  /** How it stands in a list of processes. */
  readonly title: string
  readonly heedsTerm: boolean
  /** True when it goes on until it is stopped, so that nobody has to look after it. */
  readonly endless: boolean
  /** A shell that waits for input. */
  readonly interactive?: boolean
  /** Whether it is a server, which listens on ports. */
  readonly serves?: boolean
  readonly steps: (shell: Shell) => Steps<number>
  /** Why it ended, when the exit code does not say so. */
  readonly endReason?: (exitCode: number) => string | undefined
}

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh'])
/** Commands that shell/tools.ts runs; others are guessed. */
const run = new Set(
  'echo printf true false date hostname env printenv ls cat id whoami uname pwd touch mkdir cp mv rm ln chmod chown wget curl nslookup getent nc grep test seq wc sort head tail sleep'.split(
    ' '
  )
)
const quick = new Set('dig ping sed awk perl python python3 node php ruby expr kubectl'.split(' '))

/** What starts a server from within a script, which then listens on the ports that its container declares. */
const startsServer =
  /\b(nc|ncat|netcat|socat|httpd|nginx|http\.server|python3?|node|npm|java|ruby|php|\w*server\w*|serve)\b/

/** @returns the command that cannot be started, when the image has none of that name. */
export function missingCommand(container: Container, image: PulledImage): string | undefined {
  const [command] = wordsOf(container, image)
  if (command === undefined) return undefined
  const name = command.slice(command.lastIndexOf('/') + 1)
  return !looksMistyped(name) && /^[A-Za-z0-9_.+-]+$/.test(name) ? undefined : command
}

export function programOf(container: Container, image: PulledImage): Program {
  const words = wordsOf(container, image)
  return withinMemory(container, image, words) ?? ofWords(container, image, words)
}

/** The words that the process is started with; none when the image's own do. */
function wordsOf({ command = [], args = [] }: Container, { entry }: PulledImage): readonly string[] {
  const usesOwn = command.length === 0 && (entry.runs === undefined || entry.runs === 'server' || entry.runs === 'task')
  return usesOwn ? [] : [...command, ...args]
}

function ofWords(container: Container, image: PulledImage, words: readonly string[]): Program {
  const [path, ...rest] = words
  if (path === undefined) return ofImage(container, image)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const title = words.join(' ')
  if (shells.has(name) && rest.every(word => word.startsWith('-') && !/^-[a-z]*c$/.test(word)))
    return ofImage(container, { ...image, entry: { ...image.entry, runs: 'shell' } })
  const follows = name === 'tail' && rest.some(arg => /^-\w*[fF]/.test(arg)) && rest.includes('/dev/null')
  if (follows) return { title, heedsTerm: false, endless: true, steps: forever }
  if (shells.has(name) || run.has(name))
    return {
      title,
      heedsTerm: /\btrap\b/.test(title),
      endless: false,
      serves: shells.has(name) && startsServer.test(title),
      steps: shell => runProgram(shell, words),
      endReason: exitCode => (exitCode === 137 && title.includes('/dev/zero') ? 'OOMKilled' : undefined)
    }
  if (quick.has(name)) return task(title, 50, 0)
  return ofServer(container, image, title)
}

function ofImage(container: Container, image: PulledImage): Program {
  const { entry } = image
  const short = entry.name.slice(entry.name.lastIndexOf('/') + 1)
  if (entry.runs === 'task') {
    const done = task(short, entry.lasts ?? 200, entry.exitCode ?? 0)
    return entry.logs === undefined ? done : { ...done, steps: shell => written(entry.logs ?? [], done.steps(shell)) }
  }
  if (entry.runs !== 'shell') return ofServer(container, image, short)
  // A shell without a terminal or a standard input reads the end of its input at once.
  const waits = container['tty'] === true || container['stdin'] === true
  return waits
    ? { title: 'sh', heedsTerm: false, endless: false, interactive: true, steps: forever }
    : task('sh', 50, 0)
}

function ofServer(container: Container, image: PulledImage, title: string): Program {
  const pushes = isAgent(image.entry)
  const tag = image.reference.slice(image.reference.lastIndexOf(':') + 1)
  return {
    title,
    heedsTerm: true,
    // One that pushes has to be looked after: what it does, others see.
    endless: !pushes,
    serves: true,
    steps: shell => {
      const { hostname, now } = shell.around
      const server = { container, image: image.entry, tag, hostname, now }
      return pushes ? agentProgram(shell, server) : serverProgram(server)
    }
  }
}

function* agentProgram(shell: Shell, server: ServerView): Steps<number> {
  const collector = collectorOf(shell.state.variables)
  if (collector === undefined) return yield* serverProgram(server)
  yield* serverStart(server)
  return yield* pushRecords(shell, server.image, collector)
}

function task(title: string, lasts: number, exitCode: number): Program {
  return {
    title,
    heedsTerm: true,
    endless: false,
    *steps() {
      yield { kind: 'sleep', milliseconds: lasts }
      return exitCode
    }
  }
}

function* written(lines: readonly string[], then: Steps<number>): Steps<number> {
  for (const line of lines) yield { kind: 'write', stream: 'stdout', text: `${line}\n` }
  return yield* then
}

function* forever(): Steps<number> {
  for (;;) yield { kind: 'sleep', milliseconds: 3_600_000 }
}

/** What is killed because it needs more memory than it may have; undefined when it does not. */
function withinMemory(container: Container, image: PulledImage, words: readonly string[]): Program | undefined {
  const limit = parseQuantity(container.resources?.limits?.['memory'] ?? 'none')
  const needed = memoryOf([...words, ...(container.args ?? [])]) ?? image.entry.memory
  if (Number.isNaN(limit) || needed === undefined || needed <= limit) return undefined
  return { ...task(words.join(' ') || image.entry.name, 500, 137), endReason: () => 'OOMKilled' }
}

/** The bytes that `stress` is told to take: `--vm-bytes 250M`, or `-mem-total 250Mi`. */
function memoryOf(words: readonly string[]): number | undefined {
  const at = words.findIndex(word => /^--?(vm-bytes|mem-total)$/.test(word))
  if (at < 0) return undefined
  const amount = parseQuantity(
    (words[at + 1] ?? '').replace(
      /^(\d+)([kmg])$/i,
      (_all, number: string, unit: string) => number + unit.toUpperCase().replace('K', 'k')
    )
  )
  return Number.isNaN(amount) ? undefined : amount
}
