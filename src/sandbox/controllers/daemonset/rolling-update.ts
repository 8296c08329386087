/** Which pods a rolling update replaces next: rollingUpdate of pkg/controller/daemon/update.go. */
import { scaled } from '../runtime/int-or-percent.ts'
import { isTerminating } from '../runtime/pods.ts'
import type { DaemonSet } from '../types/apps.ts'
import type { Pod } from '../types/core.ts'
import type { Plan, PlanContext } from './plan.ts'

export interface RolloutLimits {
  readonly maxUnavailable: number
  readonly maxSurge: number
}

/** @param desired on how many nodes the DaemonSet is to run; percentages are of it and round up. */
export function rolloutLimits(daemonSet: DaemonSet, desired: number): RolloutLimits {
  const rolling = daemonSet.spec.updateStrategy?.rollingUpdate
  const maxSurge = scaled(rolling?.maxSurge ?? 0, desired, 'up')
  const maxUnavailable = scaled(rolling?.maxUnavailable ?? 1, desired, 'up')
  // Neither would ever move: validation forbids it, rounding cannot bring it about unless nothing is desired.
  return maxSurge === 0 && maxUnavailable === 0 ? { maxSurge, maxUnavailable: 1 } : { maxSurge, maxUnavailable }
}

/**
 * @param nodes the pods by node; a node that is to run the DaemonSet and has no pod maps to an empty list.
 */
export function planRollingUpdate(
  nodes: ReadonlyMap<string, readonly Pod[]>,
  limits: RolloutLimits,
  context: Pick<PlanContext, 'isUpdated' | 'isAvailable'>
): Plan {
  return limits.maxSurge === 0
    ? planByDeleting(nodes, limits.maxUnavailable, context)
    : planBySurging(nodes, limits.maxSurge, context)
}

/** Deletes old pods that are unavailable anyway, then as many others as may be unavailable. */
function planByDeleting(
  nodes: ReadonlyMap<string, readonly Pod[]>,
  maxUnavailable: number,
  context: Pick<PlanContext, 'isUpdated' | 'isAvailable'>
): Plan {
  let unavailable = 0
  const replaceable: Pod[] = []
  const candidates: Pod[] = []
  for (const pods of nodes.values()) {
    const { updated, old, clear } = updateState(pods, context)
    if (!clear || (updated === undefined) === (old === undefined)) unavailable += 1
    else if (updated !== undefined) unavailable += context.isAvailable(updated) ? 0 : 1
    else if (old !== undefined) {
      if (context.isAvailable(old)) candidates.push(old)
      else {
        replaceable.push(old)
        unavailable += 1
      }
    }
  }
  return { create: [], remove: [...replaceable, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))] }
}

/** Creates new pods beside old ones, and deletes an old one once its successor is available. */
function planBySurging(
  nodes: ReadonlyMap<string, readonly Pod[]>,
  maxSurge: number,
  context: Pick<PlanContext, 'isUpdated' | 'isAvailable'>
): Plan {
  let surge = 0
  const remove: Pod[] = []
  const allowed: string[] = []
  const candidates: string[] = []
  for (const [node, pods] of nodes) {
    const { updated, old, clear } = updateState(pods, context)
    if (!clear) surge += 1
    else if (old === undefined) continue
    else if (updated === undefined) (context.isAvailable(old) ? candidates : allowed).push(node)
    else if (!context.isAvailable(old) || context.isAvailable(updated)) remove.push(old)
    else surge += 1
  }
  return { create: [...allowed, ...candidates.slice(0, Math.max(0, maxSurge - surge))], remove }
}

/** The one pod of each kind on a node; not `clear` when there are several, which the usual planning tidies first. */
function updateState(
  pods: readonly Pod[],
  context: Pick<PlanContext, 'isUpdated'>
): { updated: Pod | undefined; old: Pod | undefined; clear: boolean } {
  const living = pods.filter(pod => !isTerminating(pod))
  const updated = living.filter(pod => context.isUpdated(pod))
  const old = living.filter(pod => !context.isUpdated(pod))
  return { updated: updated[0], old: old[0], clear: updated.length <= 1 && old.length <= 1 }
}
