import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, truncateSync } from 'node:fs'
import { chmod, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { failure, success, type Outcome } from '../../failure.ts'
import type { Paths } from '../../paths.ts'
import { sandboxTexts } from '../../texts/texts.ts'
import { sandboxEntry } from './entry.ts'
import { isLaunchMessage, type Launch, type LaunchMessage } from './launch.ts'
import { isAlive, lockHolder } from './lock.ts'
import { placesIn, readServedAt, type ServedAt } from './places.ts'

/** A sandbox that runs, as another process sees it. */
export interface RunningSandbox {
  readonly folder: string
  /** 0600, below `folder`; the same at every start. */
  readonly kubeconfig: string
  readonly served: ServedAt
  /** Ends a temporary sandbox and removes its folder; a lasting one goes on. */
  close(): Promise<void>
}

export interface StartOptions {
  readonly paths: Paths
  /** Which of the user's sandboxes; letters, digits, `-`, `_`, `.`. Each has objects of its own. */
  readonly name: string
  /** How many nodes a new one gets; one that was there keeps its own. */
  readonly nodes: number
  /** True throws away the objects of an earlier start; refused while it is running. */
  readonly fresh?: boolean
  /** True ends it with this process; its folder, under a name of its own, is removed then. */
  readonly temporary?: boolean
  /** True lets pods start and stop without the waits that learners watch; not for one that runs already. */
  readonly instant?: boolean
  /** How long a lasting one goes on when nothing uses it; 30 minutes when not given. */
  readonly idleMs?: number
}

const defaultIdleMs = 30 * 60 * 1000
const startTimeoutMs = 30_000
const stopTimeoutMs = 10_000

/**
 * Starts a sandbox, or finds the one of that name that runs, and returns when it answers.
 *
 * @returns a failure when its name is none, it does not start, or it is to be fresh while it runs.
 */
export async function startSandbox(options: StartOptions): Promise<Outcome<RunningSandbox>> {
  const folder = sandboxFolder(
    options.paths,
    options.temporary ? `${options.name}.${process.pid}.${Date.now()}` : options.name
  )
  if (folder === undefined) return failure('bad-input', sandboxTexts.noName(options.name))
  if (options.fresh && lockHolder(folder)) return failure('refused', sandboxTexts.stopFirst(options.name))
  if (options.fresh) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const launch: Launch = {
    folder,
    cacheFolder: options.paths.cache,
    nodes: options.nodes,
    temporary: options.temporary ?? false,
    instant: options.instant ?? false,
    idleMs: options.idleMs ?? defaultIdleMs
  }
  const until = Date.now() + startTimeoutMs
  while (Date.now() < until) {
    const running = launch.temporary ? undefined : await connectSandbox(options)
    if (running) return success(running)
    const { child, message } = launchProcess(launch, options.paths)
    const told = await Promise.race([message, delay(until - Date.now(), undefined, { ref: false })])
    if (told?.type === 'ready') return ready(launch, child)
    if (told?.type === 'failed') return failure('bad-input', told.sentence)
    if (told === undefined) child.kill('SIGKILL')
    // Another starter was faster: wait until its process answers, or is gone.
    await delay(30)
  }
  return failure('bad-input', sandboxTexts.silent(startTimeoutMs / 1000, placesIn(folder).log))
}

async function ready(launch: Launch, child: ChildProcess): Promise<Outcome<RunningSandbox>> {
  const served = await readServedAt(launch.folder)
  if (!served) return failure('bad-input', sandboxTexts.noAddress(launch.folder))
  const running = { folder: launch.folder, kubeconfig: placesIn(launch.folder).kubeconfig, served }
  if (!launch.temporary) {
    child.disconnect()
    return success({ ...running, close: () => Promise.resolve() })
  }
  return success({
    ...running,
    async close() {
      const ended = new Promise(resolve => child.once('exit', resolve))
      if (child.exitCode === null && child.signalCode === null) {
        child.ref()
        child.kill('SIGTERM')
        await Promise.race([ended, delay(stopTimeoutMs, undefined, { ref: false })])
        child.kill('SIGKILL')
      }
      if (child.connected) child.disconnect()
      rmSync(launch.folder, { recursive: true, force: true })
    }
  })
}

/** The lasting sandbox of that name, when it runs and answers; starts nothing. */
export async function connectSandbox(options: {
  readonly paths: Paths
  readonly name: string
}): Promise<RunningSandbox | undefined> {
  const folder = sandboxFolder(options.paths, options.name)
  const holder = folder === undefined ? undefined : lockHolder(folder)
  if (folder === undefined || !holder) return undefined
  // What an earlier process wrote is not where this one answers; it writes its own when it does.
  const served = await readServedAt(folder)
  if (served?.pid !== holder.pid) return undefined
  return { folder, kubeconfig: placesIn(folder).kubeconfig, served, close: () => Promise.resolve() }
}

/**
 * Ends the sandbox of that name; its objects stay on disk.
 *
 * @returns false when it did not run.
 */
export async function stopSandbox(options: { readonly paths: Paths; readonly name: string }): Promise<boolean> {
  const folder = sandboxFolder(options.paths, options.name)
  const holder = folder === undefined ? undefined : lockHolder(folder)
  if (!holder) return false
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(holder)) break
    process.kill(holder.pid, name)
    const until = Date.now() + stopTimeoutMs
    while (isAlive(holder) && Date.now() < until) await delay(20)
  }
  return true
}

