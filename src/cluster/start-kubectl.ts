import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Socket } from 'node:net'
import { plain } from '../shell/sanitise.ts'

/** A kubectl that goes on until it is stopped. */
export interface KubectlProcess {
  /** The first line that it writes; undefined when it ends without one. */
  readonly firstLine: Promise<string | undefined>
  /** What it wrote to stderr, once it has ended. */
  readonly ended: Promise<string>
  /** Ends it, when it still runs. */
  stop(): void
}

/**
 * Runs what is given, and ends it when standard input ends. The pipe is this process's: when it goes, however it goes,
 * nothing is left behind. The shell itself holds no output open, so that its end is kubectl's.
 */
const guard = `folder=$1; shift
"$@" </dev/null & child=$!
exec >/dev/null 2>&1
read -r _
kill "$child"
test -z "$folder" || rm -rf -- "$folder"`

/** Of what a process writes to stderr only the last words count. */
const mostWords = 4000

/**
 * Starts a kubectl that stays. It does not keep this process alive, and Ctrl-C in the terminal does not reach it.
 *
 * @param folder is removed with all that is in it when kubectl is stopped.
 */
export function startKubectl(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  folder = ''
): KubectlProcess {
  const child = spawn('sh', ['-c', guard, 'sh', folder, program, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true
  })
  child.unref()
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as Socket).unref()
  const stop = (): void => void child.stdin.end()
  // It may be gone before it is told to go.
  child.stdin.on('error', () => undefined)
  const firstLine = new Promise<string | undefined>(resolve => {
    const lines = createInterface({ input: child.stdout })
    lines.once('line', line => {
      resolve(line)
      child.stdout.resume()
    })
    lines.once('close', () => resolve(undefined))
  })
  const ended = new Promise<string>(resolve => {
    let words = ''
    const end = (): void => {
      stop()
      resolve(plain(words))
    }
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-mostWords)
    })
    child.stderr.once('end', end)
    child.once('error', error => {
      words = error.message
      end()
    })
  })
  return { firstLine, ended, stop }
}
