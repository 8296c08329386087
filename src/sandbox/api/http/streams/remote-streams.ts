import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { badRequest, type Status } from '../../status.ts'

/** Which streams a client of exec or attach wants: its query parameters. */
export interface WantedStreams {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly tty: boolean
}

/** The streams of a client that runs something in a container, whatever carries them over the wire. */
export interface RemoteStreams {
  write(stream: 'stdout' | 'stderr', bytes: Buffer): void
  /** Says how it ended, and closes everything. */
  finish(status: Status): void
  /** Begins to deliver; undefined is the end of the input. */
  listen(listener: StreamListener): void
}

export interface StreamListener {
  input(bytes: Buffer | undefined): void
  resize(columns: number, rows: number): void
  /** The client is gone. */
  closed(): void
}

/** @throws ApiError 400 when a client wants nothing. */
export function wantedStreams(query: URLSearchParams): WantedStreams {
  const flag = (name: string): boolean => ['true', '1'].includes(query.get(name) ?? '')
  const tty = flag('tty')
  const wanted = { stdin: flag('stdin'), stdout: flag('stdout'), stderr: flag('stderr') && !tty, tty }
  if (!wanted.stdin && !wanted.stdout && !wanted.stderr)
    throw badRequest('you must specify at least 1 of stdin, stdout, stderr')
  return wanted
}

/**
 * Takes a request's connection over for streams: by websockets (RFC 6455) or, for kubectl before 1.30, SPDY/3.1.
 *
 * @param socket what the request came through; nobody else may use it any more.
 * @throws ApiError 400 when the request asks for neither.
 */
export async function acceptStreams(
  request: IncomingMessage,
  takeSocket: () => Duplex,
  wanted: WantedStreams
): Promise<RemoteStreams> {
  const upgrade = (request.headers.upgrade ?? '').toLowerCase()
  if (upgrade === 'websocket') return (await import('./websocket.ts')).acceptWebsocket(request, takeSocket)
  if (upgrade === 'spdy/3.1') return (await import('./spdy.ts')).acceptSpdy(request, takeSocket, wanted)
  throw badRequest('Upgrade request required')
}

/** Reads `{"Width":80,"Height":24}`, as clients tell the size of their terminal. */
export function readSize(bytes: Buffer): { readonly columns: number; readonly rows: number } | undefined {
  try {
    const { Width, Height } = JSON.parse(bytes.toString()) as { readonly Width?: unknown; readonly Height?: unknown }
    return typeof Width === 'number' && typeof Height === 'number' ? { columns: Width, rows: Height } : undefined
  } catch {
    return undefined
  }
}
