import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { apiOf } from '../../../test/e2e/process/api.ts'
import { processorTime, startProcess } from '../process.ts'
import type { WatchReport } from './watching.ts'

export interface WatchLoad {
  readonly watchers: number
  readonly writesPerSecond: number
  readonly seconds: number
}

export interface WatchResult {
  readonly writes: number
  /** How long the writes took in fact, in milliseconds. */
  readonly wallMs: number
  readonly processorMs: number
  /** Milliseconds from each write to its answer, sorted. */
  readonly latencies: readonly number[]
  readonly report: WatchReport
}

const objects = 200
const configMaps = '/api/v1/namespaces/default/configmaps'

/** Writes config maps at a steady pace while others watch them, in a process of their own so as not to be in the way. */
export async function measureWatchers(load: WatchLoad, profile?: string): Promise<WatchResult> {
  const home = await mkdtemp(path.join(tmpdir(), 'kubewalk-bench-watch-'))
  try {
    const sandbox = await startProcess(home, { nodes: 2, profile })
    const watching = fork(path.join(import.meta.dirname, 'watching.ts'), [
      JSON.stringify({ served: sandbox.served, watchers: load.watchers })
    ])
    const answered = (): Promise<WatchReport> => new Promise(resolve => watching.once('message', resolve as never))
    await answered()
    const api = apiOf(sandbox.served)
    const pid = sandbox.child.pid ?? 0
    const [from, used] = [performance.now(), processorTime(pid)]
    const latencies = await write(load, (method, to, body) => api.send(method, to, body))
    const [wallMs, processorMs] = [performance.now() - from, processorTime(pid) - used]
    watching.send({ writes: latencies.length })
    const report = await answered()
    watching.disconnect()
    api.close()
    await sandbox.stop()
    return { writes: latencies.length, wallMs, processorMs, latencies: latencies.sort((a, b) => a - b), report }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

type Send = (method: string, path: string, body: object) => Promise<{ readonly status: number }>

/** A write every so often, whether or not those before it were answered; those of one object wait for each other. */
async function write({ writesPerSecond, seconds }: WatchLoad, send: Send): Promise<number[]> {
  const total = writesPerSecond * seconds
  const latencies: number[] = []
  const last: Promise<unknown>[] = []
  const began = performance.now()
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * writesPerSecond) / 1000))
    for (; sent < due; sent += 1) {
      const index = sent % objects
      const [name, turn] = [`c${index}`, Math.floor(sent / objects)]
      const data = { turn: String(turn), text: 'a config map as learners write them, with a few words in it' }
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }
      last[index] = Promise.resolve(last[index]).then(async () => {
        const from = performance.now()
        const { status } =
          turn === 0 ? await send('POST', configMaps, object) : await send('PUT', `${configMaps}/${name}`, object)
        if (status > 201) throw new Error(`a write was answered with ${status}`)
        latencies.push(performance.now() - from)
      })
    }
    await delay(2)
  }
  await Promise.all(last)
  return latencies
}
