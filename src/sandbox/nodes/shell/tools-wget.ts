import { resolvePath } from './files.ts'
import { fetchFrom, headersIn, keepPage, parseUrl, reasons } from './http-request.ts'
import type { Process, Tool } from './process.ts'

/** Single letters with a value, of busybox's wget and of GNU's. */
const valuedLetters = 'OTtPUo'

/** wget as busybox has it: -q -O -S -T --spider --post-data --header. */
export const wget: Tool = function* (process) {
  const { urls, flags, values } = parseArgs(process.args)
  const [given = ''] = urls
  yield { kind: 'step' }
  const url = parseUrl(given)
  if (url === undefined) {
    yield* process.err('wget: missing URL\n')
    return 1
  }
  const quiet = flags.has('q')
  const body = postedBody(process, values)
  const got = fetchFrom(process, url, {
    method: body === undefined ? (flags.has('spider') ? 'HEAD' : 'GET') : 'POST',
    headers: {
      'user-agent': values.get('U')?.at(-1) ?? 'Wget',
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headersIn(values.get('header') ?? [])
    },
    body: body ?? ''
  })
  if (got.kind === 'unknown-name') {
    yield* process.err(`wget: bad address '${url.host}${url.authority === url.host ? '' : `:${url.port}`}'\n`)
    return 1
  }
  if (!quiet) yield* process.err(`Connecting to ${url.authority} (${got.address}:${url.port})\n`)
  if (got.kind !== 'answer') {
    const why = {
      refused: 'Connection refused',
      'no-route': 'No route to host',
      'timed-out': 'Connection timed out',
      elsewhere: 'Connection timed out'
    }
    const message =
      got.kind === 'empty'
        ? 'error getting response'
        : `can't connect to remote host (${got.address}): ${why[got.kind]}`
    yield* process.err(`wget: ${message}\n`)
    return 1
  }
  if (flags.has('S')) {
    const head = Object.entries(got.headers).map(([name, value]) => `  ${name}: ${value}\n`)
    yield* process.err(`  HTTP/1.1 ${got.status} ${reasons[got.status] ?? ''}\n${head.join('')}`)
  }
  if (got.status >= 400) {
    yield* process.err(`wget: server returned error: HTTP/1.1 ${got.status} ${reasons[got.status] ?? ''}\n`)
    return 1
  }
  if (flags.has('spider')) {
    if (!quiet) yield* process.err('remote file exists\n')
    return 0
  }
  const path = url.target.replace(/\?.*$/, '')
  const file = values.get('O')?.at(-1) ?? (path.slice(path.lastIndexOf('/') + 1) || 'index.html')
  return yield* keepPage(process, file, got.body)
}

interface Options {
  readonly urls: readonly string[]
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, readonly string[]>
}

function parseArgs(args: readonly string[]): Options {
  const urls: string[] = []
  const flags = new Set<string>()
  const values = new Map<string, string[]>()
  const rest = [...args]
  const add = (name: string, value: string): void => void values.set(name, [...(values.get(name) ?? []), value])
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, value] = /^--([\w-]+)(?:=(.*))?$/s.exec(arg) ?? []
    if (name !== undefined) {
      const takes = ['post-data', 'post-file', 'header', 'timeout', 'tries', 'output-document'].includes(name)
      const known = name === 'output-document' ? 'O' : name
      if (takes) add(known, value ?? rest.shift() ?? '')
      else flags.add({ quiet: 'q', 'server-response': 'S' }[name] ?? name)
      continue
    }
    if (!arg.startsWith('-') || arg === '-') {
      urls.push(arg)
      continue
    }
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? ''
      if (!valuedLetters.includes(letter)) {
        flags.add(letter)
        // `-nv` is one option of GNU's.
        if (letter === 'n') break
        continue
      }
      const joined = arg.slice(at + 1)
      add(letter, joined === '' ? (rest.shift() ?? '') : joined)
      break
    }
  }
  return { urls, flags, values }
}

function postedBody({ around, state }: Process, values: Options['values']): string | undefined {
  const text = values.get('post-data')?.at(-1)
  const file = values.get('post-file')?.at(-1)
  if (text !== undefined || file === undefined) return text
  const found = around.files.read(resolvePath(state.cwd, file))
  return 'text' in found ? found.text : ''
}
