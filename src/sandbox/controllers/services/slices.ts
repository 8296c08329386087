/** The EndpointSlices of a Service: pkg/controller/endpointslice and k8s.io/endpointslice. */
import type { KubeObject } from '../../object.ts'
import { isReady, isTerminating } from '../runtime/pods.ts'
import { controllerReference } from '../runtime/owner-references.ts'
import type { Pod, Service } from '../types/core.ts'
import { backends, headlessLabel, hostnameOf, isHeadless, portsOn, type BackendPort } from './backends.ts'
import { podReference } from './endpoints.ts'

export const serviceNameLabel = 'kubernetes.io/service-name'
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by'
export const managedBy = 'endpointslice-controller.k8s.io'
/** MaxEndpointsPerSlice. */
const perSlice = 100

export interface EndpointSlice extends KubeObject {
  addressType: string
  endpoints: SliceEndpoint[] | null
  ports?: { name?: string; port?: number; protocol?: string; appProtocol?: string }[] | null
}

export interface SliceEndpoint {
  addresses: string[]
  conditions: { ready: boolean; serving: boolean; terminating: boolean }
  hostname?: string
  nodeName?: string
  zone?: string
  targetRef?: object
}

/** What slices there are to be, without their names. */
export function slicesFor(service: Service, pods: Iterable<Pod>): EndpointSlice[] {
  const byPorts = new Map<string, { ports: BackendPort[]; endpoints: SliceEndpoint[] }>()
  for (const pod of backends(service, pods)) {
    const ports = portsOn(service, pod)
    const key = JSON.stringify(ports)
    const group = byPorts.get(key) ?? { ports, endpoints: [] }
    byPorts.set(key, group)
    group.endpoints.push(endpoint(service, pod))
  }
  if (byPorts.size === 0) return [slice(service, [], [])]
  return [...byPorts.values()].flatMap(({ ports, endpoints }) => {
    const slices: EndpointSlice[] = []
    for (let start = 0; start < endpoints.length; start += perSlice) {
      slices.push(slice(service, ports, endpoints.slice(start, start + perSlice)))
    }
    return slices
  })
}

function endpoint(service: Service, pod: Pod): SliceEndpoint {
  const published = service.spec.publishNotReadyAddresses === true
  const serving = published || isReady(pod)
  const terminating = isTerminating(pod)
  const hostname = hostnameOf(service, pod)
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: serving && (published || !terminating), serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: podReference(pod),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName })
  }
}

function slice(service: Service, ports: readonly BackendPort[], endpoints: SliceEndpoint[]): EndpointSlice {
  const { name, namespace, labels } = service.metadata
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: '',
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        ...labels,
        [managedByLabel]: managedBy,
        [serviceNameLabel]: name,
        ...(isHeadless(service) ? { [headlessLabel]: '' } : {})
      },
      ownerReferences: [controllerReference({ ...service, apiVersion: 'v1', kind: 'Service' })]
    },
    addressType: 'IPv4',
    endpoints,
    ports: ports.map(port => ({ ...port }))
  }
}
