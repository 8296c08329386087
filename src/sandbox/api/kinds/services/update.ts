import type { Service, ServiceSpec } from 'kubernetes-types/core/v1.js'
import { equalJson } from '../../json.ts'
import type { Draft } from '../kind.ts'
import { mayHaveNodePorts, needsClusterIP, needsHealthCheck, servesOutside } from './facts.ts'

/**
 * What was allocated stays when an update leaves it out, so that a manifest can be applied again (patchAllocatedValues
 * of pkg/registry/core/service/storage/storage.go, v1.35).
 */
export function keepAllocated(service: Draft<Service>, old: Service): void {
  const spec = (service.spec ??= {})
  const before = old.spec ?? {}
  if (needsClusterIP(before) && needsClusterIP(spec)) {
    spec.clusterIP ??= before.clusterIP
    if (!spec.clusterIPs && spec.clusterIP === before.clusterIP && before.clusterIPs)
      spec.clusterIPs = [...before.clusterIPs]
  }
  if (mayHaveNodePorts(before) && mayHaveNodePorts(spec)) {
    const wanted = new Set((spec.ports ?? []).map(port => port.nodePort))
    const taken = new Set((before.ports ?? []).map(port => port.nodePort).filter(port => port && wanted.has(port)))
    const numbers = new Map((before.ports ?? []).map(({ name = '', nodePort }) => [name, nodePort]))
    for (const port of spec.ports ?? []) {
      const number = numbers.get(port.name ?? '')
      if (port.nodePort || !number || taken.has(number)) continue
      port.nodePort = number
      taken.add(number)
    }
  }
  if (needsHealthCheck(before) && needsHealthCheck(spec)) spec.healthCheckNodePort ??= before.healthCheckNodePort
}

/** clusterIP and clusterIPs say the same; whoever changes one means both (normalizeClusterIPs). */
export function matchClusterIPs(service: Draft<Service>, old: Service | undefined): void {
  const spec = (service.spec ??= {})
  if (!old) {
    if (spec.clusterIP && !spec.clusterIPs) spec.clusterIPs = [spec.clusterIP]
    return
  }
  const before = old.spec ?? {}
  const sameList = equalJson(spec.clusterIPs, before.clusterIPs)
  if (before.clusterIP && !spec.clusterIP) {
    if (sameList) delete spec.clusterIPs
  } else if (spec.clusterIP !== before.clusterIP && sameList && spec.clusterIP) spec.clusterIPs = [spec.clusterIP]
  else if (spec.clusterIP && !spec.clusterIPs) spec.clusterIPs = [spec.clusterIP]
}

/**
 * Fields that belong to the type of before go with it, unless the user changed them in the same update
 * (dropTypeDependentFields of pkg/registry/core/service/strategy.go).
 */
export function dropWhatTypeHasNot(service: Draft<Service>, old: Service): void {
  const spec = (service.spec ??= {})
  const before = old.spec ?? {}
  const drop = (...fields: (keyof ServiceSpec)[]): void => {
    for (const field of fields) if (equalJson(spec[field], before[field])) Reflect.deleteProperty(spec, field)
  }
  if (needsClusterIP(before) && !needsClusterIP(spec)) {
    if (equalJson([spec.clusterIP, spec.clusterIPs], [before.clusterIP, before.clusterIPs]))
      drop('clusterIP', 'clusterIPs')
    drop('ipFamilies', 'ipFamilyPolicy')
  }
  if (mayHaveNodePorts(before) && !mayHaveNodePorts(spec)) {
    const numbers = ({ ports = [] }: ServiceSpec): unknown => ports.map(({ nodePort }) => nodePort ?? 0)
    if (equalJson(numbers(before), numbers(spec))) for (const port of spec.ports ?? []) delete port.nodePort
  }
  if (needsHealthCheck(before) && !needsHealthCheck(spec)) drop('healthCheckNodePort')
  if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer')
    drop('allocateLoadBalancerNodePorts', 'loadBalancerClass')
  if (servesOutside(before) && !servesOutside(spec)) drop('externalTrafficPolicy')
}
