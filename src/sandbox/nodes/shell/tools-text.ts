/** Tools that write, read and change texts. */
import { readAll, type Process, type Steps, type Tool } from './process.ts'
import { resolvePath } from './files.ts'

export const textTools: Readonly<Record<string, Tool>> = {
  *echo({ args, out }) {
    const flags = /^-[neE]+$/.test(args[0] ?? '') ? (args[0] ?? '') : ''
    const text = (flags === '' ? args : args.slice(1)).join(' ')
    yield* out((flags.includes('e') ? escapes(text) : text) + (flags.includes('n') ? '' : '\n'))
    return 0
  },
  *printf({ args, out }) {
    const [form = '', ...values] = args
    const rest = [...values]
    do {
      const before = rest.length
      yield* out(
        escapes(form).replace(/%(-?\d*)([sdq%])/g, (_all, width: string, sign: string) => {
          if (sign === '%') return '%'
          const value = rest.shift() ?? (sign === 'd' ? '0' : '')
          const size = Number(width) || 0
          return size < 0 ? value.padEnd(-size) : value.padStart(size)
        })
      )
      if (rest.length === before) break
    } while (rest.length > 0)
    return 0
  },
  *cat(process) {
    return yield* eachInput(process, operands(process), text => process.out(text))
  },
  *tee(process) {
    const text = yield* readAll(process)
    const append = process.args.includes('-a')
    for (const file of operands(process)) process.around.files.write(resolvePath(process.state.cwd, file), text, append)
    yield* process.out(text)
    return 0
  },
  *head(process) {
    const { count, files } = counted(process)
    return yield* eachInput(process, files, text => process.out(linesOf(text).slice(0, count).join('')))
  },
  *tail(process) {
    const { args, around } = process
    if (args.includes('/dev/zero')) return 137
    const { count, files } = counted(process)
    const follows = args.some(arg => /^-\w*[fF]/.test(arg))
    const sources = files.filter(file => file !== '/dev/null')
    const status =
      follows && sources.length === 0
        ? 0
        : yield* eachInput(process, sources, text => process.out(linesOf(text).slice(-count).join('')))
    if (!follows) return status
    const sizes = new Map(sources.map(file => [file, sizeOf(process, file)]))
    for (;;) {
      yield { kind: 'sleep', milliseconds: 1000 }
      for (const [file, size] of sizes) {
        const found = around.files.read(resolvePath(process.state.cwd, file))
        if (!('text' in found)) continue
        sizes.set(file, found.text.length)
        yield* process.out(found.text.slice(size))
      }
    }
  },
  *grep(process) {
    const flags = process.args.filter(arg => /^-[A-Za-z]+$/.test(arg)).join('')
    const [pattern = '', ...files] = operands(process)
    const expression = expressionOf(pattern, flags)
    let found = 0
    const status = yield* eachInput(process, files, function* (text) {
      const matching = linesOf(text).filter(line => expression.test(line.replace(/\n$/, '')) !== flags.includes('v'))
      found += matching.length
      if (!/[qc]/.test(flags)) yield* process.out(matching.map(line => line.replace(/\n?$/, '\n')).join(''))
    })
    if (flags.includes('c')) yield* process.out(`${found}\n`)
    return status !== 0 ? 2 : found > 0 ? 0 : 1
  },
  *sort(process) {
    const flags = process.args.filter(arg => arg.startsWith('-')).join('')
    return yield* eachInput(process, operands(process), text => {
      const lines = linesOf(text.replace(/\n?$/, '\n'))
      lines.sort(flags.includes('n') ? (a, b) => Number.parseFloat(a) - Number.parseFloat(b) : undefined)
      const kept = flags.includes('u') ? [...new Set(lines)] : lines
      return process.out((flags.includes('r') ? kept.reverse() : kept).join(''))
    })
  },
  *uniq(process) {
    return yield* eachInput(process, operands(process), text =>
      process.out(
        linesOf(text)
          .filter((line, index, all) => line !== all[index - 1])
          .join('')
      )
    )
  },
  *wc(process) {
    const flags = process.args.filter(arg => arg.startsWith('-')).join('')
    return yield* eachInput(process, operands(process), text => {
      const counts = [
        ...(flags === '' || flags.includes('l') ? [text.split('\n').length - 1] : []),
        ...(flags === '' || flags.includes('w') ? [text.split(/\s+/).filter(word => word !== '').length] : []),
        ...(flags === '' || flags.includes('c') ? [text.length] : [])
      ]
      return process.out(`${counts.join(' ')}\n`)
    })
  },
  *seq({ args, out }) {
    const numbers = args.map(Number)
    const [first = 1, last = first] = numbers.length === 1 ? [1, numbers[0]] : [numbers[0], numbers.at(-1)]
    const step = numbers.length === 3 ? (numbers[1] ?? 1) : 1
    for (let value = first, count = 0; step > 0 && value <= last && count < 100_000; value += step, count += 1) {
      yield* out(`${value}\n`)
    }
    return 0
  },
  *base64(process) {
    const decodes = process.args.some(arg => /^(-d|-D|--decode)$/.test(arg))
    return yield* eachInput(process, operands(process), text =>
      process.out(
        decodes
          ? Buffer.from(text, 'base64').toString('latin1')
          : `${Buffer.from(text, 'latin1')
              .toString('base64')
              .replace(/.{76}(?=.)/g, '$&\n')}\n`
      )
    )
  }
}

function operands({ args }: Process): string[] {
  return args.filter(arg => !/^-./.test(arg))
}

function counted(process: Process): { count: number; files: string[] } {
  const { args } = process
  const at = args.findIndex(arg => arg === '-n' || arg === '-c')
  const joined = args.map(arg => /^-(?:n)?(\d+)$/.exec(arg)?.[1]).find(number => number !== undefined)
  const count = at >= 0 ? Number(args[at + 1]) : Number(joined ?? 10)
  const files = args.filter((arg, index) => (at < 0 || index !== at + 1) && !/^-./.test(arg))
  return { count: Math.abs(count), files }
}

function* eachInput(process: Process, files: readonly string[], use: (text: string) => Steps<void>): Steps<number> {
  if (files.length === 0) {
    yield* use(yield* readAll(process))
    return 0
  }
  let status = 0
  for (const file of files) {
    const found = file === '-' ? { text: yield* readAll(process) } : read(process, file)
    if ('text' in found) yield* use(found.text)
    else {
      status = 1
      const opening = found.problem === 'Is a directory' ? `read error: ${found.problem}` : undefined
      yield* process.err(`${process.name}: ${opening ?? `can't open '${file}': ${found.problem}`}\n`)
    }
  }
  return status
}

function read({ around, state }: Process, file: string) {
  return file === '/dev/null' ? { text: '' } : around.files.read(resolvePath(state.cwd, file))
}

function sizeOf(process: Process, file: string): number {
  const found = read(process, file)
  return 'text' in found ? found.text.length : 0
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** A pattern that is no expression stands for itself. */
function expressionOf(pattern: string, flags: string): RegExp {
  const literal = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const basic = /[EP]/.test(flags) ? pattern : pattern.replace(/\\\|/g, '|')
  try {
    return new RegExp(flags.includes('F') ? literal : basic, flags.includes('i') ? 'i' : '')
  } catch {
    return new RegExp(literal)
  }
}

function escapes(text: string): string {
  const signs: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', a: '\x07', e: '\x1b' }
  return text.replace(/\\(0?[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/g, (all, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255)
    if (code.startsWith('x') && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return signs[code] ?? all
  })
}
