/** What is missing and what is too much on the nodes of a DaemonSet: podsShouldBeOnNode of daemon_controller.go. */
import { nodeNamedByAffinity } from '../../scheduler/node-affinity.ts'
import { isFinished, isReady, isTerminating, timeOf } from '../runtime/pods.ts'
import type { Pod } from '../types/core.ts'
import type { Placement } from './placement.ts'

export interface Plan {
  readonly create: string[]
  readonly remove: Pod[]
}

/** What the planning asks of its surroundings. */
export interface PlanContext {
  readonly allowsSurge: boolean
  isUpdated(pod: Pod): boolean
  isAvailable(pod: Pod): boolean
  /** Whether a finished pod may be replaced now, or has to wait for its back-off. */
  mayReplace(pod: Pod, node: string): boolean
}

/**
 * The pods of a DaemonSet by the node that they are on or meant for. A finished pod that is being deleted no longer
 * holds its node.
 */
export function podsByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const byNode = new Map<string, Pod[]>()
  for (const pod of pods) {
    if (isTerminating(pod) && isFinished(pod)) continue
    const node = targetNode(pod)
    if (node === undefined) continue
    const there = byNode.get(node)
    if (there === undefined) byNode.set(node, [pod])
    else there.push(pod)
  }
  return byNode
}

function targetNode(pod: Pod): string | undefined {
  return isScheduled(pod) ? pod.spec.nodeName : nodeNamedByAffinity(pod.spec)
}

function isScheduled(pod: Pod): boolean {
  return pod.spec.nodeName !== undefined && pod.spec.nodeName !== ''
}

/** Scheduled pods first, then the oldest (podByCreationTimestampAndPhase). */
export function oldestScheduledFirst(a: Pod, b: Pod): number {
  return (
    Number(isScheduled(b)) - Number(isScheduled(a)) ||
    timeOf(a.metadata.creationTimestamp) - timeOf(b.metadata.creationTimestamp) ||
    (a.metadata.name < b.metadata.name ? -1 : 1)
  )
}

/** @param pods those on this node; `undefined` when there are none. */
export function planNode(
  node: string,
  placement: Placement,
  pods: readonly Pod[] | undefined,
  context: PlanContext
): Plan {
  if (placement.shouldRun && pods === undefined) return { create: [node], remove: [] }
  if (pods === undefined) return { create: [], remove: [] }
  const living = pods.filter(pod => !isTerminating(pod))
  if (!placement.shouldContinue) return { create: [], remove: living }
  const running = living.filter(pod => !isFinished(pod)).sort(oldestScheduledFirst)
  const remove = living.filter(pod => isFinished(pod) && context.mayReplace(pod, node))
  if (!context.allowsSurge) return { create: [], remove: [...remove, ...running.slice(1)] }
  if (running.length === 0 && placement.shouldRun) return { create: [node], remove }
  return { create: [], remove: [...remove, ...surplusOfSurge(running, context)] }
}

/** With surge two pods may share a node, as long as the old one is ready and the new one is not yet available. */
function surplusOfSurge(running: readonly Pod[], context: PlanContext): Pod[] {
  if (running.length <= 1) return []
  const updated = running.find(pod => context.isUpdated(pod))
  const old = running.find(pod => !context.isUpdated(pod))
  const surplus = running.filter(pod => pod !== updated && pod !== old)
  if (updated !== undefined && old !== undefined && (!isReady(old) || context.isAvailable(updated))) surplus.push(old)
  return surplus
}

/** Pods that wait for a node that is no more, and that no scheduler will ever bind. */
export function podsOfVanishedNodes(
  byNode: ReadonlyMap<string, readonly Pod[]>,
  exists: (node: string) => boolean
): Pod[] {
  const lost: Pod[] = []
  for (const [node, pods] of byNode) {
    if (exists(node)) continue
    lost.push(...pods.filter(pod => !isScheduled(pod) && !isTerminating(pod)))
  }
  return lost
}
