import { execFileSync } from 'node:child_process'
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The process that serves a sandbox; its start tells it from a later process with the same id. */
export interface Holder {
  readonly pid: number
  readonly started: string
}

const lockName = /^lock\.(\d+)$/

/**
 * Takes a sandbox's lock for the present process.
 *
 * Locks are numbered files that are only ever added to: whoever finds the newest one's holder dead makes the next, and
 * link(2) lets one process alone do so; the newest lock alone counts. Two starters cannot both win, however they
 * interleave. The lock needs no release: it ends with its holder.
 *
 * @param folder the sandbox's folder.
 * @returns undefined when it is taken now, else who holds it.
 */
export function takeLock(folder: string): Holder | undefined {
  const own: Holder = { pid: process.pid, started: startOf(process.pid) ?? '' }
  const written = path.join(folder, `lock.${process.pid}.new`)
  writeFileSync(written, JSON.stringify(own), { mode: 0o600 })
  try {
    for (;;) {
      const numbers = lockNumbers(folder)
      const newest = numbers.at(-1)
      const holder = newest === undefined ? undefined : readHolder(lockFile(folder, newest))
      if (holder && isAlive(holder)) return holder
      const next = (newest ?? 0) + 1
      try {
        linkSync(written, lockFile(folder, next))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
        throw error
      }
      // A starter that was slow may have made a number anew that was taken, left and removed meanwhile.
      if (lockNumbers(folder).at(-1) !== next) {
        rmSync(lockFile(folder, next), { force: true })
        continue
      }
      // Their holders are dead.
      for (const number of numbers) rmSync(lockFile(folder, number), { force: true })
      return undefined
    }
  } finally {
    rmSync(written, { force: true })
  }
}

/** Who serves the sandbox now; undefined when nobody does. */
export function lockHolder(folder: string): Holder | undefined {
  const newest = lockNumbers(folder).at(-1)
  const holder = newest === undefined ? undefined : readHolder(lockFile(folder, newest))
  return holder && isAlive(holder) ? holder : undefined
}

/** Whether that process still runs, and not another one with its id. */
export function isAlive(holder: Holder): boolean {
  return startOf(holder.pid) === holder.started
}

function lockNumbers(folder: string): number[] {
  try {
    return readdirSync(folder)
      .flatMap(name => lockName.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
  } catch {
    return []
  }
}

function lockFile(folder: string, number: number): string {
  return path.join(folder, `lock.${number}`)
}

function readHolder(file: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined
  } catch {
    return undefined
  }
}

/**
 * When a process started, in words that no other process with its id has: on Linux the boot and field 22 of
 * /proc/PID/stat (proc(5)), elsewhere the time that `ps` says.
 *
 * @returns undefined when it does not run, or has ended and waits for its parent.
 */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${fields[19] ?? ''}`
    }
    const answer = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      env: { LC_ALL: 'C' }
    })
    const [state = 'Z', ...started] = answer.trim().split(/\s+/)
    return state.startsWith('Z') ? undefined : started.join(' ')
  } catch {
    return undefined
  }
}
