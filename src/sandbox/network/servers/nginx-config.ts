/** The part of nginx's configuration that tutorials mount into its container (ngx_http_core_module, ngx_http_rewrite_module). */
import { resolvePath, type Files } from '../../nodes/shell/files.ts'

export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  readonly block: readonly Directive[]
}

export interface NginxServer {
  readonly ports: readonly number[]
  readonly names: readonly string[]
  /** What stands in its block, and before it what its `http` block says. */
  readonly directives: readonly Directive[]
}

export interface NginxConfig {
  readonly servers: readonly NginxServer[]
  /** The places of `upstream` blocks, by their names. */
  readonly upstreams: ReadonlyMap<string, readonly string[]>
}

/** Reads what a container's nginx would at its start: `nginx.conf` when there is one, else `conf.d`. */
export function readNginxConfig(files: Files): NginxConfig {
  const main = files.read('/etc/nginx/nginx.conf')
  const text = 'text' in main ? main.text : 'http { include /etc/nginx/conf.d/*.conf; }'
  const all = included(parse(text), files, 0)
  const http = all.filter(({ name }) => name === 'http').flatMap(({ block }) => block)
  const common = http.filter(({ name }) => name !== 'server' && name !== 'upstream')
  return {
    servers: http.filter(({ name }) => name === 'server').map(({ block }) => serverOf([...common, ...block])),
    upstreams: new Map(
      http
        .filter(({ name }) => name === 'upstream')
        .map(({ args, block }) => [
          args[0] ?? '',
          block.flatMap(each => (each.name === 'server' ? [each.args[0] ?? ''] : []))
        ])
    )
  }
}

function serverOf(directives: readonly Directive[]): NginxServer {
  const listens = directives.filter(({ name }) => name === 'listen').map(({ args }) => portIn(args[0] ?? ''))
  return {
    ports: listens.length === 0 ? [80] : [...new Set(listens)],
    names: directives.flatMap(({ name, args }) => (name === 'server_name' ? args : [])),
    directives
  }
}

/** `8080`, `0.0.0.0:8080`, `[::]:8080`, `*:8080`. */
function portIn(text: string): number {
  const [, port] = /(?:^|:)(\d+)$/.exec(text) ?? []
  return port === undefined ? 80 : Number(port)
}

/** The server that answers on a port: by its name, else the first. */
export function chosenServer({ servers }: NginxConfig, port: number, host: string): NginxServer | undefined {
  const there = servers.filter(({ ports }) => ports.includes(port))
  const name = host.replace(/:\d+$/, '')
  return there.find(({ names }) => names.includes(name)) ?? there[0]
}

/** The location for a path: an exact one, the first regular expression that fits, or the longest beginning. */
export function chosenLocation(directives: readonly Directive[], path: string): Directive | undefined {
  const locations = directives.filter(({ name }) => name === 'location')
  const exact = locations.find(({ args }) => args[0] === '=' && args[1] === path)
  if (exact !== undefined) return exact
  const prefixOf = ({ args }: Directive): string | undefined =>
    args.length === 1 ? args[0] : args[0] === '^~' ? args[1] : undefined
  const [longest] = locations
    .filter(each => path.startsWith(prefixOf(each) ?? '\0'))
    .sort((a, b) => (prefixOf(b)?.length ?? 0) - (prefixOf(a)?.length ?? 0))
  if (longest?.args[0] === '^~') return longest
  const regular = locations.find(
    ({ args: [sign = '', pattern = ''] }) => sign.startsWith('~') && fits(sign, pattern, path)
  )
  return regular ?? longest
}

function fits(sign: string, pattern: string, path: string): boolean {
  // A hostile expression would hold the whole sandbox: what could repeat a repetition is taken for no match.
  if (/[+*}]\)?[+*{]|\)[+*{]/.test(pattern) || path.length > 500) return false
  try {
    return new RegExp(pattern, sign === '~*' ? 'i' : '').test(path)
  } catch {
    return false
  }
}

function included(directives: readonly Directive[], files: Files, depth: number): Directive[] {
  if (depth > 5) return []
  return directives.flatMap(directive => {
    if (directive.name !== 'include') return [{ ...directive, block: included(directive.block, files, depth) }]
    return matching(resolvePath('/etc/nginx', directive.args[0] ?? ''), files).flatMap(path => {
      const found = files.read(path)
      return 'text' in found ? included(parse(found.text), files, depth + 1) : []
    })
  })
}

/** Files by a path whose last part may hold `*`. */
function matching(path: string, files: Files): string[] {
  const slash = path.lastIndexOf('/')
  const [folder, last] = [path.slice(0, slash), path.slice(slash + 1)]
  const [start = '', end] = last.split('*')
  if (end === undefined) return [path]
  return (files.list(folder) ?? [])
    .filter(name => !name.startsWith('.') && name.startsWith(start) && name.endsWith(end))
    .map(name => `${folder}/${name}`)
}

const token = /\s+|#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([{};])|((?:[^\s{};"'\\]|\\.|\$\{\w+\})+)/gy
const deepest = 20

function parse(text: string): Directive[] {
  const tokens: { readonly text: string; readonly sign: boolean }[] = []
  for (const [, double, single, sign, word] of text.slice(0, 200_000).matchAll(token)) {
    const quoted = (double ?? single)?.replace(/\\(["'\\])/g, '$1').replaceAll('\\n', '\n')
    const found = quoted ?? sign ?? word
    if (found !== undefined) tokens.push({ text: found, sign: sign !== undefined })
  }
  let at = 0

  function block(depth: number): Directive[] {
    const directives: Directive[] = []
    let words: string[] = []
    for (; at < tokens.length; at += 1) {
      const { text: found, sign } = tokens[at] ?? { text: '', sign: false }
      if (!sign) words.push(found)
      else if (found === '}') return directives
      else {
        const [name = '', ...args] = words
        words = []
        at += 1
        const inner = found === '{' && depth < deepest ? block(depth + 1) : []
        if (found === ';') at -= 1
        directives.push({ name, args, block: inner })
      }
    }
    return directives
  }

  return block(0)
}
