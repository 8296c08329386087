import { inTitleCase } from '../../network/exchange.ts'
import { fetchOptions, type FetchForms, type FetchOptions } from './fetch-options.ts'
import { resolvePath } from './files.ts'
import { fetchFrom, headersIn, keepPage, parseUrl, reasons, type Url } from './http-request.ts'
import { readAll, type Fetched, type FetchFailure, type Process, type Steps, type Tool } from './process.ts'

/** Options with a value, by their short or long name. */
const valued =
  'o:output m:max-time H:header X:request d:data w:write-out u:user A:user-agent e:referer x:proxy b:cookie retry ' +
  'connect-timeout retry-delay data-binary data-raw data-urlencode json cacert resolve noproxy'

/** By the long name. */
const forms: FetchForms = {
  valued: new Map(
    valued.split(' ').flatMap(each => {
      const [long = '', letter] = each.split(':').toReversed()
      const names = letter === undefined ? [`--${long}`] : [`--${long}`, `-${letter}`]
      return names.map(name => [name, long] as const)
    })
  ),
  letters: {
    silent: 's',
    'show-error': 'S',
    fail: 'f',
    include: 'i',
    head: 'I',
    location: 'L',
    verbose: 'v',
    insecure: 'k',
    get: 'G'
  },
  joinsLong: false
}

/** curl, with the options of everyday: -s -S -f -i -I -L -v -o -w -X -d -H and their long names. */
export const curl: Tool = function* (process) {
  const options = fetchOptions(process.args, forms)
  const [given] = options.urls
  yield { kind: 'step' }
  if (given === undefined) {
    yield* process.err("curl: try 'curl --help' or 'curl --manual' for more information\n")
    return 2
  }
  const url = parseUrl(given)
  if (url === undefined) return yield* fails(process, options, 3, 'URL rejected: Malformed input to a URL function')
  const request = yield* requestOf(process, options)
  let at = url
  let got = fetchFrom(process, at, request)
  for (let count = 0; options.flags.has('L') && count < 10; count += 1) {
    const next = got.kind === 'answer' && got.status >= 300 && got.status < 400 ? got.headers['location'] : undefined
    const target =
      next === undefined ? undefined : parseUrl(next.startsWith('/') ? `${at.scheme}://${at.authority}${next}` : next)
    if (target === undefined) break
    at = target
    got = fetchFrom(process, at, request)
  }
  return yield* show(process, options, at, got)
}

function* requestOf(process: Process, { flags, values }: FetchOptions) {
  const pieces: string[] = []
  for (const name of ['data', 'data-raw', 'data-binary', 'data-urlencode', 'json'])
    for (const value of values.get(name) ?? []) {
      if (!value.startsWith('@') || name === 'data-raw') pieces.push(value)
      else if (value === '@-') pieces.push(yield* readAll(process))
      else {
        const found = process.around.files.read(resolvePath(process.state.cwd, value.slice(1)))
        const text = 'text' in found ? found.text : ''
        pieces.push(name === 'data' ? text.replace(/[\r\n]/g, '') : text)
      }
    }
  const body = pieces.join('&')
  const isJson = values.has('json')
  const type: Readonly<Record<string, string>> =
    pieces.length === 0 ? {} : { 'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded' }
  const method = values.get('request')?.at(-1) ?? (flags.has('I') ? 'HEAD' : pieces.length > 0 ? 'POST' : 'GET')
  const agent = values.get('user-agent')?.at(-1) ?? 'curl/8.14.1'
  return { method, body, headers: { 'user-agent': agent, ...type, ...headersIn(values.get('header') ?? []) } }
}

function* show(process: Process, options: FetchOptions, url: Url, got: Fetched): Steps<number> {
  const { flags, values } = options
  if (got.kind !== 'answer') return yield* fails(process, options, ...whyNot(url, got))
  // A server in a pod speaks no TLS.
  if (url.scheme === 'https')
    return yield* fails(process, options, 35, 'TLS connect error: error:0A0000C6:SSL routines::packet length too long')
  if (got.status >= 400 && flags.has('f'))
    return yield* fails(process, options, 22, `The requested URL returned error: ${got.status}`)
  const head = [`HTTP/1.1 ${got.status} ${reasons[got.status] ?? ''}`]
  for (const [name, value] of Object.entries(got.headers)) head.push(`${inTitleCase(name)}: ${value}`)
  if (flags.has('i') || flags.has('I'))
    yield* process.out(`${[...head, `Content-Length: ${got.body.length}`].join('\r\n')}\r\n\r\n`)
  const file = values.get('output')?.at(-1) ?? '-'
  const status = flags.has('I') ? 0 : yield* keepPage(process, file, got.body)
  const form = values.get('write-out')?.at(-1)
  if (form !== undefined) yield* process.out(written(form, got.status, got.body.length))
  return status
}

function written(form: string, status: number, size: number): string {
  const known: Readonly<Record<string, string>> = {
    http_code: String(status),
    response_code: String(status),
    size_download: String(size)
  }
  return form
    .replace(/%\{(\w+)\}/g, (all, name: string) => known[name] ?? all)
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
}

function whyNot({ host, port }: Url, { kind }: FetchFailure): [number, string] {
  if (kind === 'unknown-name') return [6, `Could not resolve host: ${host}`]
  if (kind === 'empty') return [52, 'Empty reply from server']
  if (kind === 'timed-out' || kind === 'elsewhere')
    return [28, `Failed to connect to ${host} port ${port} after 130000 ms: Could not connect to server`]
  return [7, `Failed to connect to ${host} port ${port} after 0 ms: Could not connect to server`]
}

function* fails(process: Process, { flags, values }: FetchOptions, code: number, message: string): Steps<number> {
  if (!flags.has('s') || flags.has('S')) yield* process.err(`curl: (${code}) ${message}\n`)
  const form = values.get('write-out')?.at(-1)
  if (form !== undefined && code !== 2) yield* process.out(written(form, 0, 0).replace(/^0$/, '000'))
  return code
}
