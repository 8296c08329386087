import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fingerprint, hasConsent, recordConsent } from '../../../src/session/consent.ts'

function file(name: string, text: string) {
  return { path: name, content: Buffer.from(text) }
}

test('the fingerprint depends on names, contents and nothing else', () => {
  const files = [file('README.md', 'a'), file('b.yml', 'c')]
  expect(fingerprint(files)).toBe(fingerprint([...files].reverse()))
  expect(fingerprint([file('README.md', 'ab'), file('b.yml', 'c')])).not.toBe(fingerprint(files))
  expect(fingerprint([file('README.md', 'a'), file('c.yml', 'c')])).not.toBe(fingerprint(files))
  // Bytes must not be able to move from one file to the next.
  expect(fingerprint([file('a', 'x'), file('b', '')])).not.toBe(fingerprint([file('a', ''), file('b', 'x')]))
})

test('consent holds for its content alone, and a damaged record is none', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kubewalk-consent-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  expect(await hasConsent(folder, 'abc')).toBe(false)
  await recordConsent(folder, 'abc')
  await recordConsent(folder, 'def')
  expect(await hasConsent(folder, 'abc')).toBe(true)
  expect(await hasConsent(folder, 'abd')).toBe(false)
  expect(await hasConsent(folder, 'toString')).toBe(false)
  writeFileSync(path.join(folder, 'consent.json'), '{')
  expect(await hasConsent(folder, 'abc')).toBe(false)
})
