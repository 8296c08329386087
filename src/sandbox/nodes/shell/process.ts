import type { PodAnswer, PodRequest } from '../../network/exchange.ts'
import type { Unreachable } from '../../network/routes.ts'
import type { Files } from './files.ts'

/** What a pretended process asks of whoever runs it; all it does besides, it does by itself. */
export type Action =
  | { readonly kind: 'write'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'sleep'; readonly milliseconds: number }
  /** A line of the standard input with its end; undefined when there is no more. */
  | { readonly kind: 'read' }
  /** One command was run. */
  | { readonly kind: 'step' }

/** A computation that can be left at each action and gone on with later. Its texts are byte strings (latin1). */
export type Steps<T> = Generator<Action, T, string | undefined>

/** Thrown into a process that is interrupted; a shell at its prompt catches it. */
export class Interrupted extends Error {
  override name = 'Interrupted'
}

/** A shell's own state; a subshell works on a copy. */
export interface ShellState {
  readonly variables: Map<string, string>
  cwd: string
  /** The exit code of the last command. */
  status: number
  readonly parameters: readonly string[]
  /** `set -e` */
  errexit: boolean
}

/** The container that processes live in. */
export interface Surroundings {
  readonly files: Files
  readonly hostname: string
  /** The name of the pod's node. */
  readonly node: string
  /** The pod's. */
  readonly address: string
  /** Milliseconds since the epoch, for the process that asks. */
  readonly now: () => number
  /** Of the terminal, which may be made larger or smaller meanwhile. */
  readonly size: { columns: number; rows: number }
  readonly tool: (name: string) => Tool | undefined
  /** The commands that run, for `ps`. */
  processes(): readonly string[]
  /** Addresses that a name stands for in the pod's DNS; undefined when there is no such name. */
  lookup(name: string): { readonly name: string; readonly addresses: readonly string[] } | undefined
  /**
   * Asks a server from within the pod.
   *
   * @param port of its host, which may be an address.
   */
  fetch(host: string, port: number, request: PodRequest): Fetched
  /** Whether a port is open, for who says nothing over it. */
  reach(host: string, port: number): { readonly kind: 'open' | Unreachable['kind']; readonly address: string }
  /** How the image's `nslookup` writes what it found. */
  readonly dnsTool: 'busybox' | 'old-busybox' | 'bind'
}

export type Fetched = ({ readonly kind: 'answer'; readonly address: string } & PodAnswer) | FetchFailure

export interface FetchFailure {
  /** `elsewhere` is what the cluster does not reach; `empty` is a server that closed without a word. */
  readonly kind: Unreachable['kind'] | 'empty'
  readonly address: string
}

export interface Process {
  readonly name: string
  readonly args: readonly string[]
  readonly state: ShellState
  readonly around: Surroundings
  readonly out: (text: string) => Steps<void>
  readonly err: (text: string) => Steps<void>
  readonly readLine: () => Steps<string | undefined>
  /** Whether its standard input is a pipe or a file, and not what the shell itself reads. */
  readonly piped: boolean
}

/** A command; what it gives back is its exit code. */
export type Tool = (process: Process) => Steps<number>

/** Reads the standard input whole. */
export function* readAll(process: Process): Steps<string> {
  let text = ''
  for (;;) {
    const line = yield* process.readLine()
    if (line === undefined) return text
    text += line
  }
}
