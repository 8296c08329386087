import type { Pod } from '../controllers/types/core.ts'

/** The number that a pod's priority class stands for; 0 without one (corev1helpers.PodPriority). */
export function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0
}
