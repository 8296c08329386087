/** Frames of SPDY, Draft 3.1, section 2.2, as far as exec and attach use them. */
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib'
import { headerDictionary } from './spdy-dictionary.ts'

export type Frame =
  | { readonly kind: 'data'; readonly stream: number; readonly last: boolean; readonly bytes: Buffer }
  | { readonly kind: 'open'; readonly stream: number; readonly last: boolean; readonly block: Buffer }
  | { readonly kind: 'reset'; readonly stream: number }
  | { readonly kind: 'ping'; readonly bytes: Buffer }
  | { readonly kind: 'leave' }
  /** What asks for nothing: settings, windows. */
  | { readonly kind: 'other' }

const types = { open: 1, reply: 2, reset: 3, ping: 6, leave: 7 }
const lastFlag = 1

/** Cuts bytes into frames; what is left of them is kept for the next call. */
export function frameReader(): (bytes: Buffer) => Frame[] {
  let rest = Buffer.alloc(0)
  return bytes => {
    rest = Buffer.concat([rest, bytes])
    const frames: Frame[] = []
    while (rest.length >= 8) {
      const length = rest.readUIntBE(5, 3)
      if (rest.length < 8 + length) break
      frames.push(readFrame(rest.subarray(0, 8), rest.subarray(8, 8 + length)))
      rest = rest.subarray(8 + length)
    }
    return frames
  }
}

function readFrame(head: Buffer, body: Buffer): Frame {
  const first = head.readUInt32BE(0)
  const last = (head.readUInt8(4) & lastFlag) !== 0
  if (first < 2 ** 31) return { kind: 'data', stream: first, last, bytes: body }
  const type = first & 0xffff
  if (type === types.open)
    return { kind: 'open', stream: body.readUInt32BE(0) & 0x7fffffff, last, block: body.subarray(10) }
  if (type === types.reset) return { kind: 'reset', stream: body.readUInt32BE(0) & 0x7fffffff }
  if (type === types.ping) return { kind: 'ping', bytes: body }
  return { kind: type === types.leave ? 'leave' : 'other' }
}

export function dataFrame(stream: number, bytes: Buffer, last = false): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(stream)
  head.writeUInt8(last ? lastFlag : 0, 4)
  head.writeUIntBE(bytes.length, 5, 3)
  return Buffer.concat([head, bytes])
}

function controlFrame(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE((0x80030000 | type) >>> 0)
  head.writeUIntBE(body.length, 5, 3)
  return Buffer.concat([head, body])
}

export function pongFrame(bytes: Buffer): Buffer {
  return controlFrame(types.ping, bytes)
}

export function replyFrame(stream: number, block: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(stream)
  return controlFrame(types.reply, Buffer.concat([head, block]))
}

/** Header blocks of one connection: each direction is one zlib stream from its begin to its end. */
export interface HeaderBlocks {
  read(block: Buffer): Promise<ReadonlyMap<string, string>>
  /** A block without headers. */
  empty(): Promise<Buffer>
  close(): void
}

export function headerBlocks(): HeaderBlocks {
  const inflater = createInflate({ dictionary: headerDictionary, finishFlush: constants.Z_SYNC_FLUSH })
  const deflater = createDeflate({ dictionary: headerDictionary })
  return {
    async read(block) {
      return headersIn(await through(inflater, block))
    },
    empty: () => through(deflater, Buffer.alloc(4)),
    close() {
      inflater.close()
      deflater.close()
    }
  }
}

/** Sends bytes through a zlib stream and gives what comes of them, without ending it. */
function through(stream: Inflate | Deflate, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const collect = (chunk: Buffer): void => void chunks.push(chunk)
    stream.on('data', collect)
    stream.once('error', reject)
    stream.write(bytes)
    stream.flush(constants.Z_SYNC_FLUSH, () => {
      stream.off('data', collect)
      stream.off('error', reject)
      resolve(Buffer.concat(chunks))
    })
  })
}

function headersIn(block: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  const count = block.readUInt32BE(0)
  let at = 4
  const text = (): string => {
    const length = block.readUInt32BE(at)
    at += 4 + length
    return block.toString('latin1', at - length, at)
  }
  for (let index = 0; index < count; index += 1) headers.set(text(), text())
  return headers
}
