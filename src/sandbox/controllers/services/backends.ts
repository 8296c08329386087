/** The pods behind a Service, as both Endpoints and EndpointSlices tell of them. */
import { isFinished, isReady, isTerminating } from '../runtime/pods.ts'
import { matchesLabels } from '../runtime/labels.ts'
import type { Pod, Service, ServicePort } from '../types/core.ts'

export interface BackendPort {
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly appProtocol?: string
}

export const headlessLabel = 'service.kubernetes.io/headless'

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === 'None'
}

/** Whether a Service's endpoints are made from pods at all; without a selector somebody else writes them. */
export function selectsPods(service: Service): boolean {
  return Object.keys(service.spec.selector ?? {}).length > 0 && service.spec.type !== 'ExternalName'
}

export function selects(service: Service, pod: Pod): boolean {
  return selectsPods(service) && matchesLabels(service.spec.selector ?? {}, pod.metadata.labels)
}

/** Pods with an address that have not ended (ShouldPodBeInEndpoints of pkg/controller/util/endpoint). */
export function backends(service: Service, pods: Iterable<Pod>): Pod[] {
  return [...pods]
    .filter(pod => selects(service, pod) && !isFinished(pod) && (pod.status?.podIP ?? '') !== '')
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
}

/** Whether traffic may go to a pod. */
export function serves(service: Service, pod: Pod): boolean {
  return service.spec.publishNotReadyAddresses === true || (isReady(pod) && !isTerminating(pod))
}

/** The ports of a Service as numbers of this pod; a named port that the pod has not is left out (FindPort). */
export function portsOn(service: Service, pod: Pod): BackendPort[] {
  return (service.spec.ports ?? []).flatMap(port => {
    const number = targetPort(port, pod)
    if (number === undefined) return []
    const { name = '', protocol = 'TCP', appProtocol } = port
    return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }]
  })
}

function targetPort({ port, targetPort: target = port, protocol = 'TCP' }: ServicePort, pod: Pod): number | undefined {
  if (typeof target === 'number') return target === 0 ? port : target
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
    const named = container.ports?.find(each => each.name === target && (each.protocol ?? 'TCP') === protocol)
    if (named !== undefined) return named.containerPort
  }
  return undefined
}

/** The name that a pod has in DNS under a headless Service. */
export function hostnameOf(service: Service, pod: Pod): string | undefined {
  const { hostname = '', subdomain } = pod.spec
  return hostname !== '' && subdomain === service.metadata.name ? hostname : undefined
}

/** Whether anything that endpoints tell of a pod differs. */
export function tellsOther(before: Pod, after: Pod): boolean {
  const told = (pod: Pod): string =>
    JSON.stringify([
      pod.metadata.labels,
      pod.status?.podIP,
      isReady(pod),
      isFinished(pod),
      isTerminating(pod),
      pod.spec.nodeName,
      pod.spec.hostname
    ])
  return told(before) !== told(after)
}
