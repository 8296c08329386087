/** Bytes that are no protobuf message of Kubernetes; the message says why, for people. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError'
}

/** Bytes that may well be a message of Kubernetes, of a kind whose field numbers the sandbox does not know. */
export class UnknownMessageError extends Error {
  override readonly name = 'UnknownMessageError'
}

/** The value of one field on the wire: a number for a varint, the bytes of everything else. */
export interface WireValue {
  readonly field: number
  readonly value: bigint | Uint8Array
}

/**
 * Reads the fields of one protobuf message, in the order in which they stand there.
 *
 * Follows protobuf.dev, "Encoding". Groups, long out of use and never written by Kubernetes, are refused.
 *
 * @throws ProtobufError when the bytes end too early or are no message.
 */
export function* readFields(bytes: Uint8Array): Generator<WireValue> {
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw new ProtobufError('The protobuf message ends in the middle of a number.')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, value)
    }
    throw new ProtobufError('The protobuf message holds a number of more than 64 bits.')
  }
  const take = (length: number): Uint8Array => {
    if (length < 0 || at + length > bytes.length) throw new ProtobufError('The protobuf message ends too early.')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const field = Math.floor(tag / 8)
    switch (tag % 8) {
      case 0:
        yield { field, value: varint() }
        break
      case 1:
        yield { field, value: take(8) }
        break
      case 2:
        yield { field, value: take(Number(varint())) }
        break
      case 5:
        yield { field, value: take(4) }
        break
      default:
        throw new ProtobufError(`The protobuf message has a field of the unknown wire type ${tag % 8}.`)
    }
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws ProtobufError when the value is no UTF-8 text. */
export function textOf(value: bigint | Uint8Array): string {
  try {
    return utf8.decode(bytesOf(value))
  } catch (cause) {
    throw new ProtobufError('The protobuf message holds text that is not UTF-8.', { cause })
  }
}

/** @throws ProtobufError when the value is a number. */
export function bytesOf(value: bigint | Uint8Array): Uint8Array {
  if (typeof value === 'bigint') throw new ProtobufError('The protobuf message has a number where bytes belong.')
  return value
}

/** @throws ProtobufError when the value is no varint. */
export function integerOf(value: bigint | Uint8Array): number {
  if (typeof value !== 'bigint') throw new ProtobufError('The protobuf message has bytes where a number belongs.')
  return Number(value)
}
