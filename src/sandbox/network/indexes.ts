/** How the network finds objects without looking at all of them. */
import { isFinished } from '../controllers/runtime/pods.ts'
import type { Index } from '../controllers/runtime/informer.ts'
import { serviceNameLabel, type EndpointSlice } from '../controllers/services/slices.ts'
import type { Node, Pod, Service } from '../controllers/types/core.ts'

/** Pods by their own address; those that share their node's have none. */
export const byAddress: Index<Pod> = pod =>
  pod.spec.hostNetwork === true || isFinished(pod) ? [] : (pod.status?.podIPs ?? []).map(({ ip }) => ip)

/** Pods that answer at their node's address, by that address. */
export const byHostAddress: Index<Pod> = pod => {
  const onHost =
    pod.spec.hostNetwork === true || pod.spec.containers.some(({ ports = [] }) => ports.some(each => each.hostPort))
  return !onHost || isFinished(pod) || pod.status?.hostIP === undefined ? [] : [pod.status.hostIP]
}

export const nodesByAddress: Index<Node> = ({ status }) =>
  (status?.addresses ?? []).flatMap(({ type, address }) => (type === 'InternalIP' ? [address] : []))

/** Services by the addresses that are theirs alone. */
export const servicesByAddress: Index<Service> = ({ spec }) =>
  [...new Set([spec.clusterIP, ...(spec.clusterIPs ?? []), ...((spec['externalIPs'] ?? []) as string[])])].filter(
    (address): address is string => address !== undefined && address !== '' && address !== 'None'
  )

/** Services by the ports that every node opens for them. */
export const servicesByNodePort: Index<Service> = ({ spec }) =>
  (spec.ports ?? []).flatMap(({ nodePort, protocol = 'TCP' }) =>
    nodePort === undefined || nodePort === 0 || protocol !== 'TCP' ? [] : [String(nodePort)]
  )

export const servicesByName: Index<Service> = ({ metadata }) => [metadata.name]

/** EndpointSlices by `namespace/name` of their Service, whoever made them. */
export const slicesByService: Index<EndpointSlice> = ({ metadata }) => {
  const name = metadata.labels?.[serviceNameLabel]
  return name === undefined ? [] : [`${metadata.namespace ?? ''}/${name}`]
}
