import { constants } from 'node:os'
import { StringDecoder } from 'node:string_decoder'
import { Readable } from 'node:stream'
import { setImmediate as nextPoll, setTimeout as delay } from 'node:timers/promises'
import { workspaceTexts } from '../texts/texts.ts'
import { stateOut } from './bash.ts'

export interface BashCommand {
  readonly bash: string
  /** Source for `bash -c`. */
  readonly program: string
  /** What the program reads from the descriptor `stateIn`. */
  readonly input: string
  readonly cwd: string
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Called with text as it arrives, as it came; also after the end, for what a background child prints. */
  readonly onOutput: (stream: 'stdout' | 'stderr', text: string) => void
}

export interface BashEnd {
  /** As bash would report it: 128 + n for a signal; 127 when bash could not be started. */
  readonly exit: number
  /** What came out of the descriptor `stateOut`. */
  readonly state: string
}

export interface BashRun {
  /** Also the id of the process group; undefined when it could not be started. */
  readonly pid: number | undefined
  /** Settles as soon as the process is gone, before its last output is read. */
  readonly exited: Promise<void>
  readonly ended: Promise<BashEnd>
}

/** How long the streams must be silent after bash has ended, when a background child still holds them. */
const silenceMs = 60
/** When a background child never stops printing, this much of it belongs to the command. */
const longestWaitMs = 1000

/**
 * Starts one bash in a process group and session of its own, without a terminal and without standard input.
 *
 * It has ended when its process has, not when its output is closed: a child in the background may hold that for long.
 */
export async function runBash(command: BashCommand): Promise<BashRun> {
  const { execa } = await import('execa')
  const subprocess = execa(command.bash, ['--noprofile', '--norc', '-c', command.program, 'bash'], {
    cwd: command.cwd,
    env: command.environment,
    extendEnv: false,
    // Descriptors 3 and 4 are `stateIn` and `stateOut`.
    stdio: ['ignore', 'pipe', 'pipe', new TextEncoder().encode(command.input), 'pipe'],
    buffer: false,
    reject: false,
    // A process group of its own, which execa ends when the app ends.
    killDescendants: true
  })
  // Settled by what is awaited below; a rejection would be a wrong option, which `reject: false` does not cover.
  void subprocess.catch(() => undefined)
  const child = subprocess.nodeChildProcess
  if (child.pid === undefined) {
    command.onOutput('stderr', `${workspaceTexts.noBash(command.bash)}\n`)
    return { pid: undefined, exited: Promise.resolve(), ended: Promise.resolve({ exit: 127, state: '' }) }
  }
  const streams = [
    reading(child.stdout, text => command.onOutput('stdout', text)),
    reading(child.stderr, text => command.onOutput('stderr', text))
  ]
  let state = ''
  const stateStream = reading(readable(child.stdio[stateOut]), text => (state += text))
  const exit = new Promise<number>(resolve => {
    child.once('exit', (code, name) => resolve(code ?? 128 + (name ? constants.signals[name] : 0)))
  })
  const ended = exit.then(async code => {
    await Promise.all([...streams, stateStream].map(stream => stream.quiet()))
    return { exit: code, state }
  })
  return { pid: child.pid, exited: exit.then(() => undefined), ended }
}

/** Hands on what a stream says, as text. */
function reading(stream: Readable | null, onText: (text: string) => void) {
  const decoder = new StringDecoder('utf8')
  let heardAt = 0
  let open = stream !== null
  const closed = new Promise<void>(resolve => {
    if (!stream) {
      resolve()
      return
    }
    stream.on('data', (chunk: Buffer | string) => {
      heardAt = performance.now()
      const text = typeof chunk === 'string' ? chunk : decoder.write(chunk)
      if (text !== '') onText(text)
    })
    stream.once('close', () => {
      open = false
      const rest = decoder.end()
      if (rest !== '') onText(rest)
      resolve()
    })
    // A reset by the other end is an end like any other.
    stream.on('error', () => undefined)
  })
  return {
    /** Waits until the stream is closed, or open and silent. */
    async quiet(): Promise<void> {
      const started = performance.now()
      heardAt = started
      while (open && performance.now() - started < longestWaitMs) {
        await Promise.race([closed, delay(silenceMs / 3, undefined, { ref: false })])
        if (performance.now() - heardAt < silenceMs) continue
        // On a busy machine the time may be over although nothing has been read since: what is there is read first.
        await nextPoll()
        if (performance.now() - heardAt >= silenceMs) return
      }
    }
  }
}

function readable(stream: unknown): Readable | null {
  return stream instanceof Readable ? stream : null
}
