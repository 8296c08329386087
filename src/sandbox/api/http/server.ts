import { timingSafeEqual } from 'node:crypto'
import { ServerResponse, type IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Control } from '../../control/control.ts'
import type { Registry } from '../registry.ts'
import { ApiError } from '../status.ts'
import { sendError } from './answer.ts'
import type { Containers } from './containers.ts'
import { createRouter } from './router.ts'

export interface ApiServerOptions {
  readonly registry: Registry
  /** PEM texts. */
  readonly tls: { readonly key: string; readonly cert: string }
  /** The bearer token that every request must carry. */
  readonly token: string
  /** The server listens on loopback only. */
  readonly host?: '127.0.0.1' | '::1'
  /** 0 takes a free one. */
  readonly port?: number
  /** Answers below `/sandbox`, beside the Kubernetes API; without it there is nothing there. */
  readonly control?: Control
  /** What runs on the nodes, for logs, shells and connections; asked for at each request. */
  readonly containers?: () => Containers | undefined
  /** Told after each request; a watch counts when it begins and when it ends. */
  readonly onActivity?: () => void
  /** Told of exceptions that are bugs of the sandbox. */
  readonly onBug?: (error: unknown) => void
}

export interface ApiServer {
  readonly port: number
  /** `https://127.0.0.1:PORT`. */
  readonly url: string
  /** How many connections clients hold open. */
  readonly connections: number
  /** Ends all watches and connections, then the server. */
  close(): Promise<void>
}

/** Starts the REST API of the sandbox; the promise is rejected when the port is taken. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { registry, token } = options
  const onBug = options.onBug ?? ((error: unknown) => process.stderr.write(`${describe(error)}\n`))
  const watches = new Set<() => void>()
  const route = createRouter({ registry, watches, token, control: options.control, containers: options.containers })
  const sockets = new Set<Socket>()
  const wanted = Buffer.from(`Bearer ${token}`)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkHost(request)
    if (!sameText(Buffer.from(request.headers.authorization ?? ''), wanted)) {
      request.resume()
      throw new ApiError(401, 'Unauthorized', 'Unauthorized')
    }
    await route(request, response)
  }

  const server = createServer({ key: options.tls.key, cert: options.tls.cert }, (request, response) => {
    options.onActivity?.()
    response.on('close', () => options.onActivity?.())
    answer(request, response).catch((error: unknown) => sendError(response, error, onBug))
  })
  // What asks for another protocol (exec, attach) is answered in the same way, until somebody takes its connection over.
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    options.onActivity?.()
    const response = new ServerResponse(request)
    response.assignSocket(socket)
    response.shouldKeepAlive = false
    response.on('finish', () => socket.end())
    socket.on('error', () => undefined)
    if (head.length > 0) socket.unshift(head)
    answer(request, response).catch((error: unknown) => sendError(response, error, onBug))
  })
  // Watches are quiet for as long as nothing changes.
  server.requestTimeout = 0
  server.keepAliveTimeout = 120_000
  server.on('secureConnection', socket => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `https://${host === '::1' ? '[::1]' : host}:${port}`,
    get connections() {
      return sockets.size
    },
    async close() {
      for (const stop of [...watches]) stop()
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const socket of sockets) socket.destroySoon()
      server.closeAllConnections()
      await closed
    }
  }
}

/** Only names of this machine: a page in a browser must not reach the sandbox by a name of its own (DNS rebinding). */
function checkHost(request: IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
  if (host === '127.0.0.1' || host === 'localhost' || host === '[::1]') return
  request.resume()
  throw new ApiError(403, 'Forbidden', 'the sandbox answers on this machine only: the Host header must name it')
}

function sameText(given: Buffer, wanted: Buffer): boolean {
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
