import type { Service, ServiceSpec } from 'kubernetes-types/core/v1.js'

// What the type of a Service brings along (pkg/api/service/util.go and pkg/registry/core/service/strategy.go, v1.35).

export function isHeadless({ spec }: Pick<Service, 'spec'>): boolean {
  return spec?.clusterIPs?.[0] === 'None' || (spec?.clusterIPs === undefined && spec?.clusterIP === 'None')
}

export function needsClusterIP({ type }: ServiceSpec): boolean {
  return type !== 'ExternalName'
}

/** Whether each port is to get a number on every node, unless it says so itself. */
export function allocatesNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false)
}

export function mayHaveNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer'
}

export function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local'
}

/** Whether anything from outside the cluster reaches it, so that it has an external traffic policy. */
export function servesOutside({ type, externalIPs }: ServiceSpec): boolean {
  return mayHaveNodePorts({ type }) || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0)
}
