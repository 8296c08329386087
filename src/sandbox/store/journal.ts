import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync
} from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { keepPart, setAside } from './set-aside.ts'

/** What a journal held when it was opened. */
export interface JournalContent<R> {
  readonly records: readonly R[]
  /** Where what could not be read was set aside to, for the person to know. */
  readonly damaged: string | undefined
  /** True when more may have stood after the last record, so that how far it went is not known. */
  readonly endUnknown: boolean
}

/** A file of lines that is only ever appended to, save that it is written anew when it has grown. */
export interface Journal {
  /**
   * Appends one line. It is in the kernel's hands on return: it survives the end of the process by any signal.
   *
   * @throws the errors of node:fs, as for a full disk; then nothing of the line stays.
   */
  append(line: string): void
  /** Bytes appended since the file was last written anew. */
  readonly grown: number
  /** Bytes that the file had when it was last written anew. */
  readonly base: number
  /** Writes the file anew with these lines alone: temporary file, fsync, rename. */
  rewrite(lines: Iterable<string>): void
  close(): void
}

/** The form of the lines; a file of a later one is not read. */
const format = 1

/** A line of a journal: the checksum of the JSON text in eight hexadecimal digits, a space, the text, a newline. */
export function journalLine(json: string): string {
  return `${checksum(json)} ${json}\n`
}

/** In eight hexadecimal digits. */
function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0')
}

/** The first line of every journal. */
const header = journalLine(JSON.stringify({ format }))

/**
 * Opens a journal; its folder is made (0700) when it is not there.
 *
 * Nothing in the file stops the start. A last line that was torn is set aside and cut off. A file with damage anywhere
 * else is set aside whole, and every line whose checksum is right still counts: each carries a whole change. A file of a
 * later form, or none, is set aside, and the journal begins empty.
 *
 * @param read makes a record of a line's JSON value, or says that it is none.
 * @throws the errors of node:fs when the folder cannot be written.
 */
export function openJournal<R>(
  file: string,
  read: (value: unknown) => R | undefined
): { journal: Journal; content: JournalContent<R> } {
  const folder = path.dirname(file)
  let damaged: string | undefined
  // What stands where a folder or a file is to be, and is none.
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) damaged = setAside(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) damaged = setAside(file)
  let fd = openSync(file, 'a+', 0o600)
  const bytes = readFileSync(fd)
  const lines = readLines(bytes, read)
  const isForeign = lines.formats.some(each => each !== format)
  let size = lines.length
  if (isForeign || lines.damaged) {
    closeSync(fd)
    damaged = setAside(file)
    fd = openSync(file, 'a+', 0o600)
    size = 0
  } else if (lines.length < bytes.length) {
    damaged = keepPart(file, bytes.subarray(lines.length))
    ftruncateSync(fd, lines.length)
  }
  let grown = size
  let base = 0

  function append(line: string): void {
    const wanted = Buffer.from(line)
    let written = 0
    try {
      while (written < wanted.length) written += writeSync(fd, wanted, written)
    } catch (error) {
      // Half a line would spoil the one after it.
      ftruncateSync(fd, size)
      throw error
    }
    size += written
    grown += written
  }

  if (size === 0) append(header)
  const journal: Journal = {
    append,
    get grown() {
      return grown
    },
    get base() {
      return base
    },
    rewrite(all) {
      const temporary = `${file}.new`
      const next = openSync(temporary, 'w', 0o600)
      let total = 0
      let chunk = header
      const flush = (): void => {
        const wanted = Buffer.from(chunk)
        for (let written = 0; written < wanted.length;) written += writeSync(next, wanted, written)
        total += wanted.length
        chunk = ''
      }
      try {
        for (const line of all) {
          chunk += line
          if (chunk.length > 1 << 20) flush()
        }
        flush()
        fsyncSync(next)
      } finally {
        closeSync(next)
      }
      renameSync(temporary, file)
      closeSync(fd)
      fd = openSync(file, 'a', 0o600)
      size = total
      base = total
      grown = 0
    },
    close: () => closeSync(fd)
  }
  const records = isForeign ? [] : lines.records
  return { journal, content: { records, damaged, endUnknown: isForeign || lines.endUnknown } }
}

interface Lines<R> {
  readonly records: R[]
  /** The forms that the file says to have. */
  readonly formats: unknown[]
  /** The number of bytes that are sound. */
  readonly length: number
  readonly damaged: boolean
  readonly endUnknown: boolean
}

/** Reads lines up to the first torn one at the end. */
function readLines<R>(bytes: Buffer, read: (value: unknown) => R | undefined): Lines<R> {
  const records: R[] = []
  const formats: unknown[] = []
  let damaged = false
  let endUnknown = false
  let start = 0
  let length = 0
  while (start < bytes.length) {
    const newline = bytes.indexOf(10, start)
    const end = newline === -1 ? bytes.length : newline
    const value = newline === -1 ? undefined : readLine(bytes.toString('utf8', start, end))
    const isHeader = isFormat(value)
    const record = isHeader ? undefined : read(value)
    const last = end + 1 >= bytes.length
    if (isHeader) formats.push(value.format)
    if (record !== undefined) records.push(record)
    const sound = isHeader || record !== undefined
    if (!sound && !last) damaged = true
    endUnknown = !sound
    if (sound || !last) length = end + 1
    start = end + 1
  }
  return { records, formats, length, damaged, endUnknown }
}

function isFormat(value: unknown): value is { readonly format: unknown } {
  return typeof value === 'object' && value !== null && 'format' in value
}

function readLine(line: string): unknown {
  const json = line.slice(9)
  if (line.slice(0, 8) !== checksum(json)) return undefined
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}
