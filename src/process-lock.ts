import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from 'node:fs'

/** A lock that is held until it is released, or until its process is gone. */
export interface ProcessLock {
  release(): void
}

export type LockAttempt =
  { readonly held: true; readonly lock: ProcessLock } | { readonly held: false; readonly pid: number }

/**
 * Takes a lock file for this process. It holds the process's id and the time it started, so that a lock left behind by
 * a process that was killed, and whose id another one may have by now, does not count.
 *
 * @param file absolute path; its folder exists.
 * @returns the lock, or the id of the living process that holds it.
 * @throws when the file cannot be written for another reason than that it exists.
 */
export function acquireProcessLock(file: string): LockAttempt {
  const mine = `${process.pid} ${startTime(process.pid) ?? ''}\n`
  for (;;) {
    try {
      const descriptor = openSync(file, 'wx', 0o600)
      writeSync(descriptor, mine)
      closeSync(descriptor)
      return { held: true, lock: { release: () => releaseLock(file, mine) } }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readLock(file)
    // It was released between the two looks: try again.
    if (holder === undefined) continue
    if (isHeld(holder)) return { held: false, pid: pidOf(holder) }
    setAsideStale(file, holder)
  }
}

/** The living process that holds a lock file, if any. */
export function processLockHolder(file: string): number | undefined {
  const holder = readLock(file)
  return holder !== undefined && isHeld(holder) ? pidOf(holder) : undefined
}

function releaseLock(file: string, mine: string): void {
  if (readLock(file) === mine) unlinkSync(file)
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function pidOf(holder: string): number {
  return Number.parseInt(holder, 10)
}

function isHeld(holder: string): boolean {
  const pid = pidOf(holder)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const recorded = holder.trim().split(' ').slice(1).join(' ')
  const actual = startTime(pid)
  return recorded === '' || actual === undefined || recorded === actual
}

/** Two processes may find the same stale lock: only the one whose rename took that very lock away goes on. */
function setAsideStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (readLock(aside) === stale) unlinkSync(aside)
  else renameSync(aside, file)
}

/** When a process started, in the system's own form; undefined when the system does not say. */
function startTime(pid: number): string | undefined {
  try {
    // Field 22 of proc_pid_stat(5); the name in field 2 may hold spaces and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    if (process.platform === 'linux') return undefined
  }
  try {
    const environment = { ...process.env, LC_ALL: 'C' }
    return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8', env: environment }).trim()
  } catch {
    return undefined
  }
}
