// `npm run bench:sandbox [RUNS] [OTHER_KUBECONFIG]`: what the sandbox costs. From the start of its process to two nodes
// that are Ready, the memory it takes, and from `kubectl apply` of the founding DaemonSet to ready pods, without the
// waits that learners watch. With the kubeconfig of another cluster of two nodes, such as a real control plane, the same
// apply is timed there in turn, and the ratio printed. Then the same under load: a DaemonSet over many nodes, and many
// watchers of many writes. PART=start, daemonset or watch measures that part alone; PROFILE=FOLDER has Node write there
// what took the processor's time under load (--cpu-prof).
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { daemonSetRows, watchRows } from './load/rows.ts'
import { memoryOf, startProcess } from './process.ts'
import { median } from './table.ts'

const root = path.resolve(import.meta.dirname, '../..')
const manifest = path.join(root, 'labs/daemonset101/daemonset.yml')
const runs = Number(process.argv[2] ?? 5)
const other = process.argv[3]

function kubectl(kubeconfig: string, cache: string, args: readonly string[]): string {
  const run = spawnSync('kubectl', [...args], {
    encoding: 'utf8',
    env: { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: cache }
  })
  if (run.status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${run.stderr}`)
  return run.stdout
}

/** Milliseconds from `kubectl apply` until `kubectl rollout status` says that every node has its pod; then deletes it. */
function applyToReady(kubeconfig: string, cache: string): number {
  const from = performance.now()
  kubectl(kubeconfig, cache, ['apply', '-f', manifest])
  kubectl(kubeconfig, cache, ['rollout', 'status', 'daemonset/prometheus-daemonset', '--timeout=60s'])
  const taken = performance.now() - from
  kubectl(kubeconfig, cache, ['delete', '-f', manifest, '--wait=true'])
  const pods = ['pod', '-l', 'name=prometheus-exporter']
  kubectl(kubeconfig, cache, ['delete', ...pods, '--force', '--grace-period=0', '--ignore-not-found'])
  return taken
}

async function startRows(): Promise<string[][]> {
  const home = await mkdtemp(path.join(tmpdir(), 'kubewalk-bench-sandbox-'))
  const serves: number[] = []
  const applies: number[] = []
  const others: number[] = []
  const memory: { now: number; most: number }[] = []
  try {
    // The first start, which makes the certificate and fills the compile cache, is not counted.
    for (let run = 0; run <= runs; run++) {
      process.stderr.write(`run ${run} of ${runs}\n`)
      const { child, kubeconfig, servesMs, stop } = await startProcess(home, { nodes: 2 })
      const cache = path.join(path.dirname(kubeconfig), 'kube')
      const nodes = kubectl(kubeconfig, cache, ['get', 'nodes', '--no-headers'])
      if (nodes.match(/ Ready /g)?.length !== 2) throw new Error(`two nodes should be Ready:\n${nodes}`)
      const taken = applyToReady(kubeconfig, cache)
      const held = memoryOf(child.pid ?? 0)
      await stop()
      const there = other === undefined ? undefined : applyToReady(other, path.join(home, 'other'))
      if (run === 0) continue
      serves.push(servesMs)
      applies.push(taken)
      memory.push(held)
      if (there !== undefined) others.push(there)
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
  const seconds = (times: readonly number[]): string => `${(median(times) / 1000).toFixed(2)} s`
  const megabytes = (pick: 'now' | 'most'): string => `${median(memory.map(each => each[pick])).toFixed(0)} MB`
  return [
    ['from the start of the process to two Ready nodes', seconds(serves)],
    ['memory after that and one DaemonSet', `${megabytes('now')}, at most ${megabytes('most')}`],
    ['`kubectl apply` of the DaemonSet to 2 ready, by `kubectl rollout status`', seconds(applies)],
    ...(other === undefined
      ? []
      : [
          ['the same on the other cluster', seconds(others)],
          ['ratio, sandbox to other', median(applies.map((time, run) => time / (others[run] ?? NaN))).toFixed(2)]
        ])
  ]
}

async function main(): Promise<void> {
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`RUNS must be a whole number from 1, not ${process.argv[2]}`)
  const { PART, PROFILE } = process.env
  const parts = { start: startRows, daemonset: () => daemonSetRows(runs, PROFILE), watch: () => watchRows(PROFILE) }
  process.stdout.write('| sandbox | median |\n| --- | ---: |\n')
  for (const [part, rows] of Object.entries(parts)) {
    if (PART !== undefined && PART !== part) continue
    for (const cells of await rows()) process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
}

await main()
