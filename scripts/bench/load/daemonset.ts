import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { apiOf, type Api } from '../../../test/e2e/process/api.ts'
import { processorTime, startProcess } from '../process.ts'

/** From the request that makes a DaemonSet until the pods of all nodes are ready. */
export interface Rollout {
  readonly wallMs: number
  readonly processorMs: number
}

const daemonSets = '/apis/apps/v1/namespaces/default/daemonsets'
const daemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: { containers: [{ name: 'agent', image: 'prom/node-exporter', ports: [{ containerPort: 9100 }] }] }
    }
  }
}

/** Rolls a DaemonSet out over so many nodes, several times on a cluster that stays; the first time is not counted. */
export async function measureRollouts(
  nodes: number,
  runs: number,
  profile?: string
): Promise<{ readonly rollouts: readonly Rollout[]; readonly startMs: number }> {
  const home = await mkdtemp(path.join(tmpdir(), 'kubewalk-bench-load-'))
  try {
    const sandbox = await startProcess(home, { nodes, profile })
    const api = apiOf(sandbox.served)
    const pid = sandbox.child.pid ?? 0
    const rollouts: Rollout[] = []
    for (let run = 0; run <= runs; run += 1) {
      await quiet(pid)
      const [from, used] = [performance.now(), processorTime(pid)]
      await rollOut(api, nodes)
      if (run > 0) rollouts.push({ wallMs: performance.now() - from, processorMs: processorTime(pid) - used })
      await takeAway(api)
    }
    api.close()
    await sandbox.stop()
    return { rollouts, startMs: sandbox.servesMs }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Returns when a process does next to nothing any more. */
async function quiet(pid: number): Promise<void> {
  for (let before = processorTime(pid); ;) {
    await delay(500)
    const now = processorTime(pid)
    if (now - before <= 50) return
    before = now
  }
}

async function rollOut(api: Api, nodes: number): Promise<void> {
  let done: () => void = () => undefined
  const ready = new Promise<void>(resolve => (done = resolve))
  const end = await api.watch(`${daemonSets}?watch=true`, line => {
    if (Number(/"numberReady":(\d+)/.exec(line)?.[1]) === nodes) done()
  })
  const { status, body } = await api.send('POST', daemonSets, daemonSet)
  if (status !== 201) throw new Error(JSON.stringify(body))
  await ready
  end()
}

async function takeAway(api: Api): Promise<void> {
  await api.send('DELETE', `${daemonSets}/agent?propagationPolicy=Background`)
  for (;;) {
    const { body } = await api.send('GET', '/api/v1/namespaces/default/pods?limit=1')
    if ((body['items'] as unknown[]).length === 0) return
    await delay(200)
  }
}
