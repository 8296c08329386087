/** The Endpoints of a Service: pkg/controller/endpoint and the repacking of pkg/api/v1/endpoints. */
import type { EndpointAddress, Endpoints, EndpointSubset, Pod, Service } from '../types/core.ts'
import { backends, headlessLabel, hostnameOf, isHeadless, portsOn, serves, type BackendPort } from './backends.ts'

export function endpointsFor(service: Service, pods: Iterable<Pod>): Endpoints {
  const { name, namespace, labels } = service.metadata
  const subsets = subsetsFor(service, pods)
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        ...labels,
        'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
        ...(isHeadless(service) ? { [headlessLabel]: '' } : {})
      }
    },
    ...(subsets.length === 0 ? {} : { subsets })
  }
}

/** Pods with the same ports share a subset, so that each address stands once for all of its ports. */
function subsetsFor(service: Service, pods: Iterable<Pod>): EndpointSubset[] {
  const byPorts = new Map<string, { ports: BackendPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>()
  const hasPorts = (service.spec.ports ?? []).length > 0
  for (const pod of backends(service, pods)) {
    // A pod that is being deleted takes no new connections, and one that is not ready none yet.
    if (pod.metadata.deletionTimestamp !== undefined && service.spec.publishNotReadyAddresses !== true) continue
    const ports = portsOn(service, pod)
    if (ports.length === 0 && (hasPorts || !isHeadless(service))) continue
    const key = JSON.stringify(ports)
    const subset = byPorts.get(key) ?? { ports, ready: [], notReady: [] }
    byPorts.set(key, subset)
    ;(serves(service, pod) ? subset.ready : subset.notReady).push(address(service, pod))
  }
  return [...byPorts.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length === 0 ? {} : { addresses: ready }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady }),
    ...(ports.length === 0 ? {} : { ports: ports.map(withoutEmptyName) })
  }))
}

function withoutEmptyName({ name, ...port }: BackendPort): { name?: string; port: number; protocol: string } {
  return name === '' ? port : { name, ...port }
}

function address(service: Service, pod: Pod): EndpointAddress {
  const hostname = hostnameOf(service, pod)
  return {
    ip: pod.status?.podIP ?? '',
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: podReference(pod)
  }
}

export function podReference({ metadata }: Pod): NonNullable<EndpointAddress['targetRef']> {
  return {
    kind: 'Pod',
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    ...(metadata.uid === undefined ? {} : { uid: metadata.uid })
  }
}
