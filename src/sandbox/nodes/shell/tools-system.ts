/** Tools that look at the container, or wait. */
import { dateText } from './date-text.ts'
import { resolvePath } from './files.ts'
import type { Process, Tool } from './process.ts'

export const systemTools: Readonly<Record<string, Tool>> = {
  *true() {
    yield { kind: 'step' }
    return 0
  },
  *false() {
    yield { kind: 'step' }
    return 1
  },
  *sleep({ args, err }) {
    const milliseconds = sleepTime(args)
    if (milliseconds === undefined) {
      yield* err(`sleep: invalid number '${args[0] ?? ''}'\n`)
      return 1
    }
    yield { kind: 'sleep', milliseconds }
    return 0
  },
  *env(process) {
    const { args, state } = process
    const words = args.filter(arg => !/^\w+=/.test(arg))
    const [name, ...rest] = words
    const tool = name === undefined ? undefined : process.around.tool(name)
    if (tool !== undefined && name !== undefined) return yield* tool({ ...process, name, args: rest })
    if (name !== undefined) {
      yield* process.err(`env: can't execute '${name}': No such file or directory\n`)
      return 127
    }
    for (const [key, value] of state.variables) yield* process.out(`${key}=${value}\n`)
    return 0
  },
  *printenv(process) {
    const { args, state, out } = process
    if (args.length === 0) for (const [key, value] of state.variables) yield* out(`${key}=${value}\n`)
    for (const name of args) {
      const value = state.variables.get(name)
      if (value === undefined) return 1
      yield* out(`${value}\n`)
    }
    return 0
  },
  *hostname({ around, args, out }) {
    const addresses = args.some(arg => /^-[iI]/.test(arg))
    yield* out(`${addresses ? around.address : around.hostname}\n`)
    return 0
  },
  *whoami({ out }) {
    yield* out('root\n')
    return 0
  },
  *id({ args, out }) {
    yield* out(args.includes('-u') || args.includes('-g') ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n')
    return 0
  },
  *uname({ args, around, out }) {
    const kernel = '6.12.57+deb13-amd64'
    const all = `Linux ${around.hostname} ${kernel} #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux`
    const [flag = '-s'] = args
    const said: Readonly<Record<string, string>> = {
      '-a': all,
      '-r': kernel,
      '-m': 'x86_64',
      '-n': around.hostname,
      '-s': 'Linux'
    }
    yield* out(`${said[flag] ?? 'Linux'}\n`)
    return 0
  },
  *date({ args, around, out }) {
    const form = args.find(arg => arg.startsWith('+'))
    yield* out(`${dateText(new Date(around.now()), form?.slice(1))}\n`)
    return 0
  },
  *pwd({ state, out }) {
    yield* out(`${state.cwd}\n`)
    return 0
  },
  *test({ args, around, state }) {
    yield { kind: 'step' }
    return Number(!holds(args, path => resolvePath(state.cwd, path), around.files))
  },
  *ps({ around, out }) {
    yield* out('PID   USER     TIME  COMMAND\n')
    for (const [index, command] of around.processes().entries())
      yield* out(`${String(index === 0 ? 1 : index * 7).padStart(5)} root      0:00 ${command}\n`)
    return 0
  },
  *stty({ args, around, out }) {
    const { columns, rows } = around.size
    if (args.includes('size')) yield* out(`${rows} ${columns}\n`)
    return 0
  },
  *chmod() {
    yield { kind: 'step' }
    return 0
  },
  *chown() {
    yield { kind: 'step' }
    return 0
  },
  *sync() {
    yield { kind: 'step' }
    return 0
  },
  *which({ args, around, out }) {
    let status = 0
    for (const name of args) {
      if (around.tool(name) === undefined) status = 1
      else yield* out(`/bin/${name}\n`)
    }
    return status
  },
  *xargs(process) {
    const [name = 'echo', ...args] = process.args
    const words: string[] = []
    for (let line = yield* process.readLine(); line !== undefined; line = yield* process.readLine())
      words.push(...line.split(/\s+/).filter(word => word !== ''))
    const tool = process.around.tool(name)
    return tool === undefined ? 127 : yield* tool({ ...process, name, args: [...args, ...words] })
  },
  *'['(process) {
    const { args, err } = process
    if (args.at(-1) !== ']') {
      yield* err('sh: [: missing ]\n')
      return 2
    }
    const { around, state } = process
    return Number(!holds(args.slice(0, -1), path => resolvePath(state.cwd, path), around.files))
  }
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 }

/** Milliseconds of `sleep`'s operands, which add up; undefined when one is no time. */
function sleepTime(args: readonly string[]): number | undefined {
  let seconds = 0
  for (const arg of args) {
    if (/^inf(inity)?$/.test(arg)) return Number.MAX_SAFE_INTEGER
    const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(arg) ?? []
    if (number === undefined) return undefined
    seconds += Number(number) * (units[unit] ?? 1)
  }
  return args.length === 0 ? undefined : Math.min(seconds * 1000, Number.MAX_SAFE_INTEGER)
}

function holds(args: readonly string[], resolve: (path: string) => string, files: Process['around']['files']): boolean {
  const or = args.indexOf('-o')
  if (or > 0) return holds(args.slice(0, or), resolve, files) || holds(args.slice(or + 1), resolve, files)
  const and = args.indexOf('-a')
  if (and > 0) return holds(args.slice(0, and), resolve, files) && holds(args.slice(and + 1), resolve, files)
  if (args[0] === '!') return !holds(args.slice(1), resolve, files)
  const [first = '', second = '', third = ''] = args
  if (args.length <= 1) return first !== ''
  if (args.length === 2) {
    if (first === '-z') return second === ''
    if (first === '-n') return second !== ''
    const path = resolve(second)
    if (first === '-d') return files.isDirectory(path)
    if (first === '-f') return files.exists(path) && !files.isDirectory(path)
    if (first === '-s') return (files.read(path) as { text?: string }).text !== ''
    return /^-[erwxL]$/.test(first) && files.exists(path)
  }
  const [left, right] = [Number(first), Number(third)]
  switch (second) {
    case '=':
    case '==':
      return first === third
    case '!=':
      return first !== third
    case '-eq':
      return left === right
    case '-ne':
      return left !== right
    case '-lt':
      return left < right
    case '-le':
      return left <= right
    case '-gt':
      return left > right
    case '-ge':
      return left >= right
    default:
      return false
  }
}
