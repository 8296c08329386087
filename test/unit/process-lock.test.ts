import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireProcessLock, processLockHolder } from '../../src/process-lock.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kubewalk-lock-'))
  file = path.join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a lock is held once, and free after its release', () => {
  const first = acquireProcessLock(file)
  expect(first.held).toBe(true)
  expect(acquireProcessLock(file)).toEqual({ held: false, pid: process.pid })
  expect(processLockHolder(file)).toBe(process.pid)
  if (first.held) first.lock.release()
  expect(existsSync(file)).toBe(false)
  expect(acquireProcessLock(file).held).toBe(true)
})

test('the lock of a process that was killed does not count', async () => {
  const program = `import { acquireProcessLock } from ${JSON.stringify(path.resolve('src/process-lock.ts'))}
    console.log(acquireProcessLock(${JSON.stringify(file)}).held); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program])
  await once(child.stdout, 'data')
  expect(acquireProcessLock(file)).toEqual({ held: false, pid: child.pid })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(acquireProcessLock(file).held).toBe(true)
})

test('an id that another process has by now does not count', () => {
  writeFileSync(file, `${process.pid} 1\n`)
  expect(acquireProcessLock(file).held).toBe(true)
})

test('a damaged lock does not count', () => {
  writeFileSync(file, 'garbage')
  expect(acquireProcessLock(file).held).toBe(true)
})
