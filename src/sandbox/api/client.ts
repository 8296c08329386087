import type { Client, WatchHandler } from '../client.ts'
import type { GroupResource, KubeObject } from '../object.ts'
import type { ResourceInfo } from '../schema/types.ts'
import { storageOf } from './conversion.ts'
import { isRecord, mergePatch } from './json.ts'
import type { Registry } from './registry.ts'
import { matchesLabelSelector } from './selectors.ts'
import { ApiError } from './status.ts'
import { bindPod } from './subresources/binding.ts'

/**
 * The in-process client (see {@link Client}): the registry's way, without the wire.
 *
 * @param fieldManager in whose name it writes, for metadata.managedFields
 */
export function createClient(registry: Registry, fieldManager = 'kube-controller-manager'): Client {
  const infos = new Map<string, ResourceInfo>()
  for (const info of registry.schema.resources) {
    const key = `${info.group}/${info.resource}`
    if (!infos.has(key)) infos.set(key, info)
  }
  function infoOf({ group, resource }: GroupResource): ResourceInfo {
    const info =
      infos.get(`${group}/${resource}`) ??
      registry.schema.resources.find(each => each.group === group && each.resource === resource)
    if (!info) throw new ApiError(404, 'NotFound', `the API has no resource ${resource} in group "${group}"`)
    return info
  }
  // Callers name the kind that they expect; the store keeps objects of every kind alike.
  const as = <T extends KubeObject>(object: KubeObject | undefined): T => object as T

  return {
    as: manager => createClient(registry, manager),
    get: <T extends KubeObject>(resource: GroupResource, namespace: string | undefined, name: string) =>
      as<T>(registry.find(infoOf(resource), namespace, name)),
    list<T extends KubeObject>(resource: GroupResource, options: Parameters<Client['list']>[1] = {}) {
      const objects = registry.list(infoOf(resource), options.namespace) as readonly T[]
      const { selector } = options
      return selector ? objects.filter(object => matchesLabelSelector(selector, object.metadata.labels)) : objects
    },
    create: <T extends KubeObject>(resource: GroupResource, object: KubeObject) =>
      as<T>(registry.create(infoOf(resource), object.metadata.namespace, object, { fieldManager })),
    update<T extends KubeObject>(resource: GroupResource, object: KubeObject) {
      const { namespace, name } = object.metadata
      return as<T>(registry.update(infoOf(resource), namespace, name, () => object, { fieldManager }).object)
    },
    updateStatus<T extends KubeObject>(resource: GroupResource, object: KubeObject) {
      const { namespace, name, resourceVersion } = object.metadata
      const change = (old: KubeObject | undefined): KubeObject => ({
        ...(old ?? object),
        metadata: { ...(old ?? object).metadata, resourceVersion },
        status: object.status
      })
      return as<T>(registry.update(infoOf(resource), namespace, name, change, { part: 'status', fieldManager }).object)
    },
    patch<T extends KubeObject>(
      resource: GroupResource,
      namespace: string | undefined,
      name: string,
      patch: Record<string, unknown>,
      subresource?: 'status' | 'finalize'
    ) {
      const change = (old: KubeObject | undefined): KubeObject => {
        const merged = mergePatch(old, patch)
        if (!isRecord(merged)) throw new TypeError('a merge patch of an object gives an object')
        return merged as KubeObject
      }
      const part = subresource === undefined ? 'main' : subresource === 'status' ? 'status' : 'whole'
      return as<T>(registry.update(infoOf(resource), namespace, name, change, { part, fieldManager }).object)
    },
    bind: (namespace, name, node) => bindPod(registry, namespace, name, node),
    delete: (resource, namespace, name, options) => void registry.delete(infoOf(resource), namespace, name, options),
    watch<T extends KubeObject>(resource: GroupResource, handler: WatchHandler<T>) {
      const info = infoOf(resource)
      const types = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted' } as const
      for (const object of registry.list(info)) handler('added', as<T>(object))
      return registry.store.subscribe(storageOf(info), ({ type, object, previous }) =>
        handler(types[type], as<T>(object), previous && as<T>(previous))
      )
    }
  }
}
