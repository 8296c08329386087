import { median } from '../table.ts'
import { measureRollouts, type Rollout } from './daemonset.ts'
import { measureWatchers } from './watchers.ts'

const sizes = [100, 1000, 5000]

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`

/** What it takes until a DaemonSet is ready on so many nodes, and how the cost of a node grows with their number. */
export async function daemonSetRows(runs: number, profile?: string): Promise<string[][]> {
  const rows: string[][] = []
  const perNode: { readonly wall: number; readonly processor: number }[] = []
  for (const nodes of sizes) {
    // As many nodes in all for each size: a short measurement is repeated more often.
    const times = Math.max(runs, Math.ceil(1000 / nodes))
    process.stderr.write(`DaemonSet over ${nodes} nodes, ${times} times\n`)
    const { rollouts, startMs } = await measureRollouts(nodes, times, profile)
    const of = (pick: keyof Rollout): number => median(rollouts.map(each => each[pick]))
    const [wall, processor] = [of('wallMs'), of('processorMs')]
    rows.push(
      [`from the start of the process to ${nodes} Ready nodes`, seconds(startMs)],
      [`a DaemonSet, until its pods are ready on all ${nodes} nodes`, seconds(wall)],
      ['processor time of that', `${seconds(processor)}, ${(processor / nodes).toFixed(2)} ms a node`]
    )
    perNode.push({ wall: wall / nodes, processor: processor / nodes })
  }
  const [first, last] = [perNode[0], perNode.at(-1)]
  const growth = (pick: 'wall' | 'processor'): string => ((last?.[pick] ?? NaN) / (first?.[pick] ?? NaN)).toFixed(2)
  const range = `of ${sizes.at(-1)} to one of ${sizes[0]}`
  rows.push([`cost of a node, one ${range}: time / processor time`, `${growth('wall')} / ${growth('processor')}`])
  return rows
}

const load = { watchers: 50, writesPerSecond: 1000, seconds: 60 }

/** How fast writes are answered while many watch, and whether every watcher saw every write, once and in order. */
export async function watchRows(profile?: string): Promise<string[][]> {
  const { watchers, writesPerSecond } = load
  process.stderr.write(`${watchers} watchers of ${writesPerSecond} writes a second for ${load.seconds} s\n`)
  const { writes, wallMs, processorMs, latencies, report } = await measureWatchers(load, profile)
  const share = (part: number): string => `${(latencies[Math.ceil(latencies.length * part) - 1] ?? NaN).toFixed(1)} ms`
  const lost = writes * watchers - report.events
  const soundness = lost === 0 && report.problems.length === 0 ? 'none' : `${lost}; ${report.problems.join('; ')}`
  return [
    [`${writes} writes, ${watchers} watchers: writes a second`, (writes / (wallMs / 1000)).toFixed(0)],
    ['answered within, 50 / 99 / 100 of 100', `${share(0.5)} / ${share(0.99)} / ${share(1)}`],
    ['events lost or out of order', soundness],
    ['processor time of the sandbox, share of one processor', (processorMs / wallMs).toFixed(2)]
  ]
}
