/**
 * Many connections over one: the streams of `kubectl port-forward`, two for each connection that it was asked for, one
 * with what goes to and fro and one for an error (pkg/kubelet/portforward/httpstream.go, v1.35).
 */
import type { IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { WebSocketServer, createWebSocketStream } from 'ws'
import { badRequest } from '../../status.ts'
import { dataFrame, frameReader, headerBlocks, pongFrame, replyFrame, type Frame } from './spdy-frames.ts'

const protocol = 'portforward.k8s.io'
/** The frames of SPDY as messages of a websocket, as kubectl speaks since 1.31 (KEP-4006). */
const tunnelProtocol = `SPDY/3.1+${protocol}`

const tunnels = new WebSocketServer({
  noServer: true,
  handleProtocols: offered => (offered.has(tunnelProtocol) ? tunnelProtocol : false)
})

/** A connection that the client asks for. */
export interface PortStream {
  readonly port: number
  readonly stream: Duplex
  /** Tells the client why there is none. */
  readonly fail: (message: string) => void
}

/**
 * Takes a request's connection over for the streams of a port-forward.
 *
 * @param socket what the request came through; nobody else may use it any more.
 * @throws ApiError 400 when the request asks for none of the ways that there are.
 */
export function acceptPortStreams(
  request: IncomingMessage,
  takeSocket: () => Duplex,
  take: (given: PortStream) => void
): Promise<PortSession> {
  const upgrade = (request.headers.upgrade ?? '').toLowerCase()
  if (upgrade === 'spdy/3.1') {
    const offered = (request.headersDistinct['x-stream-protocol-version'] ?? []).flatMap(each => each.split(/\s*,\s*/))
    // A client that names none means the only one that there is.
    if (offered.length > 0 && !offered.includes(protocol))
      throw badRequest(`the sandbox speaks ${protocol} over SPDY; the client offered ${offered.join(', ')}`)
    const socket = takeSocket()
    const head = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`]
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${head.join('\r\n')}\r\n\r\n`)
    return Promise.resolve(startSession(socket, take))
  }
  if (upgrade !== 'websocket') throw badRequest('Upgrade request required')
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/)
  if (!offered.includes(tunnelProtocol))
    throw badRequest(`the sandbox speaks ${tunnelProtocol} over websockets; the client offered none of that`)
  return new Promise(resolve => {
    tunnels.handleUpgrade(request, takeSocket(), Buffer.alloc(0), socket => {
      resolve(startSession(createWebSocketStream(socket), take))
    })
  })
}

export interface PortSession {
  /** Calls back once when the client is gone. */
  onClosed(listener: () => void): void
  close(): void
}

interface Pair {
  port: number
  error?: number
  data?: number
}

function startSession(socket: Duplex, take: (given: PortStream) => void): PortSession {
  const blocks = headerBlocks()
  const read = frameReader()
  const pairs = new Map<string, Pair>()
  const streams = new Map<number, Duplex>()
  const listeners: (() => void)[] = []
  let closed = false

  function close(): void {
    if (closed) return
    closed = true
    blocks.close()
    for (const stream of streams.values()) stream.destroy()
    for (const listener of listeners) listener()
  }

  function send(frame: Buffer): boolean {
    return closed || socket.write(frame)
  }

  function streamOf(id: number, error: number): Duplex {
    const stream = new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        if (send(dataFrame(id, chunk)) || closed) done()
        else socket.once('drain', done)
      },
      final(done) {
        send(dataFrame(id, Buffer.alloc(0), true))
        done()
      },
      destroy(reason, done) {
        // The client waits for the end of both.
        send(dataFrame(id, Buffer.alloc(0), true))
        send(dataFrame(error, Buffer.alloc(0), true))
        streams.delete(id)
        done(reason)
      }
    })
    streams.set(id, stream)
    return stream
  }

  async function open(id: number, block: Buffer): Promise<void> {
    const headers = await blocks.read(block)
    send(replyFrame(id, await blocks.empty()))
    const type = headers.get('streamtype')
    const key = headers.get('requestid') ?? String(id)
    const pair = pairs.get(key) ?? { port: Number(headers.get('port')) }
    pairs.set(key, pair)
    if (type === 'error') pair.error = id
    if (type === 'data') pair.data = id
    const { error, data, port } = pair
    if (error === undefined || data === undefined) return
    pairs.delete(key)
    const stream = streamOf(data, error)
    take({
      port,
      stream,
      fail(message) {
        send(dataFrame(error, Buffer.from(message)))
        stream.destroy()
      }
    })
  }

  function takeFrame(frame: Frame): Promise<void> | undefined {
    if (frame.kind === 'open') return open(frame.stream, frame.block)
    if (frame.kind === 'ping') send(pongFrame(frame.bytes))
    else if (frame.kind === 'leave') socket.end()
    else if (frame.kind === 'reset') streams.get(frame.stream)?.destroy()
    else if (frame.kind === 'data') {
      const stream = streams.get(frame.stream)
      if (frame.bytes.length > 0) stream?.push(frame.bytes)
      if (frame.last) stream?.push(null)
    }
    return undefined
  }

  // Frames are taken in their order, although reading headers takes a moment.
  let last = Promise.resolve()
  socket.on('data', (bytes: Buffer) => {
    for (const frame of read(bytes)) last = last.then(() => takeFrame(frame)).catch(() => void socket.destroy())
  })
  socket.on('error', close)
  socket.on('close', close)
  socket.on('end', () => socket.end())
  return {
    onClosed(listener) {
      if (closed) listener()
      else listeners.push(listener)
    },
    close: () => void socket.end()
  }
}
