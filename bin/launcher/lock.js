// @ts-check
'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const beatMs = 1000
const staleMs = 15_000
/** Of a holder that is known to live, but too busy to touch its lock: unpacking on a slow machine. */
const staleAliveMs = 120_000
const pollMs = 100

/**
 * Does `work` while no other kubewalk does the like: the lock is a folder, which only one process can make. Its holder
 * touches it each second. A lock is taken over when its holder has died; when nobody touched it for 15 seconds, if its
 * holder is on another machine; and after two minutes in any case.
 *
 * @template T
 * @param {string} folder where the lock is kept; made when missing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withLock(folder, work) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = path.join(folder, 'lock')
  const owner = path.join(lock, 'owner')
  while (!take(lock, owner)) {
    if (isStale(lock, owner)) discard(lock)
    else await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  const beat = setInterval(() => {
    const now = new Date()
    try {
      fs.utimesSync(lock, now, now)
    } catch {
      // Somebody took the lock for stale; the steps below it are atomic, so going on does no harm.
    }
  }, beatMs)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    if (readOwner(owner) === ownName()) fs.rmSync(lock, { recursive: true, force: true })
  }
}

/**
 * @param {string} lock
 * @param {string} owner
 */
function take(lock, owner) {
  try {
    fs.mkdirSync(lock)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
  fs.writeFileSync(owner, ownName())
  return true
}

function ownName() {
  return `${os.hostname()} ${process.pid}`
}

/** @param {string} owner */
function readOwner(owner) {
  try {
    return fs.readFileSync(owner, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * @param {string} lock
 * @param {string} owner
 */
function isStale(lock, owner) {
  let touched
  try {
    touched = fs.statSync(lock).mtimeMs
  } catch {
    return false // Let go of in the meantime.
  }
  const untouchedMs = Date.now() - touched
  const [host, pid] = (readOwner(owner) ?? '').split(' ')
  if (host !== os.hostname() || !pid) return untouchedMs > staleMs
  try {
    process.kill(Number(pid), 0)
    return untouchedMs > staleAliveMs
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH'
  }
}

/**
 * Takes a stale lock out of the way: of several that try, the rename lets one through.
 *
 * @param {string} lock
 */
function discard(lock) {
  const aside = `${lock}-${process.pid}-${Date.now()}`
  try {
    fs.renameSync(lock, aside)
    fs.rmSync(aside, { recursive: true, force: true })
  } catch {
    // Another process was faster.
  }
}

module.exports = { withLock }
