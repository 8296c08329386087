/** One line, or the part of a line that was written at once, as the runtime keeps it. */
export interface LogEntry {
  /** Counts the entries of a container's run from 0. */
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly stream: 'stdout' | 'stderr'
  /** A byte string (latin1); with its line end, when it has one. */
  readonly text: string
}

/** What one run of a container has written; the oldest goes when there is too much of it, as with rotated files. */
export interface ContainerLog {
  readonly entries: readonly LogEntry[]
  append(at: number, stream: LogEntry['stream'], text: string): void
}

const mostEntries = 20_000
const mostBytes = 2 << 20

export function containerLog(): ContainerLog {
  let entries: LogEntry[] = []
  let bytes = 0
  let count = 0
  return {
    get entries() {
      return entries
    },
    append(at, stream, text) {
      for (const piece of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
        entries.push({ number: count, at, stream, text: piece })
        count += 1
        bytes += piece.length
      }
      if (entries.length <= mostEntries && bytes <= mostBytes) return
      const kept = entries.slice(entries.length >> 1)
      entries = kept
      bytes = kept.reduce((sum, each) => sum + each.text.length, 0)
    }
  }
}
