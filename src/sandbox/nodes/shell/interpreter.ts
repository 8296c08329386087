/** Runs what parse.ts reads, as a small `sh` does. */
import { expandWord, expandWords } from './expand.ts'
import { resolvePath } from './files.ts'
import { parseScript } from './parse.ts'
import { Interrupted, type Process, type ShellState, type Steps, type Surroundings } from './process.ts'
import { shellBuiltins } from './builtins.ts'
import { ShellSyntaxError, type AndOr, type Command, type Pipeline, type Redirection, type Script } from './syntax.ts'

/** Where output goes. */
type Sink =
  | { readonly kind: 'stream'; readonly stream: 'stdout' | 'stderr' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly chunks: string[] }
  | { readonly kind: 'none' }

interface Plumbing {
  readonly stdout: Sink
  readonly stderr: Sink
  /** What is left of a standard input that is a file or a pipe; undefined reads from whoever runs the shell. */
  readonly input: { rest: string } | undefined
}

export interface Shell {
  readonly state: ShellState
  readonly around: Surroundings
  /** `sh`, `bash`: who speaks in errors. */
  readonly name: string
}

/** The end of a shell, by `exit` or `set -e`. */
export class ShellExit extends Error {
  override name = 'ShellExit'
  readonly code: number
  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

/** `break` and `continue`. */
export class LoopControl extends Error {
  override name = 'LoopControl'
  readonly verb: 'break' | 'continue'
  constructor(verb: 'break' | 'continue') {
    super(verb)
    this.verb = verb
  }
}

const plain: Plumbing = {
  stdout: { kind: 'stream', stream: 'stdout' },
  stderr: { kind: 'stream', stream: 'stderr' },
  input: undefined
}

/** Runs a text to its end, as `sh -c` does. */
export function* runScript(shell: Shell, text: string): Steps<number> {
  let script: Script
  try {
    script = parseScript(text)
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error
    yield* emit(shell, plain.stderr, `${shell.name}: ${error.message}\n`)
    shell.state.status = 2
    return 2
  }
  return yield* untilExit(shell, runList(shell, script, plain))
}

/** Runs one program with its arguments, without a shell. */
export function* runProgram(shell: Shell, words: readonly string[]): Steps<number> {
  return yield* untilExit(shell, runWords(shell, words, plain))
}

/**
 * A shell that reads its commands line by line, until `exit` or the end of its input.
 *
 * @param prompt what it shows before each; nothing without a terminal.
 */
export function* runInteractive(shell: Shell, prompt: (state: ShellState) => string): Steps<number> {
  let text = ''
  for (;;) {
    try {
      const asks = prompt(shell.state)
      yield* emit(shell, plain.stderr, text === '' || asks === '' ? asks : '> ')
      const line = yield { kind: 'read' }
      if (line === undefined) return shell.state.status
      text += line
      const script = parseScript(text)
      text = ''
      yield* runList(shell, script, plain)
    } catch (error) {
      if (error instanceof ShellExit) return error.code
      if (error instanceof LoopControl) continue
      if (error instanceof Interrupted) {
        text = ''
        shell.state.status = 130
        continue
      }
      if (!(error instanceof ShellSyntaxError)) throw error
      if (/end of file|unterminated/.test(error.message) && text.length < 10_000) continue
      text = ''
      shell.state.status = 2
      yield* emit(shell, plain.stderr, `${shell.name}: ${error.message}\n`)
    }
  }
}

function* untilExit(shell: Shell, steps: Steps<number>): Steps<number> {
  try {
    return yield* steps
  } catch (error) {
    if (error instanceof LoopControl) return shell.state.status
    if (error instanceof ShellExit) return error.code
    throw error
  }
}

function* runList(shell: Shell, script: Script, plumbing: Plumbing): Steps<number> {
  for (const andOr of script) yield* runAndOr(shell, andOr, plumbing)
  return shell.state.status
}

function* runAndOr(shell: Shell, { first, rest }: AndOr, plumbing: Plumbing): Steps<void> {
  const { state } = shell
  state.status = yield* runPipeline(shell, first, plumbing)
  let decides = rest.length === 0 && !first.negated
  for (const { operator, pipeline } of rest) {
    if ((operator === '&&') !== (state.status === 0)) continue
    state.status = yield* runPipeline(shell, pipeline, plumbing)
    decides = pipeline === rest.at(-1)?.pipeline
  }
  if (state.errexit && decides && state.status !== 0) throw new ShellExit(state.status)
}

/** A pipe is filled to its end before it is read. */
function* runPipeline(shell: Shell, { negated, commands }: Pipeline, plumbing: Plumbing): Steps<number> {
  let status = 0
  let { input } = plumbing
  for (const [index, command] of commands.entries()) {
    const last = index === commands.length - 1
    const chunks: string[] = []
    const stdout: Sink = last ? plumbing.stdout : { kind: 'text', chunks }
    const within = commands.length > 1 ? copyOf(shell) : shell
    status = yield* runCommand(within, command, { ...plumbing, stdout, input })
    input = { rest: chunks.join('') }
  }
  return negated ? Number(status === 0) : status
}

function copyOf(shell: Shell): Shell {
  return { ...shell, state: { ...shell.state, variables: new Map(shell.state.variables) } }
}

function* runCommand(shell: Shell, command: Command, outer: Plumbing): Steps<number> {
  const plumbing = yield* redirect(shell, command.redirections, outer)
  if (plumbing === undefined) return 1
  switch (command.kind) {
    case 'simple': {
      const words = yield* expandWords(shell, command.words, capture)
      const { variables } = shell.state
      const before = new Map<string, string | undefined>()
      for (const { name, value } of command.assignments) {
        before.set(name, variables.get(name))
        variables.set(name, yield* expandWord(shell, value, capture))
      }
      if (words.length === 0) return 0
      const status = yield* runWords(shell, words, plumbing)
      for (const [name, value] of before) {
        if (value === undefined) variables.delete(name)
        else variables.set(name, value)
      }
      return status
    }
    case 'group': {
      if (!command.subshell) return yield* runList(shell, command.body, plumbing)
      const inner = copyOf(shell)
      return yield* untilExit(inner, runList(inner, command.body, plumbing))
    }
    case 'if': {
      for (const { condition, body } of command.branches)
        if (yield* holds(shell, condition, plumbing)) return yield* runBody(shell, body, plumbing)
      return command.otherwise === undefined ? 0 : yield* runBody(shell, command.otherwise, plumbing)
    }
    case 'loop': {
      let status = 0
      while ((yield* holds(shell, command.condition, plumbing)) !== command.until) {
        const round = yield* runRound(shell, command.body, plumbing)
        if (round === 'break') return status
        status = shell.state.status
      }
      return status
    }
    case 'for': {
      for (const value of yield* expandWords(shell, command.words, capture)) {
        shell.state.variables.set(command.name, value)
        if ((yield* runRound(shell, command.body, plumbing)) === 'break') break
      }
      return 0
    }
  }
}

function* runBody(shell: Shell, body: Script, plumbing: Plumbing): Steps<number> {
  shell.state.status = 0
  return yield* runList(shell, body, plumbing)
}

/** What decides a branch or a loop does not end a shell with `set -e`. */
function* holds(shell: Shell, condition: Script, plumbing: Plumbing): Steps<boolean> {
  const { errexit } = shell.state
  shell.state.errexit = false
  try {
    return (yield* runList(shell, condition, plumbing)) === 0
  } finally {
    shell.state.errexit = errexit
  }
}

function* runRound(shell: Shell, body: Script, plumbing: Plumbing): Steps<'break' | 'done'> {
  try {
    yield* runList(shell, body, plumbing)
    return 'done'
  } catch (error) {
    if (!(error instanceof LoopControl)) throw error
    return error.verb === 'break' ? 'break' : 'done'
  }
}

/** What a command writes to its standard output, for `$(…)`. */
function* capture(shell: Shell, script: Script): Steps<string> {
  const chunks: string[] = []
  const inner = copyOf(shell)
  shell.state.status = yield* untilExit(inner, runList(inner, script, { ...plain, stdout: { kind: 'text', chunks } }))
  return chunks.join('').replace(/\n+$/, '')
}

function* runWords(shell: Shell, words: readonly string[], plumbing: Plumbing): Steps<number> {
  yield { kind: 'step' }
  const [given = '', ...args] = words
  const { around, state } = shell
  const name = given.slice(given.lastIndexOf('/') + 1)
  const builtin = given === name ? shellBuiltins[name] : undefined
  const tool = builtin ?? around.tool(given)
  if (tool === undefined) {
    const missing = given.includes('/') && !around.files.exists(resolvePath(state.cwd, given))
    yield* emit(shell, plumbing.stderr, `${shell.name}: ${given}: not found\n`)
    return given.includes('/') && !missing ? 126 : 127
  }
  const process: Process = {
    name,
    args,
    state,
    around,
    out: text => emit(shell, plumbing.stdout, text),
    err: text => emit(shell, plumbing.stderr, text),
    readLine: () => readLine(plumbing),
    piped: plumbing.input !== undefined
  }
  return yield* tool(process)
}

function* readLine({ input }: Plumbing): Steps<string | undefined> {
  if (input === undefined) return yield { kind: 'read' }
  if (input.rest === '') return undefined
  const end = input.rest.indexOf('\n')
  const line = end < 0 ? input.rest : input.rest.slice(0, end + 1)
  input.rest = input.rest.slice(line.length)
  return line
}

function* emit({ around }: Shell, sink: Sink, text: string): Steps<void> {
  if (text === '') return
  if (sink.kind === 'stream') yield { kind: 'write', stream: sink.stream, text }
  else if (sink.kind === 'text') sink.chunks.push(text)
  else if (sink.kind === 'file') around.files.write(sink.path, text, true)
}

/** @returns undefined when a file cannot be opened; that is told. */
function* redirect(shell: Shell, redirections: readonly Redirection[], outer: Plumbing): Steps<Plumbing | undefined> {
  let plumbing = outer
  for (const { descriptor, operator, target } of redirections) {
    const word = yield* expandWord(shell, target, capture)
    if (operator === '>&') {
      const sink = word === '2' ? plumbing.stderr : plumbing.stdout
      plumbing = descriptor === 2 ? { ...plumbing, stderr: sink } : { ...plumbing, stdout: sink }
      continue
    }
    const path = resolvePath(shell.state.cwd, word)
    if (operator === '<') {
      const found = path === '/dev/null' ? { text: '' } : shell.around.files.read(path)
      if ('problem' in found) {
        yield* emit(shell, outer.stderr, `${shell.name}: can't open ${word}: ${found.problem.toLowerCase()}\n`)
        return undefined
      }
      plumbing = { ...plumbing, input: { rest: found.text } }
      continue
    }
    const sink = yield* open(shell, path, word, operator === '>>', outer)
    if (sink === undefined) return undefined
    plumbing = descriptor === 2 ? { ...plumbing, stderr: sink } : { ...plumbing, stdout: sink }
  }
  return plumbing
}

function* open(shell: Shell, path: string, word: string, append: boolean, outer: Plumbing): Steps<Sink | undefined> {
  if (path === '/dev/null') return { kind: 'none' }
  if (path === '/dev/stdout' || path === '/proc/1/fd/1') return { kind: 'stream', stream: 'stdout' }
  if (path === '/dev/stderr' || path === '/proc/1/fd/2') return { kind: 'stream', stream: 'stderr' }
  const problem = shell.around.files.write(path, '', append)
  if (problem === undefined) return { kind: 'file', path }
  const why = problem === 'No such file or directory' ? 'nonexistent directory' : problem.toLowerCase()
  yield* emit(shell, outer.stderr, `${shell.name}: can't create ${word}: ${why}\n`)
  return undefined
}
