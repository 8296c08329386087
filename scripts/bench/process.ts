import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { readServedAt, type ServedAt } from '../../src/sandbox/process/places.ts'

const root = path.resolve(import.meta.dirname, '../..')

export interface Started {
  readonly child: ChildProcess
  readonly kubeconfig: string
  readonly served: ServedAt
  /** Milliseconds until the process said that it serves. */
  readonly servesMs: number
  /** Ends it and waits for its end. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the bundled sandbox as the app does, with a folder of its own below `home`, and without the waits that learners
 * watch.
 *
 * @param options.profile where Node writes what took its time (--cpu-prof), when asked.
 */
export async function startProcess(
  home: string,
  { nodes, profile }: { readonly nodes: number; readonly profile?: string | undefined }
): Promise<Started> {
  const folder = await mkdtemp(path.join(home, 'run-'))
  const cacheFolder = path.join(home, 'cache')
  const launch = { folder, cacheFolder, nodes, temporary: true, instant: true, idleMs: 0 }
  const from = performance.now()
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = spawn(process.execPath, [...profiling, path.join(root, 'dist/sandbox.js'), JSON.stringify(launch)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: path.join(cacheFolder, 'compiled') }
  })
  const told = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', code => reject(new Error(`the sandbox ended with ${code ?? 'a signal'}`)))
  })
  const servesMs = performance.now() - from
  if (typeof told !== 'object' || told === null || !('type' in told) || told.type !== 'ready')
    throw new Error(`the sandbox did not start: ${JSON.stringify(told)}`)
  const served = await readServedAt(folder)
  if (served === undefined) throw new Error(`the sandbox left no address in ${folder}`)
  return {
    child,
    kubeconfig: path.join(folder, 'kubeconfig'),
    served,
    servesMs,
    async stop() {
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    }
  }
}

/** Milliseconds of a processor that a process has used so far (fields 14 and 15 of proc(5), in hundredths of seconds). */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

/** Megabytes that a process holds: resident now, and at most so far. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) / 1024
  return { now: of('VmRSS'), most: of('VmHWM') }
}