export interface SandboxStatus {
  readonly running: boolean
  readonly folder: string
  readonly kubeconfig: string
  readonly pid?: number
  readonly url?: string
  /** Milliseconds since the epoch. */
  readonly since?: number
}

/** What is known of a sandbox without asking it. */
export async function sandboxStatus(options: { readonly paths: Paths; readonly name: string }): Promise<SandboxStatus> {
  const folder = sandboxFolder(options.paths, options.name) ?? ''
  const running = await connectSandbox(options)
  const place = { folder, kubeconfig: placesIn(folder).kubeconfig }
  if (!running) return { ...place, running: false }
  const { pid, url, since } = running.served
  return { ...place, running: true, pid, url, since }
}

function sandboxFolder(paths: Paths, name: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) ? path.join(paths.data, 'sandbox', name) : undefined
}

/** What the sandbox needs of the environment; nothing of the user's cluster or secrets. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL']

function launchProcess(launch: Launch, paths: Paths): { child: ChildProcess; message: Promise<Launched | undefined> } {
  const { log } = placesIn(launch.folder)
  const output = openLog(log)
  const environment = Object.fromEntries(
    passedOn.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : []))
  )
  const child = spawn(process.execPath, [sandboxEntry(), JSON.stringify(launch)], {
    cwd: launch.folder,
    env: { ...environment, NODE_COMPILE_CACHE: path.join(paths.cache, 'compiled') },
    stdio: ['ignore', output, output, 'ipc'],
    // A session of its own: neither Ctrl-C in the terminal nor its end reaches it.
    detached: true
  })
  closeSync(output)
  const message = new Promise<Launched | undefined>(resolve => {
    child.once('message', told => {
      // From here on it must not keep this process alive.
      child.unref()
      child.channel?.unref()
      if (!isLaunchMessage(told)) resolve(undefined)
      else resolve(told.type === 'failed' ? failed(sandboxTexts.didNotStart(told.why)) : told)
    })
    child.once('error', error => {
      resolve(failed(sandboxTexts.didNotStart(error.message)))
    })
    child.once('exit', (code, name) => {
      resolve(failed(sandboxTexts.endedEarly(name ?? sandboxTexts.exit(code ?? 0), log)))
    })
  })
  return { child, message }
}

/** What became of a process: what it told, or a sentence for people that says why it serves nothing. */
type Launched = Exclude<LaunchMessage, { type: 'failed' }> | { readonly type: 'failed'; readonly sentence: string }

const failed = (sentence: string): Launched => ({ type: 'failed', sentence })

const largestLogAtStart = 256 * 1024

function openLog(file: string): number {
  const descriptor = openSync(file, 'a', 0o600)
  if (statSync(file).size > largestLogAtStart) truncateSync(file)
  return descriptor
}
