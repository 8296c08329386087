import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionEvent } from '../../../src/session/events.ts'
import { openJournal } from '../../../src/session/journal.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kubewalk-journal-'))
  file = path.join(folder, 'session', 'journal.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entered: SessionEvent = { type: 'entered', step: 'one' }
const settled: SessionEvent = { type: 'settled', step: 'one', progress: 'done', at: '2026-01-01T00:00:00Z' }

function write(...events: SessionEvent[]): void {
  const journal = openJournal(file)
  for (const event of events) journal.append(event)
  journal.close()
}

test('what was appended is read back, in order, by the next session', () => {
  write(entered)
  write(settled)
  const journal = openJournal(file)
  expect(journal.events).toMatchObject([entered, settled])
  journal.close()
})

test('an event is on disk when append returns', () => {
  const journal = openJournal(file)
  journal.append(settled)
  expect(readFileSync(file, 'utf8')).toContain('"settled"')
  journal.close()
})

test('what can be looked at again is not written', () => {
  write({ type: 'nodes', ready: 1, total: 2 }, { type: 'notice', text: 'hello' })
  expect(readFileSync(file, 'utf8')).toBe('')
})

test('a torn last line is cut off, and the next event starts clean', () => {
  write(entered)
  appendFileSync(file, '{"v":1,"type":"sett')
  write(settled)
  const journal = openJournal(file)
  expect(journal.events).toMatchObject([entered, settled])
  expect(journal.damagedLines).toBe(0)
  journal.close()
})

test('a damaged line in the middle costs only itself', () => {
  write(entered, settled)
  const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, `${first}\n\u0000\u0000garbage\n${second}\n`)
  const journal = openJournal(file)
  expect(journal.events).toHaveLength(2)
  expect(journal.damagedLines).toBe(1)
  journal.close()
})

test('the journal is private to the user', () => {
  write(entered)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
})

test('what is seen after the journal was closed is not written, and is no crash', () => {
  const journal = openJournal(file)
  journal.append(entered)
  journal.close()
  // The descriptor's number may belong to another file by now.
  const other = openJournal(path.join(folder, 'other.jsonl'))
  journal.append({ type: 'sighted', target: 'daemonset/web', uid: 'u' })
  other.close()
  journal.append({ type: 'sighted', target: 'daemonset/web', uid: 'u' })
  expect(openJournal(file).events).toHaveLength(1)
  expect(openJournal(path.join(folder, 'other.jsonl')).events).toEqual([])
})
