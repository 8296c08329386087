import { fetchOptions, type FetchForms, type FetchOptions } from './fetch-options.ts'
import { resolvePath } from './files.ts'
import { fetchFrom, headersIn, keepPage, parseUrl, reasons } from './http-request.ts'
import type { Process, Tool } from './process.ts'

/** Of busybox's wget and of GNU's, which reads `-nv` as `-n` with a value. */
const forms: FetchForms = {
  valued: new Map([
    ...['O', 'T', 't', 'P', 'U', 'o', 'n'].map(letter => [`-${letter}`, letter] as const),
    ...['post-data', 'post-file', 'header', 'timeout', 'tries'].map(long => [`--${long}`, long] as const),
    ['--output-document', 'O']
  ]),
  letters: { quiet: 'q', 'server-response': 'S' },
  joinsLong: true
}

/** wget as busybox has it: -q -O -S -T --spider --post-data --header. */
export const wget: Tool = function* (process) {
  const { urls, flags, values } = fetchOptions(process.args, forms)
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

function postedBody({ around, state }: Process, values: FetchOptions['values']): string | undefined {
  const text = values.get('post-data')?.at(-1)
  const file = values.get('post-file')?.at(-1)
  if (text !== undefined || file === undefined) return text
  const found = around.files.read(resolvePath(state.cwd, file))
  return 'text' in found ? found.text : ''
}
