/** What the tools that fetch pages have in common. */
import { resolvePath } from './files.ts'
import type { Fetched, Process, Steps } from './process.ts'

export interface Url {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  /** The host as the `Host` header names it. */
  readonly authority: string
  readonly target: string
}

/** @returns undefined for what is no URL of a scheme that these tools know. */
export function parseUrl(text: string): Url | undefined {
  const [, scheme = 'http', host, port, rest = ''] =
    /^(?:(https?):\/\/)?(?:[^@/?]*@)?([^:/?#\s]+)(?::(\d+))?([/?].*)?$/i.exec(text) ?? []
  if (host === undefined) return undefined
  const known = scheme.toLowerCase() === 'https' ? 'https' : 'http'
  const usual = known === 'https' ? 443 : 80
  const number = port === undefined ? usual : Number(port)
  return {
    scheme: known,
    host,
    port: number,
    authority: number === usual ? host : `${host}:${number}`,
    target: (rest.startsWith('/') ? rest : `/${rest}`).replace(/#.*$/, '')
  }
}

export interface Asked {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function fetchFrom({ around }: Process, url: Url, { method, headers, body }: Asked): Fetched {
  const length: Readonly<Record<string, string>> = body === '' ? {} : { 'content-length': String(body.length) }
  return around.fetch(url.host, url.port, {
    method,
    target: url.target,
    headers: { host: url.authority, accept: '*/*', ...length, ...headers },
    body
  })
}

/** The headers of `Name: value` texts, by their names in lower case. */
export function headersIn(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.flatMap(text => {
      const [, name, value = ''] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? []
      return name === undefined ? [] : [[name.toLowerCase(), value]]
    })
  )
}

export const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  301: 'Moved Permanently',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable'
}

/** Writes a page to a file, or to the standard output for `-`. */
export function* keepPage(process: Process, file: string, body: string): Steps<number> {
  if (file === '-') yield* process.out(body)
  else if (file !== '/dev/null') {
    const problem = process.around.files.write(resolvePath(process.state.cwd, file), body, false)
    if (problem !== undefined) {
      yield* process.err(`${process.name}: can't open '${file}': ${problem}\n`)
      return 1
    }
  }
  return 0
}
