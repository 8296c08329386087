import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { SessionEvent } from './events.ts'
import { isJournaled } from './events.ts'

/** The append-only record that a session is resumed from: one JSON object a line. */
export interface Journal {
  /** What earlier sessions wrote, oldest first. */
  readonly events: readonly SessionEvent[]
  /** Lines that could not be read and were passed over. */
  readonly damagedLines: number
  /**
   * Writes an event, when it is one that is kept, and returns once it is on disk. After `close` it does nothing: a look at
   * the cluster that was underway may still see something.
   */
  append(event: SessionEvent): void
  close(): void
}

const format = 1

/**
 * Opens a journal for reading and appending; makes it, and its private folder, when there is none.
 *
 * A line that the machine lost half of (power, kill -9) is cut off, so that the next one starts clean; damaged lines
 * in the middle are passed over and counted. The file is never rewritten.
 */
export function openJournal(file: string): Journal {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const descriptor = openSync(file, 'a+', 0o600)
  const content = readFileSync(file)
  const lastNewline = content.lastIndexOf(0x0a)
  if (lastNewline + 1 < content.length) ftruncateSync(descriptor, lastNewline + 1)
  let isOpen = true
  const { events, damagedLines } = parseJournal(content.subarray(0, lastNewline + 1).toString('utf8'))
  return {
    events,
    damagedLines,
    append(event) {
      if (!isOpen || !isJournaled(event)) return
      writeSync(descriptor, `${JSON.stringify({ v: format, ...event })}\n`)
      // Done is on disk before it is shown; the rest may wait for the system.
      if (event.type === 'settled' || event.type === 'step-reset' || event.type === 'lab-reset') fsyncSync(descriptor)
    },
    close() {
      isOpen = false
      closeSync(descriptor)
    }
  }
}

/** Parses the lines of a journal; pure. */
export function parseJournal(text: string): { events: SessionEvent[]; damagedLines: number } {
  const events: SessionEvent[] = []
  let damagedLines = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    const event = parseLine(line)
    if (event === undefined) damagedLines += 1
    else events.push(event)
  }
  return { events, damagedLines }
}

function parseLine(line: string): SessionEvent | undefined {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== format) return undefined
    if (!('type' in value) || typeof value.type !== 'string') return undefined
    return value as unknown as SessionEvent
  } catch {
    return undefined
  }
}
