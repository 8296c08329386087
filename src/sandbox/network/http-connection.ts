/** HTTP over the wire, between a client's connection and a pretended server. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { inTitleCase, type PodAnswer, type PodRequest } from './exchange.ts'
import type { Connection } from './network.ts'

const largestBody = 16 << 20

/** @returns undefined when the body is too large; the rest of it is read and dropped. */
export async function readRequest(request: IncomingMessage, target: string): Promise<PodRequest | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= largestBody) chunks.push(chunk)
  }
  if (size > largestBody) return undefined
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? '')
    ])
  )
  return { method: request.method ?? 'GET', target, headers, body: Buffer.concat(chunks).toString('latin1') }
}

export function sendAnswer(response: ServerResponse, { status, headers, body }: PodAnswer): void {
  const bytes = Buffer.from(body, 'latin1')
  const names = Object.fromEntries(Object.entries(headers).map(([name, value]) => [inTitleCase(name), value]))
  response.writeHead(status, { ...names, 'Content-Length': bytes.length })
  response.end(bytes)
}

export interface PodConnections {
  /** Lets a server in a pod answer what comes over a stream, until one of both ends it. */
  serve(stream: Duplex, connection: Connection): void
  close(): void
}

/** @param now milliseconds of the sandbox's clock. */
export function podConnections(now: () => number): PodConnections {
  const targets = new WeakMap<object, Connection>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = targets.get(request.socket)
    const read = connection && (await readRequest(request, request.url ?? '/'))
    const answered = read && connection.request(read, now())
    // Ended and not destroyed: what the client may still be sending would make that a reset.
    if (answered === undefined) request.socket.end()
    else sendAnswer(response, answered)
  }

  // It never listens: connections are handed to it.
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })
  server.requestTimeout = 0
  return {
    serve(stream, connection) {
      targets.set(stream, connection)
      stream.on('error', () => undefined)
      server.emit('connection', stream)
    },
    close: () => server.closeAllConnections()
  }
}
