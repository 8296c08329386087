import type { Service, ServicePort } from 'kubernetes-types/core/v1.js'
import { ageCell, ageColumn, labelsText, loadBalancerText, nameColumn, nameOf } from '../../tables/cells.ts'
import { dns1035Label } from '../../validation/names.ts'
import { defineKind, type Draft } from '../kind.ts'
import { allocate } from './allocation.ts'
import { isHeadless, servesOutside } from './facts.ts'
import { dropWhatTypeHasNot, keepAllocated, matchClusterIPs } from './update.ts'
import { changeErrors, serviceErrors } from './validation.ts'

/** pkg/registry/core/service and SetDefaults_Service of pkg/apis/core/v1 (v1.35), on a cluster with IPv4 alone. */
export const serviceKind = defineKind<Service>({
  resource: { group: '', resource: 'services' },
  nameCheck: dns1035Label,
  returnsDeleted: true,
  defaults: setDefaults,
  prepareForCreate(service, context) {
    service.status = { loadBalancer: {} }
    matchClusterIPs(service, undefined)
    allocate(service, undefined, context)
  },
  prepareForUpdate(service, old, context) {
    keepAllocated(service, old)
    matchClusterIPs(service, old)
    allocate(service, old, context)
    dropWhatTypeHasNot(service, old)
  },
  tellsChangesFirst: true,
  validate: serviceErrors,
  validateUpdate: changeErrors,
  selectableFields: {
    'spec.clusterIP': service => service.spec?.clusterIP ?? '',
    'spec.type': service => service.spec?.type ?? ''
  },
  columns: [
    nameColumn,
    { name: 'Type' },
    { name: 'Cluster-IP' },
    { name: 'External-IP' },
    { name: 'Port(s)' },
    ageColumn,
    { name: 'Selector', priority: 1 }
  ],
  cells: (service, context) => [
    nameOf(service),
    service.spec?.type ?? '',
    service.spec?.clusterIPs?.[0] ?? '<none>',
    externalText(service),
    (service.spec?.ports ?? []).map(portText).join(',') || '<none>',
    ageCell(service, context),
    labelsText(service.spec?.selector)
  ],
  warnings(service) {
    const { spec = {} } = service
    const warnings: string[] = []
    if (isHeadless(service) && spec.loadBalancerIP)
      warnings.push('spec.loadBalancerIP is ignored for headless services')
    if (isHeadless(service) && spec.externalIPs?.length)
      warnings.push('spec.externalIPs is ignored for headless services')
    if (isHeadless(service) && spec.sessionAffinity !== 'None')
      warnings.push('spec.SessionAffinity is ignored for headless services')
    return warnings
  }
})

function setDefaults(service: Draft<Service>): void {
  const spec = (service.spec ??= {})
  spec.type ??= 'ClusterIP'
  spec.sessionAffinity ??= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10_800 } }
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP'
    port.targetPort ||= port.port
  }
  if (servesOutside(spec)) spec.externalTrafficPolicy ??= 'Cluster'
  if (spec.type !== 'ExternalName') {
    spec.internalTrafficPolicy ??= 'Cluster'
    const wantsTwo = spec.clusterIPs?.length === 2 || spec.ipFamilies?.length === 2
    if (wantsTwo) spec.ipFamilyPolicy ??= 'RequireDualStack'
    if (spec.ipFamilyPolicy === 'RequireDualStack' && spec.ipFamilies?.length === 1)
      spec.ipFamilies.push(spec.ipFamilies[0] === 'IPv4' ? 'IPv6' : 'IPv4')
  }
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true
}

function externalText({ spec = {}, status }: Service): string {
  const { type, externalIPs = [] } = spec
  if (type === 'ExternalName') return spec.externalName ?? ''
  if (type !== 'LoadBalancer') return externalIPs.join(',') || '<none>'
  const balancer = loadBalancerText(status?.loadBalancer)
  return [...(balancer === '' ? [] : [balancer]), ...externalIPs].join(',') || '<pending>'
}

function portText({ port, nodePort, protocol }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol ?? ''}` : `${port}/${protocol ?? ''}`
}
