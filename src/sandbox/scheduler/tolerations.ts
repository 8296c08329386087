import type { Taint, TaintEffect, Toleration } from '../controllers/types/core.ts'

/** `Toleration.ToleratesTaint` of k8s.io/api/core/v1. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== taint.effect) return false
  if (toleration.key !== undefined && toleration.key !== '' && toleration.key !== taint.key) return false
  switch (toleration.operator ?? 'Equal') {
    case 'Exists':
      return true
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '')
    case 'Lt':
      return Number(taint.value) < Number(toleration.value)
    case 'Gt':
      return Number(taint.value) > Number(toleration.value)
  }
}

/** The first taint with one of the effects that no toleration answers (FindMatchingUntoleratedTaint). */
export function untoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly TaintEffect[]
): Taint | undefined {
  return taints?.find(
    taint => effects.includes(taint.effect) && !(tolerations ?? []).some(toleration => tolerates(toleration, taint))
  )
}
