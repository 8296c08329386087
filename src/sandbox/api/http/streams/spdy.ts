/** Exec and attach over SPDY/3.1: pkg/kubelet/cri/streaming/remotecommand/httpstream.go (v1.35). */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { badRequest, type Status } from '../../status.ts'
import { readSize, type RemoteStreams, type StreamListener, type WantedStreams } from './remote-streams.ts'
import { dataFrame, frameReader, headerBlocks, pongFrame, replyFrame, type Frame } from './spdy-frames.ts'

const protocol = 'v4.channel.k8s.io'
type StreamType = 'error' | 'stdin' | 'stdout' | 'stderr' | 'resize'

/** Resolves when the client has opened all streams that it wants. */
export function acceptSpdy(
  request: IncomingMessage,
  takeSocket: () => Duplex,
  wanted: WantedStreams
): Promise<RemoteStreams> {
  const offered = (request.headersDistinct['x-stream-protocol-version'] ?? []).flatMap(each => each.split(/\s*,\s*/))
  if (!offered.includes(protocol))
    throw badRequest(`the sandbox speaks ${protocol} over SPDY; the client offered ${offered.join(', ') || 'none'}`)
  const socket = takeSocket()
  const head = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`]
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${head.join('\r\n')}\r\n\r\n`)
  return openStreams(socket, wanted)
}

function openStreams(socket: Duplex, wanted: WantedStreams): Promise<RemoteStreams> {
  const blocks = headerBlocks()
  const read = frameReader()
  const ids = new Map<StreamType, number>()
  const types = new Map<number, string>()
  const expected: StreamType[] = ['error']
  for (const name of ['stdin', 'stdout', 'stderr'] as const) if (wanted[name]) expected.push(name)
  if (wanted.tty) expected.push('resize')
  const early: [number, Buffer, boolean][] = []
  let listener: StreamListener | undefined
  let closed = false

  return new Promise(resolve => {
    function close(): void {
      if (closed) return
      closed = true
      blocks.close()
      listener?.closed()
    }

    function send(frame: Buffer): void {
      if (!closed) socket.write(frame)
    }

    function deliver(stream: number, bytes: Buffer, last: boolean): void {
      if (listener === undefined) {
        early.push([stream, bytes, last])
        return
      }
      const type = types.get(stream)
      if (type === 'stdin') {
        if (bytes.length > 0) listener.input(bytes)
        if (last) listener.input(undefined)
      } else if (type === 'resize') {
        const size = readSize(bytes)
        if (size) listener.resize(size.columns, size.rows)
      }
    }

    async function take(frame: Frame): Promise<void> {
      if (frame.kind === 'data') deliver(frame.stream, frame.bytes, frame.last)
      else if (frame.kind === 'ping') send(pongFrame(frame.bytes))
      else if (frame.kind === 'leave') socket.end()
      else if (frame.kind === 'open') {
        const type = (await blocks.read(frame.block)).get('streamtype') ?? ''
        types.set(frame.stream, type)
        ids.set(type as StreamType, frame.stream)
        send(replyFrame(frame.stream, await blocks.empty()))
        if (expected.every(name => ids.has(name))) resolve(streams)
      }
    }

    // Frames are taken in their order, although reading headers takes a moment.
    let last = Promise.resolve()
    socket.on('data', (bytes: Buffer) => {
      for (const frame of read(bytes)) last = last.then(() => take(frame)).catch(() => void socket.destroy())
    })
    socket.on('error', close)
    socket.on('close', close)

    function write(type: StreamType, bytes: Buffer, ends = false): void {
      const id = ids.get(type)
      if (id !== undefined) send(dataFrame(id, bytes, ends))
    }

    const streams: RemoteStreams = {
      write: (stream, bytes) => write(stream, bytes),
      finish(status: Status) {
        for (const stream of ['stdout', 'stderr'] as const) write(stream, Buffer.alloc(0), true)
        write('error', Buffer.from(JSON.stringify(status)), true)
        socket.end()
      },
      listen(given) {
        listener = given
        for (const each of early.splice(0)) deliver(...each)
        if (closed) given.closed()
      }
    }
  })
}
