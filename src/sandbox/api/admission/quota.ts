import { quotaRefusal, usageOf, type ResourceQuota } from '../../controllers/resource-quota/usage.ts'
import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import type { KindContext } from '../kinds/kind.ts'
import { forbidden } from '../status.ts'

/**
 * The ResourceQuota admission plugin (apiserver/pkg/admission/plugin/resourcequota, v1.35). What is used already is
 * counted in the store itself, which no request can overtake, and not read from the status of the quota.
 *
 * @param old the object as it is stored, when it is about to change.
 * @throws ApiError 403 when a quota of the namespace has no room for the object.
 */
export function checkQuota(
  info: ResourceInfo,
  object: KubeObject,
  old: KubeObject | undefined,
  { store, clock }: KindContext
): void {
  const { namespace, name } = object.metadata
  if (!info.namespaced || namespace === undefined || info.resource === 'events') return
  const quotas = store.list({ group: '', resource: 'resourcequotas' }, namespace) as readonly ResourceQuota[]
  for (const quota of quotas) {
    const wanted = usageOf(quota, info, object, clock.now())
    if (wanted.size === 0) continue
    const before = old && usageOf(quota, info, old, clock.now())
    if (before && [...wanted].every(([key, amount]) => amount <= (before.get(key) ?? 0))) continue
    const used = new Map<string, number>([...wanted.keys()].map(key => [key, 0]))
    for (const each of store.list(info, namespace))
      for (const [key, amount] of usageOf(quota, info, each, clock.now())) used.set(key, (used.get(key) ?? 0) + amount)
    const refusal = quotaRefusal(quota, info, object, used, clock.now(), before)
    if (refusal !== undefined) throw forbidden(info, name, refusal)
  }
}
