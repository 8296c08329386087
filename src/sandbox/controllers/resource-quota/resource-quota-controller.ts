import type { GroupResource } from '../../object.ts'
import { deletableResources, onDeletableResources } from '../garbage/resources.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { format, resourceOf, usageOf, type ResourceQuota } from './usage.ts'

export const resourceQuotas: GroupResource = { group: '', resource: 'resourcequotas' }

/** Keeps what is used of every ResourceQuota in its status: pkg/controller/resourcequota. */
export const startResourceQuotaController: StartController = context => {
  const { client, clock, informers, schema } = context
  const quotaInformer = informers.for<ResourceQuota>(resourceQuotas)
  const controller = runController(context, 'resourcequota', sync)
  const { queue } = controller
  quotaInformer.onChange((_type, quota) => queue.add(keyOf(quota)))
  onDeletableResources(context, resource => {
    if (!resource.namespaced || resource.resource === 'events') return
    informers.for(resource).onChange((_type, object) => {
      for (const quota of quotaInformer.inNamespace(object.metadata.namespace ?? '')) {
        if (names(quota, resource).length > 0) queue.add(keyOf(quota))
      }
    })
  })

  function sync(key: string): void {
    const quota = quotaInformer.get(key)
    if (quota === undefined) return
    const { hard = {} } = quota.spec
    const used: Record<string, string> = {}
    for (const [name, amount] of totals(quota)) used[name] = format(name, amount)
    const status = { hard, used }
    if (!sameJson(status, quota.status)) client.updateStatus(resourceQuotas, { ...quota, status })
  }

  function totals(quota: ResourceQuota): Map<string, number> {
    const total = new Map<string, number>()
    for (const name of Object.keys(quota.spec.hard ?? {})) if (resourceOf(name) !== undefined) total.set(name, 0)
    for (const resource of resourcesOf(quota)) {
      for (const object of informers.for(resource).inNamespace(quota.metadata.namespace ?? '')) {
        for (const [name, amount] of usageOf(quota, resource, object, clock.now())) {
          total.set(name, (total.get(name) ?? 0) + amount)
        }
      }
    }
    return total
  }

  /** The resources that a quota limits, each once, of those that the API serves. */
  function resourcesOf(quota: ResourceQuota): GroupResource[] {
    return deletableResources(schema).filter(resource => names(quota, resource).length > 0)
  }

  return controller
}

function names(quota: ResourceQuota, { group, resource }: GroupResource): string[] {
  return Object.keys(quota.spec.hard ?? {}).filter(name => {
    const of = resourceOf(name)
    return of?.resource === resource && of.group === group
  })
}
