/** The channels of a websocket: streaming/pkg/httpstream/wsstream and remotecommand of apimachinery (v1.35). */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { badRequest } from '../../status.ts'
import { readSize, type RemoteStreams, type StreamListener } from './remote-streams.ts'

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const

/** The newest first; v5 adds the signal that a channel has ended. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io']

/**
 * client-go reads before it has made its streams, and throws away what comes for one that it has not (its
 * tools/remotecommand/websocket.go, v1.35: "Unknown stream id"). A kubelet is far enough away for that never to happen.
 */
const settlesMs = 50

const server = new WebSocketServer({
  noServer: true,
  handleProtocols: offered => protocols.find(protocol => offered.has(protocol)) ?? false
})

export function acceptWebsocket(request: IncomingMessage, takeSocket: () => Duplex): Promise<RemoteStreams> {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/)
  if (!offered.some(protocol => protocols.includes(protocol)))
    throw badRequest(`the sandbox speaks ${protocols.join(' and ')}; the client offered none of them`)
  return new Promise(resolve => {
    server.handleUpgrade(request, takeSocket(), Buffer.alloc(0), socket => {
      const streams = streamsOf(socket)
      setTimeout(() => resolve(streams), settlesMs)
    })
  })
}

function streamsOf(socket: WebSocket): RemoteStreams {
  const early: Buffer[] = []
  let listener: StreamListener | undefined
  let closed = false

  function deliver(message: Buffer): void {
    if (listener === undefined) {
      early.push(message)
      return
    }
    const channel = message[0]
    const bytes = message.subarray(1)
    if (channel === channels.stdin) listener.input(bytes)
    else if (channel === channels.close && bytes[0] === channels.stdin) listener.input(undefined)
    else if (channel === channels.resize) {
      const size = readSize(bytes)
      if (size) listener.resize(size.columns, size.rows)
    }
  }

  socket.on('message', (data: RawData) => {
    deliver(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer))
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    closed = true
    listener?.closed()
  })
  const send = (channel: number, bytes: Buffer): void => {
    if (!closed) socket.send(Buffer.concat([Buffer.from([channel]), bytes]))
  }
  return {
    write: (stream, bytes) => send(channels[stream], bytes),
    finish(status) {
      send(channels.error, Buffer.from(JSON.stringify(status)))
      socket.close(1000)
    },
    listen(given) {
      listener = given
      for (const message of early.splice(0)) deliver(message)
      if (closed) given.closed()
    }
  }
}
