/** nginx, with the files and the configuration of its container. */
import type { ContainerInstance } from '../../nodes/container-instance.ts'
import { dateText } from '../../nodes/shell/date-text.ts'
import { parseUrl } from '../../nodes/shell/http-request.ts'
import { pathOf, type PodAnswer, type PodRequest } from '../exchange.ts'
import { accessLine, fileAt, requestLine, statusTitles } from './files.ts'
import { chosenLocation, chosenServer, readNginxConfig, type Directive, type NginxConfig } from './nginx-config.ts'
import type { Server, Serving } from './server.ts'

/** As each nginx read it at its start. */
const read = new WeakMap<ContainerInstance, NginxConfig>()

function configOf(instance: ContainerInstance): NginxConfig {
  let config = read.get(instance)
  if (config === undefined) {
    config = readNginxConfig(instance.files)
    read.set(instance, config)
  }
  return config
}

/** The ports that its configuration names. */
export function nginxPorts(instance: ContainerInstance): readonly number[] {
  return configOf(instance).servers.flatMap(({ ports }) => ports)
}

export const nginx: Server = (request, serving) => {
  const version = /^\d+(\.\d+)+/.exec(serving.tag)?.[0] ?? '1.29.3'
  const config = configOf(serving.instance)
  const server = chosenServer(config, serving.port, request.headers['host'] ?? '')
  const found = respond(request, serving, config, server?.directives ?? [])
  const title = statusTitles[found.status]
  const body =
    found.body === '' && title !== undefined
      ? `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`
      : found.body
  serving.log(accessLine(request, serving, found.status, body.length, true))
  return { status: found.status, headers: { server: `nginx/${version}`, ...found.headers }, body }
}

function respond(
  request: PodRequest,
  serving: Serving,
  config: NginxConfig,
  directives: readonly Directive[]
): PodAnswer {
  const path = pathOf(request)
  const location = chosenLocation(directives, path)
  const inner = location?.block ?? []
  const last = (name: string): readonly string[] | undefined =>
    [...directives, ...inner].findLast(each => each.name === name)?.args
  const plain = { 'content-type': 'text/plain' }
  const added = [...directives, ...inner].filter(({ name }) => name === 'add_header')
  const extra = Object.fromEntries(
    added.map(({ args }) => [(args[0] ?? '').toLowerCase(), valueOf(args[1] ?? '', request, serving)])
  )
  const given = inner.find(({ name }) => name === 'return') ?? directives.find(({ name }) => name === 'return')
  if (given !== undefined) {
    const [first = '', second] = given.args
    const status = /^\d+$/.test(first) ? Number(first) : 302
    const text = valueOf(second ?? (status === 302 ? first : ''), request, serving)
    if (status >= 300 && status < 400)
      return { status, headers: { location: text, 'content-type': 'text/html' }, body: '' }
    return { status, headers: { 'content-type': last('default_type')?.[0] ?? 'text/plain', ...extra }, body: text }
  }
  if (inner.some(({ name }) => name === 'stub_status'))
    return {
      status: 200,
      headers: plain,
      body: 'Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n'
    }
  const pass = inner.find(({ name }) => name === 'proxy_pass')?.args[0]
  if (pass !== undefined) return passOn(request, serving, config, location, pass)
  const found = fileOf(request, serving, location, last)
  if (found.status === 403 || found.status === 404) {
    const file = `${last('root')?.[0] ?? defaultRoot}${path}`
    const why =
      found.status === 404
        ? `open() "${file}" failed (2: No such file or directory)`
        : `directory index of "${file}" is forbidden`
    logError(request, serving, why)
  }
  const moved = found.status === 301 ? { location: `http://${request.headers['host'] ?? ''}${path}/` } : undefined
  return {
    status: found.status,
    headers: { 'content-type': found.type, ...(moved ?? {}), ...extra, 'accept-ranges': 'bytes' },
    body: found.body
  }
}

const defaultRoot = '/usr/share/nginx/html'

function fileOf(
  request: PodRequest,
  serving: Serving,
  location: Directive | undefined,
  last: (name: string) => readonly string[] | undefined
) {
  const alias = location?.block.find(({ name }) => name === 'alias')?.args[0]
  const prefix = location?.args.at(-1) ?? '/'
  const target = alias === undefined ? request.target : `/${request.target.slice(prefix.length)}`
  const root = (alias ?? last('root')?.[0] ?? defaultRoot).replace(/\/+$/, '')
  const tries = last('try_files')
  const found = fileAt(serving, root, { ...request, target })
  if (found.status !== 404 || tries === undefined) return found
  const fallback = tries.at(-1) ?? ''
  if (/^=\d+$/.test(fallback)) return found
  return fileAt(serving, root, { ...request, target: valueOf(fallback, request, serving) })
}

function passOn(
  request: PodRequest,
  serving: Serving,
  { upstreams }: NginxConfig,
  location: Directive | undefined,
  pass: string
): PodAnswer {
  const [, host = '', uri] = /^https?:\/\/([^/]+)(\/.*)?$/.exec(valueOf(pass, request, serving)) ?? []
  const url = parseUrl(`http://${upstreams.get(host)?.[0] ?? host}`)
  const failed: PodAnswer = { status: 502, headers: { 'content-type': 'text/html' }, body: '' }
  if (url === undefined) return failed
  const prefix = location?.args.at(-1) ?? '/'
  // A path of its own takes the place of the location's.
  const target = uri === undefined ? request.target : `${uri}${request.target.slice(prefix.length)}`
  const set = (location?.block ?? []).filter(({ name }) => name === 'proxy_set_header')
  const headers = Object.fromEntries(
    set.map(({ args }) => [(args[0] ?? '').toLowerCase(), valueOf(args[1] ?? '', request, serving)])
  )
  const { around } = serving.instance.shell(() => serving.now, { lenient: true })
  const got = around.fetch(url.host, url.port, {
    ...request,
    target,
    headers: { ...request.headers, host, ...headers }
  })
  if (got.kind === 'answer') return { status: got.status, headers: got.headers, body: got.body }
  const why =
    got.kind === 'unknown-name'
      ? `${url.host} could not be resolved (3: Host not found)`
      : 'connect() failed (111: Connection refused) while connecting to upstream'
  logError(request, serving, why)
  return failed
}

function logError(request: PodRequest, { client, now, log }: Serving, why: string): void {
  const at = dateText(new Date(now), '%Y/%m/%d %H:%M:%S')
  const host = request.headers['host'] ?? ''
  log(
    `${at} [error] 29#29: *1 ${why}, client: ${client}, server: localhost, request: "${requestLine(request)}", host: "${host}"`,
    'stderr'
  )
}

/** With nginx's variables put in. */
function valueOf(text: string, request: PodRequest, { client, instance, port }: Serving): string {
  const known: Readonly<Record<string, string>> = {
    hostname: instance.hostname,
    host: (request.headers['host'] ?? '').replace(/:\d+$/, ''),
    http_host: request.headers['host'] ?? '',
    uri: pathOf(request),
    request_uri: request.target,
    request_method: request.method,
    args: request.target.split('?')[1] ?? '',
    remote_addr: client,
    proxy_add_x_forwarded_for: [request.headers['x-forwarded-for'], client].filter(Boolean).join(', '),
    scheme: 'http',
    server_addr: instance.environment.get('HOSTNAME') ?? '',
    server_port: String(port)
  }
  return text.replace(/\$\{?(\w+)\}?/g, (_all, name: string) => {
    if (name.startsWith('http_') && known[name] === undefined)
      return request.headers[name.slice(5).replaceAll('_', '-')] ?? ''
    return known[name] ?? ''
  })
}
