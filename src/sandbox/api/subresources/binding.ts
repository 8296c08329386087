import type { Pod } from 'kubernetes-types/core/v1.js'
import { timestamp } from '../../clock.ts'
import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import type { Registry, WriteOptions } from '../registry.ts'
import { conflict } from '../status.ts'

const bindings = { group: '', resource: 'pods/binding' }

/**
 * Sets a pod's node once and for all: BindingREST.assignPod of pkg/registry/core/pod/storage/storage.go (v1.35).
 *
 * @throws ApiError NotFound, or Conflict when the pod has a node already or is being deleted.
 */
export function bindPod(
  registry: Registry,
  namespace: string,
  name: string,
  node: string,
  options: WriteOptions & { readonly annotations?: Readonly<Record<string, string>> } = {}
): void {
  const info = podInfo(registry)
  const change = (old: KubeObject | undefined): KubeObject => {
    const pod = old as (KubeObject & Pod) | undefined
    if (!pod?.spec) throw new TypeError('a pod is bound that the registry did not find')
    if (pod.metadata.deletionTimestamp)
      throw conflict(bindings, name, `pod ${name} is being deleted, cannot be assigned to a host`)
    if (pod.spec.nodeName)
      throw conflict(bindings, name, `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`)
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled')
    const scheduled = {
      type: 'PodScheduled',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: timestamp(registry.clock)
    }
    const annotations = { ...pod.metadata.annotations, ...options.annotations }
    return {
      ...(pod as KubeObject),
      metadata: { ...pod.metadata, annotations },
      spec: { ...pod.spec, nodeName: node },
      status: { ...withoutPromise(pod.status), conditions: [...others, scheduled] }
    }
  }
  registry.update(info, namespace, name, change, {
    part: 'whole',
    dryRun: options.dryRun,
    // Binding goes past the managers of fields in Kubernetes too.
    keepsManagers: true
  })
}

/** The node that was promised to a pod says nothing once it has one (ClearingNominatedNodeNameAfterBinding). */
function withoutPromise(status: Pod['status']): Pod['status'] {
  const { nominatedNodeName: _promise, ...rest } = status ?? {}
  return rest
}

function podInfo({ schema }: Registry): ResourceInfo {
  const info = schema.resource('', 'v1', 'pods')
  if (!info) throw new TypeError('the schema has no pods')
  return info
}
