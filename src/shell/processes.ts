import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** A process that lives; one that has ended and waits for its parent (a zombie) does not. */
export interface FoundProcess {
  readonly pid: number
  readonly group: number
}

/**
 * Processes of given groups, and those that carry a mark in their environment: these may have left their group by
 * setsid. On Linux from /proc (proc(5)); elsewhere from `ps -E`, which shows the environment of the user's own
 * processes where the system allows it.
 *
 * @param groups ids of process groups.
 * @param mark `NAME=value`, as it stands in the environment; one that goes on with `:` after it counts as well.
 * @returns them, without the present process.
 */
export async function findProcesses(groups: readonly number[], mark: string): Promise<readonly FoundProcess[]> {
  const found = process.platform === 'linux' ? await findInProc(groups, mark) : await findByPs(groups, mark)
  return found.filter(each => each.pid !== process.pid)
}

async function findInProc(groups: readonly number[], mark: string): Promise<FoundProcess[]> {
  const entries = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const found = await Promise.all(
    entries.map(async name => {
      try {
        // pid (comm) state ppid pgrp …; the name may hold spaces and parentheses.
        const stat = await readFile(`/proc/${name}/stat`, 'latin1')
        const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        if (state === 'Z' || state === 'X') return []
        const process = { pid: Number(name), group: Number(group) }
        if (groups.includes(process.group)) return [process]
        const environment = await readFile(`/proc/${name}/environ`, 'latin1')
        return environment.split('\0').some(entry => carries(entry, mark)) ? [process] : []
      } catch {
        // Ended meanwhile, or another user's.
        return []
      }
    })
  )
  return found.flat()
}

function findByPs(groups: readonly number[], mark: string): Promise<FoundProcess[]> {
  return new Promise(resolve => {
    const columns = ['-axwwE', '-o', 'pid=,pgid=,stat=,command=']
    execFile('ps', columns, { maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => {
      const found = stdout.split('\n').flatMap(line => {
        const [pid, group, state, ...words] = line.trim().split(/\s+/)
        if (state === undefined || state.startsWith('Z')) return []
        const ours = groups.includes(Number(group)) || words.some(entry => carries(entry, mark))
        return ours ? [{ pid: Number(pid), group: Number(group) }] : []
      })
      resolve(found)
    })
  })
}

function carries(entry: string, mark: string): boolean {
  return entry === mark || entry.startsWith(`${mark}:`)
}

/** Sends a signal to a process, or with a negative number to its group. @returns false when there is none. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/**
 * Ends process groups and marked processes: SIGTERM, then SIGKILL for what stays.
 *
 * @param groups ids of process groups that were started with the mark.
 * @param mark `NAME=value` in the environment of what belongs to them.
 * @param patienceMs how long SIGTERM is given.
 */
export async function endProcesses(groups: readonly number[], mark: string, patienceMs: number): Promise<void> {
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    let living = await findProcesses(groups, mark)
    if (living.length === 0) return
    // To whole groups at once: a process that is starting another one cannot slip through.
    for (const group of new Set(living.map(each => each.group))) if (groups.includes(group)) signal(-group, name)
    for (const each of living) if (!groups.includes(each.group)) signal(each.pid, name)
    const until = Date.now() + patienceMs
    while (living.length > 0 && Date.now() < until) {
      await delay(20)
      living = await findProcesses(groups, mark)
    }
  }
}
