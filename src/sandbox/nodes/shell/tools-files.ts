/** Tools that list and change files. */
import { dateText } from './date-text.ts'
import { parentOf, resolvePath } from './files.ts'
import type { Process, Steps, Tool } from './process.ts'

export const fileTools: Readonly<Record<string, Tool>> = {
  *ls(process) {
    const { around, state, args, out } = process
    const flags = args.filter(arg => arg.startsWith('-')).join('')
    const paths = args.filter(arg => !arg.startsWith('-'))
    let status = 0
    for (const [index, path] of (paths.length === 0 ? ['.'] : paths).entries()) {
      const resolved = resolvePath(state.cwd, path)
      const names = around.files.list(resolved)?.filter(name => /[aA]/.test(flags) || !name.startsWith('.'))
      if (names === undefined && !around.files.exists(resolved)) {
        yield* process.err(`ls: ${path}: No such file or directory\n`)
        status = 1
        continue
      }
      if (names !== undefined && paths.length > 1) yield* out(`${index > 0 ? '\n' : ''}${path}:\n`)
      if (names !== undefined && flags.includes('l')) yield* out(`total ${names.length * 4}\n`)
      for (const name of names ?? [path]) {
        const whole = names === undefined ? resolved : `${resolved === '/' ? '' : resolved}/${name}`
        yield* out(flags.includes('l') ? longLine(process, whole, name) : `${name}\n`)
      }
    }
    return status
  },
  *touch(process) {
    return yield* eachPath(process, (path, files) => (files.exists(path) ? undefined : files.write(path, '', false)))
  },
  *rm(process) {
    const forced = process.args.some(arg => /^-\w*f/.test(arg))
    const deep = process.args.some(arg => /^-\w*[rR]/.test(arg))
    return yield* eachPath(process, (path, files) => {
      if (!files.exists(path)) return forced ? undefined : 'No such file or directory'
      if (files.isDirectory(path) && !deep) return 'Is a directory'
      return files.remove(path)
    })
  },
  *mkdir(process) {
    const deep = process.args.includes('-p')
    return yield* eachPath(process, (path, files) => {
      if (files.exists(path)) return deep ? undefined : 'File exists'
      if (deep) {
        const parents: string[] = []
        for (let at = parentOf(path); at !== '/'; at = parentOf(at)) parents.unshift(at)
        for (const parent of parents) if (!files.isDirectory(parent)) files.makeDirectory(parent)
      }
      return files.makeDirectory(path)
    })
  },
  *cp(process) {
    return yield* copy(process, false)
  },
  *mv(process) {
    return yield* copy(process, true)
  }
}

function* eachPath(
  process: Process,
  act: (path: string, files: Process['around']['files']) => string | undefined
): Steps<number> {
  let status = 0
  for (const arg of process.args.filter(each => !each.startsWith('-'))) {
    const problem = act(resolvePath(process.state.cwd, arg), process.around.files)
    if (problem === undefined) continue
    status = 1
    const verb = { rm: "can't remove", mkdir: "can't create directory" }[process.name]
    yield* process.err(`${process.name}: ${verb === undefined ? arg : `${verb} '${arg}'`}: ${problem}\n`)
  }
  return status
}

function* copy(process: Process, moves: boolean): Steps<number> {
  const { around, state, args } = process
  const paths = args.filter(arg => !arg.startsWith('-'))
  const to = resolvePath(state.cwd, paths.at(-1) ?? '')
  for (const path of paths.slice(0, -1)) {
    const from = resolvePath(state.cwd, path)
    const found = around.files.read(from)
    if ('problem' in found) {
      yield* process.err(`${process.name}: can't stat '${path}': ${found.problem}\n`)
      return 1
    }
    const target = around.files.isDirectory(to) ? `${to}/${from.slice(from.lastIndexOf('/') + 1)}` : to
    const problem = around.files.write(target, found.text, false)
    if (problem !== undefined) {
      yield* process.err(`${process.name}: can't create '${target}': ${problem}\n`)
      return 1
    }
    if (moves) around.files.remove(from)
  }
  return 0
}

function longLine({ around }: Process, path: string, name: string): string {
  const folder = around.files.isDirectory(path)
  const found = around.files.read(path)
  const size = 'text' in found ? found.text.length : 4096
  const when = dateText(new Date(around.now()), '%b %e %H:%M')
  return `${folder ? 'drwxr-xr-x' : '-rw-r--r--'}    ${folder ? 2 : 1} root     root      ${String(size).padStart(8)} ${when} ${name}\n`
}
