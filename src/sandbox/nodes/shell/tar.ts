/** `tar`, as far as `kubectl cp` uses it: plain files and folders in the ustar form (POSIX.1-2024 XCU pax). */
import { parentOf, resolvePath, type Files } from './files.ts'
import { readAll, type Process, type Steps, type Tool } from './process.ts'

const block = 512

export const tarTools: Readonly<Record<string, Tool>> = {
  *tar(process) {
    const [first = ''] = process.args
    const flags = first.replace(/^-/, '')
    if (flags.includes('c')) return yield* create(process)
    if (flags.includes('x')) return yield* extract(process)
    yield* process.err('tar: only creating (c) and extracting (x) are known here\n')
    return 1
  }
}

function folderOf(process: Process): string {
  const at = process.args.indexOf('-C')
  return at < 0 ? process.state.cwd : resolvePath(process.state.cwd, process.args[at + 1] ?? '.')
}

function* create(process: Process): Steps<number> {
  const { args, around } = process
  const folder = folderOf(process)
  const paths = args.filter(
    (arg, index) => index > 0 && arg !== '-' && !arg.startsWith('-') && args[index - 1] !== '-C'
  )
  let status = 0
  for (const path of paths) {
    const whole = resolvePath(folder, path)
    if (!around.files.exists(whole)) {
      yield* process.err(`tar: ${path}: No such file or directory\n`)
      status = 1
      continue
    }
    yield* process.out(archive(around.files, whole, path.replace(/^\/+/, ''), around.now()))
  }
  yield* process.out('\0'.repeat(2 * block))
  return status
}

function archive(files: Files, path: string, name: string, now: number): string {
  const seconds = Math.floor(now / 1000)
  const found = files.read(path)
  if ('text' in found) {
    const padding = '\0'.repeat((block - (found.text.length % block)) % block)
    return header(name, found.text.length, '0', '0000644', seconds) + found.text + padding
  }
  const within = (files.list(path) ?? []).map(child =>
    archive(files, `${path === '/' ? '' : path}/${child}`, `${name}/${child}`, now)
  )
  return header(`${name}/`, 0, '5', '0000755', seconds) + within.join('')
}

function header(name: string, size: number, type: string, mode: string, seconds: number): string {
  const octal = (number: number, digits: number): string => `${number.toString(8).padStart(digits, '0')}\0`
  const before = name.slice(0, 100).padEnd(100, '\0') + `${mode}\0` + octal(0, 7) + octal(0, 7)
  const sizes = octal(size, 11) + octal(seconds, 11)
  const after = `${type}${'\0'.repeat(100)}ustar\x0000root${'\0'.repeat(28)}root${'\0'.repeat(28)}`
  const blank = `${before}${sizes}${' '.repeat(8)}${after}`.padEnd(block, '\0')
  const sum = Buffer.from(blank, 'latin1').reduce((total, byte) => total + byte, 0)
  return blank.slice(0, 148) + `${sum.toString(8).padStart(6, '0')}\0 ` + blank.slice(156)
}

function* extract(process: Process): Steps<number> {
  const { files } = process.around
  const folder = folderOf(process)
  const text = yield* readAll(process)
  for (let at = 0; at + block <= text.length;) {
    const head = text.slice(at, at + block)
    at += block
    const field = (from: number, length: number): string => head.slice(from, from + length).replace(/\0[\s\S]*$/, '')
    const prefix = field(345, 155)
    const name = (prefix === '' ? '' : `${prefix}/`) + field(0, 100)
    if (name === '') break
    const size = Number.parseInt(field(124, 12).trim(), 8) || 0
    const path = resolvePath(folder, name)
    for (let parent = parentOf(path); !files.isDirectory(parent); parent = parentOf(parent)) makeAll(files, parent)
    const problem =
      head.charAt(156) === '5'
        ? files.isDirectory(path)
          ? undefined
          : files.makeDirectory(path)
        : files.write(path, text.slice(at, at + size), false)
    if (problem !== undefined) {
      yield* process.err(`tar: can't open '${name}': ${problem}\n`)
      return 1
    }
    at += Math.ceil(size / block) * block
  }
  return 0
}

function makeAll(files: Files, path: string): void {
  if (files.isDirectory(path)) return
  makeAll(files, parentOf(path))
  files.makeDirectory(path)
}
