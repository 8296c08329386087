/** The numbers that `kubectl get ds` shows: updateDaemonSetStatus of daemon_controller.go. */
import { isReady } from '../runtime/pods.ts'
import type { DaemonSet, DaemonSetStatus } from '../types/apps.ts'
import type { Pod } from '../types/core.ts'
import type { Placement } from './placement.ts'
import { oldestScheduledFirst, type PlanContext } from './plan.ts'

export function daemonSetStatus(
  daemonSet: DaemonSet,
  placements: ReadonlyMap<string, Placement>,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  context: Pick<PlanContext, 'isUpdated' | 'isAvailable'>
): DaemonSetStatus {
  let [desired, current, misscheduled, ready, available, updated] = [0, 0, 0, 0, 0, 0]
  for (const [node, { shouldRun }] of placements) {
    const pods = byNode.get(node)
    if (!shouldRun) {
      misscheduled += pods === undefined ? 0 : 1
      continue
    }
    desired += 1
    const pod = pods === undefined || pods.length < 2 ? pods?.[0] : [...pods].sort(oldestScheduledFirst)[0]
    if (pod === undefined) continue
    current += 1
    ready += isReady(pod) ? 1 : 0
    available += context.isAvailable(pod) ? 1 : 0
    updated += context.isUpdated(pod) ? 1 : 0
  }
  const before = daemonSet.status
  return {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...(daemonSet.metadata.generation === undefined ? {} : { observedGeneration: daemonSet.metadata.generation }),
    // Zero is left out, as Go's omitempty does.
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    ...(available === 0 ? {} : { numberAvailable: available }),
    ...(desired === available ? {} : { numberUnavailable: desired - available }),
    ...(before?.collisionCount === undefined ? {} : { collisionCount: before.collisionCount }),
    ...(before?.conditions === undefined ? {} : { conditions: before.conditions })
  }
}
