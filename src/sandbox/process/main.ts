/**
 * The sandbox's own process. It is started by start.ts, serves until it is told to end (SIGTERM), nobody uses it any
 * more, or, when it is temporary, its parent is gone; then it leaves its objects on disk for the next start.
 */
import { randomBytes } from 'node:crypto'
import { rmSync, statSync, truncateSync } from 'node:fs'
import { zeroTimeline } from '../nodes/timeline.ts'
import { openSandbox } from '../sandbox.ts'
import { cachedCertificate } from './certificate-cache.ts'
import { watchIdleness } from './idle.ts'
import type { Launch, LaunchMessage } from './launch.ts'
import { takeLock } from './lock.ts'
import { kubeconfigText, placesIn, readServedAt, writePrivate, type ServedAt } from './places.ts'

const largestLog = 1024 * 1024
const logCheckMs = 60_000

async function main(launch: Launch): Promise<void> {
  const places = placesIn(launch.folder)
  const stopping = new Promise<string>(resolve => {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, () => resolve(name))
    if (launch.temporary) process.once('disconnect', () => resolve('the end of its parent'))
  })
  if (takeLock(launch.folder)) {
    await tell({ type: 'taken' })
    return
  }
  const previous = await readServedAt(launch.folder)
  const previousPort = Number(new URL(previous?.url ?? 'https://127.0.0.1').port)
  const previousProxy = URL.parse(previous?.proxy ?? '')
  const tls = await cachedCertificate(launch.cacheFolder)
  const token = newToken()
  let idleness: ReturnType<typeof watchIdleness> | undefined
  const open = (port: number) =>
    openSandbox({
      folder: launch.folder,
      nodes: launch.nodes,
      ...(launch.instant ? { timeline: zeroTimeline } : {}),
      tls,
      token,
      port,
      // It stands in the environment of shells that may outlive this process.
      proxy: {
        port: Number(previousProxy?.port ?? 0),
        token: isToken(previousProxy?.password) ? previousProxy.password : newToken()
      },
      onActivity: () => idleness?.used()
    })
  // The same port again keeps kubectl's cache of what it discovered, which goes by host and port.
  const sandbox = await open(previousPort || 0).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return open(0)
  })
  const { setAside } = sandbox
  for (const file of setAside) log(`A damaged file was set aside as ${file}.`)

  const served: ServedAt = {
    pid: process.pid,
    url: sandbox.server.url,
    token,
    certificateAuthority: tls.cert,
    ...(sandbox.proxy === undefined ? {} : { proxy: sandbox.proxy.url }),
    ...(setAside.length === 0 ? {} : { setAside }),
    since: Date.now()
  }
  await writePrivate(places.kubeconfig, kubeconfigText(served))
  await writePrivate(places.served, JSON.stringify(served))
  const idle = new Promise<string>(resolve => {
    if (launch.temporary) return
    const connections = () => sandbox.server.connections + (sandbox.proxy?.connections ?? 0)
    idleness = watchIdleness({ idleMs: launch.idleMs, connections, onIdle: () => resolve('idleness') })
  })
  const logChecks = setInterval(() => keepLogSmall(places.log), logCheckMs).unref()
  log(`Serving at ${sandbox.server.url}.`)
  await tell({ type: 'ready' })

  const reason = await Promise.race([stopping, idle])
  log(`Ending because of ${reason}.`)
  idleness?.stop()
  clearInterval(logChecks)
  await sandbox.close()
  if (launch.temporary) rmSync(launch.folder, { recursive: true, force: true })
}

function newToken(): string {
  return randomBytes(32).toString('base64url')
}

function isToken(text: string | undefined): text is string {
  return /^[\w-]{43}$/.test(text ?? '')
}

/** Returns when the message is on its way: a process that ends takes unsent ones with it. */
function tell(message: LaunchMessage): Promise<void> {
  return new Promise(resolve => {
    if (!process.connected || !process.send) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })
}

/** Standard output and error are the log file. */
function log(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`)
}

/** The file is open for appending, so that writing goes on at its new end. */
function keepLogSmall(file: string): void {
  try {
    if (statSync(file).size > largestLog) truncateSync(file)
  } catch {
    // No log is no reason to end.
  }
}

try {
  await main(JSON.parse(process.argv[2] ?? '{}') as Launch)
  process.exit(0)
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log(text)
  await tell({ type: 'failed', why: text.split('\n')[0] ?? '' })
  process.exit(1)
}
