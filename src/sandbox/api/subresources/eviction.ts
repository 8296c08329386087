import { timestamp } from '../../clock.ts'
import type { BudgetStatus, PodDisruptionBudget } from '../../controllers/disruption/budget.ts'
import type { DeleteOptions } from '../../client.ts'
import type { KubeObject } from '../../object.ts'
import { isRecord } from '../json.ts'
import type { Registry, WriteOptions } from '../registry.ts'
import { matchesLabelSelector } from '../selectors.ts'
import { ApiError, noSuchPath } from '../status.ts'

/**
 * Deletes a pod unless a disruption budget forbids it: EvictionREST of pkg/registry/core/pod/storage/eviction.go
 * (v1.35).
 *
 * @throws ApiError 429 TooManyRequests when a budget allows no disruption now, 500 when the pod has several budgets.
 */
export function evictPod(
  registry: Registry,
  namespace: string,
  name: string,
  eviction: Record<string, unknown>,
  { dryRun = false }: WriteOptions
): void {
  const pods = registry.schema.resource('', 'v1', 'pods')
  if (!pods) throw noSuchPath()
  const pod = registry.get(pods, namespace, name)
  const options: DeleteOptions = isRecord(eviction.deleteOptions) ? eviction.deleteOptions : {}
  const { gracePeriodSeconds, preconditions } = options
  const phase = isRecord(pod.status) ? pod.status.phase : undefined
  const terminal = phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending'
  if (!terminal && pod.metadata.deletionTimestamp === undefined) takeDisruption(registry, pod, dryRun)
  registry.delete(pods, namespace, name, {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(preconditions === undefined ? {} : { preconditions }),
    dryRun
  })
}

/** Notes in the budget of a pod that it is going: checkAndDecrement. */
function takeDisruption(registry: Registry, pod: KubeObject, dryRun: boolean): void {
  const info = registry.schema.resource('policy', 'v1', 'poddisruptionbudgets')
  if (!info) return
  const { namespace, name } = pod.metadata
  const budgets = (registry.list(info, namespace) as readonly PodDisruptionBudget[]).filter(
    ({ spec }) => spec.selector !== undefined && matchesLabelSelector(spec.selector, pod.metadata.labels)
  )
  const [budget, second] = budgets
  if (!budget) return
  if (second) {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    throw new ApiError(500, 'InternalError', message)
  }
  const status: BudgetStatus = {
    disruptionsAllowed: 0,
    currentHealthy: 0,
    desiredHealthy: 0,
    expectedPods: 0,
    ...budget.status
  }
  if (!isReady(pod) && mayGoUnhealthy(budget, status)) return
  if ((status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    const why = `The disruption budget ${budget.metadata.name} is still being processed by the server.`
    throw refused(why, 10)
  }
  if (status.disruptionsAllowed <= 0) {
    const { desiredHealthy, currentHealthy } = status
    const has = `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`
    throw refused(`The disruption budget ${budget.metadata.name} ${has}`)
  }
  const taken: BudgetStatus = {
    ...status,
    disruptionsAllowed: status.disruptionsAllowed - 1,
    disruptedPods: { ...status.disruptedPods, [name]: timestamp(registry.clock) }
  }
  registry.update(info, namespace, budget.metadata.name, () => ({ ...budget, status: taken }), {
    part: 'status',
    dryRun
  })
}

function isReady({ status }: KubeObject): boolean {
  const conditions = isRecord(status) && Array.isArray(status.conditions) ? (status.conditions as unknown[]) : []
  return conditions.some(each => isRecord(each) && each.type === 'Ready' && each.status === 'True')
}

/** A pod that is not ready goes when the others suffice, or when the budget always lets such pods go. */
function mayGoUnhealthy({ spec }: PodDisruptionBudget, { currentHealthy, desiredHealthy }: BudgetStatus): boolean {
  const policy = (spec as { unhealthyPodEvictionPolicy?: string }).unhealthyPodEvictionPolicy
  return policy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy)
}

function refused(cause: string, retryAfterSeconds?: number): ApiError {
  return new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: cause }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
  })
}
