import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const { withLock } = createRequire(import.meta.url)('../../../bin/launcher/lock.js') as {
  readonly withLock: <T>(folder: string, work: () => Promise<T>) => Promise<T>
}

let folder: string
let lock: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-lock-'))
  lock = path.join(folder, 'lock')
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

/** Leaves a lock as somebody else holds it. */
async function hold(owner: string, untouchedSeconds: number): Promise<void> {
  await mkdir(lock)
  await writeFile(path.join(lock, 'owner'), owner)
  await touch(untouchedSeconds)
}

async function touch(secondsAgo: number): Promise<void> {
  const when = new Date(Date.now() - secondsAgo * 1000)
  await utimes(lock, when, when)
}

it('lets one work at a time, and leaves nothing', async () => {
  let working = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++working)
    await new Promise(resolve => setImmediate(resolve))
    working--
  }
  await Promise.all([withLock(folder, work), withLock(folder, work), withLock(folder, work)])
  expect(most).toBe(1)
  expect(existsSync(lock)).toBe(false)
})

it('is let go of when the work fails', async () => {
  await expect(withLock(folder, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(existsSync(lock)).toBe(false)
})

describe('a lock that somebody holds', () => {
  const dead = () => spawnSync(process.execPath, ['-e', '0']).pid
  it.each([
    ['a process that has died', () => `${hostname()} ${dead()}`, 0],
    ['another machine that is silent', () => 'elsewhere 1', 20],
    ['a process that is silent for long', () => `${hostname()} ${process.pid}`, 130],
    ['nobody knows whom', () => '', 20]
  ])('is taken over from %s', async (_who, owner, untouchedSeconds) => {
    await hold(owner(), untouchedSeconds)
    expect(await withLock(folder, () => Promise.resolve('worked'))).toBe('worked')
  })

  it.each([
    ['a process that is busy', () => `${hostname()} ${process.pid}`, 60],
    ['another machine', () => 'elsewhere 1', 1]
  ])('is respected of %s', async (_who, owner, untouchedSeconds) => {
    await hold(owner(), untouchedSeconds)
    vi.useFakeTimers()
    let taken = false
    const working = withLock(folder, () => Promise.resolve((taken = true)))
    await vi.advanceTimersByTimeAsync(5000)
    expect(taken).toBe(false)
    await rm(lock, { recursive: true })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await working).toBe(true)
  })
})
