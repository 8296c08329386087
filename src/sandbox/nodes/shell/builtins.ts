/** What a shell does itself: XCU 2.15 and what `sh` adds. */
import { resolvePath } from './files.ts'
import { LoopControl, ShellExit } from './interpreter.ts'
import type { Process, Steps, Tool } from './process.ts'

export const shellBuiltins: Readonly<Partial<Record<string, Tool>>> = {
  ':': () => ends(0),
  exit({ args, state }) {
    throw new ShellExit(Number(args[0] ?? state.status) & 255)
  },
  break: () => {
    throw new LoopControl('break')
  },
  continue: () => {
    throw new LoopControl('continue')
  },
  *cd({ args, state, around, err }) {
    const to = resolvePath(state.cwd, args[0] ?? state.variables.get('HOME') ?? '/')
    if (!around.files.isDirectory(to)) {
      yield* err(`sh: cd: can't cd to ${args[0] ?? ''}: No such file or directory\n`)
      return 2
    }
    state.cwd = to
    return 0
  },
  export: assign,
  readonly: assign,
  local: assign,
  unset({ args, state }) {
    for (const name of args) state.variables.delete(name)
    return ends(0)
  },
  set({ args, state }) {
    if (/^-\w*e/.test(args[0] ?? '')) state.errexit = true
    if (/^\+\w*e/.test(args[0] ?? '')) state.errexit = false
    return ends(0)
  },
  *read({ args, state, readLine }) {
    const names = args.filter(arg => !arg.startsWith('-'))
    const line = yield* readLine()
    const words = (line ?? '').replace(/\n$/, '').trim().split(/\s+/)
    for (const [index, name] of names.entries())
      state.variables.set(name, index === names.length - 1 ? words.slice(index).join(' ') : (words[index] ?? ''))
    return line === undefined ? 1 : 0
  },
  trap: () => ends(0),
  wait: () => ends(0),
  umask: () => ends(0),
  *type(process) {
    return yield* where(process, process.args)
  },
  *command(process) {
    const [flag, ...names] = process.args
    if (flag === '-v') return yield* where(process, names)
    const tool = process.around.tool(flag ?? '')
    return tool === undefined ? 127 : yield* tool({ ...process, name: flag ?? '', args: names })
  }
}

function* where({ around, out }: Process, names: readonly string[]): Steps<number> {
  let missing = 0
  for (const name of names) {
    if (shellBuiltins[name] !== undefined) yield* out(`${name}\n`)
    else if (around.tool(name) !== undefined) yield* out(`/bin/${name}\n`)
    else missing = 127
  }
  return missing
}

function assign({ args, state }: Process): Steps<number> {
  for (const arg of args) {
    const [, name, value] = /^(\w+)=([\s\S]*)$/.exec(arg) ?? []
    if (name !== undefined && value !== undefined) state.variables.set(name, value)
  }
  return ends(0)
}

function* ends(code: number): Steps<number> {
  yield { kind: 'step' }
  return code
}
