/** How well a node suits a pod: the score plugins of the scheduler, boiled down to one number. */
import { matchesTerm } from './node-affinity.ts'
import { allocatable, podRequests, sumOf } from './resources.ts'
import { tolerates } from './tolerations.ts'
import { controllerOf } from '../controllers/runtime/owner-references.ts'
import type { Node, Pod } from '../controllers/types/core.ts'

/** Higher is better. The least loaded node wins; pods of one owner spread; preferences and soft taints weigh more. */
export function scoreOf(pod: Pod, node: Node, there: readonly Pod[]): number {
  const owner = controllerOf(pod)?.uid
  const siblings = owner === undefined ? 0 : there.filter(each => controllerOf(each)?.uid === owner).length
  return 3 * preference(pod, node) - 300 * softTaints(pod, node) - 20 * siblings + leastAllocated(pod, node, there)
}

function preference(pod: Pod, node: Node): number {
  const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  return preferred.reduce((sum, { weight, preference }) => sum + (matchesTerm(preference, node) ? weight : 0), 0)
}

function softTaints(pod: Pod, node: Node): number {
  const soft = (node.spec.taints ?? []).filter(({ effect }) => effect === 'PreferNoSchedule')
  return soft.filter(taint => !(pod.spec.tolerations ?? []).some(each => tolerates(each, taint))).length
}

/** What pods without requests are taken to need, so that they spread too (util.GetNonzeroRequests). */
const usual = { cpu: 0.1, memory: 200 * 1024 * 1024 } as const

/** 0 to 100: the share of cpu and memory that stays free (noderesources/least_allocated.go). */
function leastAllocated(pod: Pod, node: Node, there: readonly Pod[]): number {
  const has = allocatable(node)
  const used = sumOf(there)
  let score = 0
  for (const name of ['cpu', 'memory'] as const) {
    const capacity = has.get(name) ?? 0
    if (capacity === 0) continue
    const silent = there.filter(each => !podRequests(each.spec).has(name)).length
    const wanted = podRequests(pod.spec).get(name) ?? usual[name]
    const free = capacity - (used.get(name) ?? 0) - silent * usual[name] - wanted
    score += (50 * Math.max(0, free)) / capacity
  }
  return score
}
