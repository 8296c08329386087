/**
 * The HTTP proxy by which programs of this machine reach what is in the cluster: the addresses of nodes, pods and
 * Services, and names as a pod sees them. It leads nowhere else: what is not of the cluster is refused.
 */
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { readRequest, sendAnswer } from '../http-connection.ts'
import { isAddress } from '../names.ts'
import type { Network, Reached } from '../network.ts'
import { elsewhere, type Caller } from '../routes.ts'
import { bodyOf, emptyReply, failureOf, headersOf, refusal, type ProxyFailure } from './failures.ts'

export interface ProxyOptions {
  readonly network: Network
  /** What every request must carry as the password of its Proxy-Authorization. */
  readonly token: string
  /** The one to take if it is free; 0 for any. The proxy listens on 127.0.0.1 only. */
  readonly port?: number
  /** Milliseconds of the sandbox's clock. */
  readonly now: () => number
  /** Told at the begin and the end of each request. */
  readonly onActivity?: () => void
  /** Told of exceptions that are bugs of the sandbox. */
  readonly onBug?: (error: unknown) => void
}

export interface ProxyServer {
  /** With the token: `http://kubewalk:TOKEN@127.0.0.1:PORT`. */
  readonly url: string
  readonly port: number
  readonly connections: number
  close(): Promise<void>
}

/** Who asks from outside: the gateway of the nodes' network, as this machine is for a cluster in containers. */
const outside: Caller = { address: '172.18.0.1', node: undefined }

export async function startProxyServer(options: ProxyOptions): Promise<ProxyServer> {
  const { network, token, now } = options
  const onBug = options.onBug ?? ((error: unknown) => process.stderr.write(`proxy: ${String(error)}\n`))
  const wanted = Buffer.from(token)
  const sockets = new Set<Socket>()

  function isAllowed({ headers }: IncomingMessage): boolean {
    const [, encoded = ''] = /^Basic\s+(\S+)$/i.exec(headers['proxy-authorization'] ?? '') ?? []
    const given = Buffer.from(
      Buffer.from(encoded, 'base64')
        .toString()
        .replace(/^[^:]*:/, '')
    )
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }

  const unknown = refusal(
    407,
    'Proxy Authentication Required',
    'http_proxy must hold the sandbox’s token, as kubewalk sets it'
  )

  function connect(host: string, port: number): Reached {
    const short = !host.includes('.') && host !== 'localhost' && !isAddress(host)
    const reached = network.connect(outside, 'default', host, port)
    if (reached.kind !== 'unknown-name') return reached
    // Nobody outside is in a namespace: a short name means the one Service that is called so.
    const [namespace, ...more] = short ? network.namespacesOf(host) : []
    if (namespace !== undefined && more.length === 0) return network.connect(outside, namespace, host, port)
    if (namespace !== undefined) {
      const names = [namespace, ...more].map(each => `${host}.${each}`).join(', ')
      return { ...reached, why: `Services of several namespaces are called ${host}; say which one: ${names}` }
    }
    return short || /\.(svc|cluster\.local|pod)\.?$/.test(host) ? reached : { ...reached, ...elsewhere(host) }
  }

  /** @returns why there is no answer, when there is none. */
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<ProxyFailure | undefined> {
    if (!isAllowed(request)) return unknown
    const url = URL.parse(request.url ?? '')
    if (url?.protocol !== 'http:' || request.url?.startsWith('/') === true) return noProxyRequest
    const read = await readRequest(request, `${url.pathname}${url.search}`)
    if (read === undefined) return tooLarge
    const reached = connect(url.hostname, url.port === '' ? 80 : Number(url.port))
    if (reached.kind !== 'connected') return failureOf(reached)
    const { 'proxy-authorization': _token, 'proxy-connection': _connection, ...headers } = read.headers
    const answered = reached.request({ ...read, headers: { ...headers, host: url.host } }, now())
    if (answered === undefined) return emptyReply(reached.pod.metadata.name)
    sendAnswer(response, answered)
    return undefined
  }

  const server = createServer((request, response) => {
    options.onActivity?.()
    response.on('close', () => options.onActivity?.())
    const done = answer(request, response).then(failure => {
      if (failure !== undefined) fail(response, failure)
    })
    done.catch((error: unknown) => {
      onBug(error)
      if (response.headersSent) response.destroy()
      else
        fail(response, refusal(500, 'Internal Server Error', 'the sandbox failed to answer; this is a bug in kubewalk'))
    })
  })
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    options.onActivity?.()
    socket.on('error', () => undefined)
    socket.on('close', () => options.onActivity?.())
    const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(request.url ?? '') ?? []
    const reached = isAllowed(request) ? connect(host, Number(port)) : undefined
    if (reached?.kind !== 'connected') {
      socket.end(rawAnswer(reached === undefined ? unknown : failureOf(reached)))
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    network.serve(socket, reached)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  server.keepAliveTimeout = 30_000
  await listen(server, options.port ?? 0).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return listen(server, 0)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://kubewalk:${token}@127.0.0.1:${port}`,
    get connections() {
      return sockets.size
    },
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeAllConnections()
      for (const socket of sockets) socket.destroy()
      await closed
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

const tooLarge = refusal(413, 'Content Too Large', 'a server of the sandbox takes 16 MiB at most')
const noProxyRequest = refusal(
  400,
  'Bad Request',
  'this is the proxy of a kubewalk sandbox: give it to curl by http_proxy or -x, with a URL that begins with http://'
)

function fail(response: ServerResponse, failure: ProxyFailure): void {
  const body = Buffer.from(bodyOf(failure))
  const ask = failure.status === 407 ? { 'proxy-authenticate': 'Basic realm="kubewalk sandbox"' } : {}
  response.writeHead(failure.status, failure.reason, { ...headersOf(failure), ...ask, 'content-length': body.length })
  response.end(body)
}

/** The answer to who wanted a tunnel. */
function rawAnswer(failure: ProxyFailure): string {
  const body = bodyOf(failure)
  const headers = Object.entries({
    ...headersOf(failure),
    'content-length': Buffer.byteLength(body),
    connection: 'close'
  })
  const ask = failure.status === 407 ? 'proxy-authenticate: Basic realm="kubewalk sandbox"\r\n' : ''
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `HTTP/1.1 ${failure.status} ${failure.reason}\r\n${lines}${ask}\r\n${body}`
}
