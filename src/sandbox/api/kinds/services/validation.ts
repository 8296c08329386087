import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.js'
import { isIP } from 'node:net'
import { addressErrors, endpointAddressErrors, familyOf, isCidr } from '../../validation/addresses.ts'
import { duplicate, forbiddenField, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { dnsLabel, dnsSubdomain, labelErrors, qualifiedName } from '../../validation/names.ts'
import { portErrors, portNumberProblems, protocolErrors } from '../../validation/ports.ts'
import { isHeadless, needsHealthCheck, servesOutside } from './facts.ts'

// ValidateService and ValidateServiceUpdate of pkg/apis/core/validation/validation.go (v1.35).

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const policies = ['Cluster', 'Local']
const distributions = ['PreferClose', 'PreferSameNode', 'PreferSameZone']

/** What is wrong with a Service that has got its cluster IP and node ports. */
export function serviceErrors(service: Service): FieldError[] {
  const spec = service.spec ?? {}
  const ports = spec.ports ?? []
  const errors: FieldError[] = []
  if (ports.length === 0 && !isHeadless(service) && spec.type !== 'ExternalName') errors.push(required('spec.ports'))
  errors.push(...typeErrors(service, spec))
  errors.push(...portListErrors(ports, spec))
  errors.push(...labelErrors(spec.selector, 'spec.selector'))
  errors.push(...affinityErrors(spec))
  errors.push(...clusterAddressErrors(service))
  for (const [index, address] of (spec.externalIPs ?? []).entries())
    errors.push(...externalAddressErrors(address, `spec.externalIPs[${index}]`))
  if (!types.includes(spec.type ?? '')) errors.push(unsupported('spec.type', spec.type ?? '', types))
  errors.push(...loadBalancerErrors(spec), ...trafficErrors(spec))
  return errors
}

function typeErrors(service: Service, spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  if (spec.type === 'LoadBalancer') {
    const exposed = 'may not expose port 10250 externally since it is used by kubelet'
    for (const [index, { port }] of (spec.ports ?? []).entries())
      if (port === 10_250) errors.push(invalid(`spec.ports[${index}]`, port, exposed))
  }
  if ((spec.type === 'LoadBalancer' || spec.type === 'NodePort') && isHeadless(service))
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`))
  if (spec.type !== 'ExternalName') return errors
  const forbidden = [
    ['clusterIPs', spec.clusterIPs],
    ['ipFamilies', spec.ipFamilies],
    ['ipFamilyPolicy', spec.ipFamilyPolicy]
  ] as const
  for (const [field, value] of forbidden)
    if (value?.length) errors.push(forbiddenField(`spec.${field}`, 'may not be set for ExternalName services'))
  const name = (spec.externalName ?? '').replace(/\.$/, '')
  if (name === '') errors.push(required('spec.externalName'))
  else errors.push(...dnsSubdomain(name).map(problem => invalid('spec.externalName', name, problem)))
  return errors
}

function portListErrors(ports: readonly ServicePort[], { type }: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  for (const [index, port] of ports.entries()) {
    const path = `spec.ports[${index}]`
    if (port.name) {
      errors.push(...dnsLabel(port.name).map(problem => invalid(`${path}.name`, port.name, problem)))
      if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
      names.add(port.name)
    } else if (ports.length > 1) errors.push(required(`${path}.name`))
    errors.push(...portNumberProblems(port.port).map(problem => invalid(`${path}.port`, port.port, problem)))
    errors.push(...protocolErrors(port.protocol, `${path}.protocol`))
    errors.push(...portErrors(port.targetPort ?? port.port, `${path}.targetPort`))
    const { appProtocol } = port
    if (appProtocol)
      errors.push(...qualifiedName(appProtocol).map(problem => invalid(`${path}.appProtocol`, appProtocol, problem)))
  }
  if (type === 'ClusterIP')
    for (const [index, { nodePort }] of ports.entries())
      if (nodePort)
        errors.push(forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"))
  errors.push(...doubledPorts(ports))
  return errors
}

function doubledPorts(ports: readonly ServicePort[]): FieldError[] {
  const errors: FieldError[] = []
  const nodePorts = new Set<string>()
  for (const [index, { nodePort, protocol }] of ports.entries()) {
    if (!nodePort) continue
    const key = `${protocol ?? ''}/${nodePort}`
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort))
    nodePorts.add(key)
  }
  const pairs = new Set<string>()
  for (const [index, { port, protocol }] of ports.entries()) {
    const key = `${protocol ?? ''}/${port}`
    if (pairs.has(key)) errors.push(duplicate(`spec.ports[${index}]`, { port, protocol }))
    pairs.add(key)
  }
  return errors
}

function affinityErrors({ sessionAffinity = '', sessionAffinityConfig }: ServiceSpec): FieldError[] {
  if (sessionAffinity !== 'ClientIP' && sessionAffinity !== 'None')
    return [unsupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None'])]
  if (sessionAffinity === 'None') return []
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0
  if (seconds > 0 && seconds <= 86_400) return []
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds'
  return [invalid(field, seconds, 'must be greater than 0 and less than 86400')]
}

/** ValidateServiceClusterIPsRelatedFields: what cluster IPs and families must be, each by itself and together. */
export function clusterAddressErrors(service: Pick<Service, 'spec'>): FieldError[] {
  const { type, clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = service.spec ?? {}
  if (type === 'ExternalName') return []
  const field = 'spec.clusterIPs'
  const errors: FieldError[] = []
  if (clusterIP) {
    if (clusterIPs.length === 0) errors.push(required(field))
    else if (clusterIPs[0] !== clusterIP) errors.push(invalid(field, clusterIPs, 'first value must match `clusterIP`'))
  } else if (clusterIPs.length > 0)
    errors.push(invalid(field, clusterIPs, 'must be empty when `clusterIP` is not specified'))
  for (const [index, family] of ipFamilies.entries()) {
    if (family !== 'IPv4' && family !== 'IPv6')
      errors.push(unsupported(`spec.ipFamilies[${index}]`, family, ['IPv4', 'IPv6']))
    if (ipFamilies.indexOf(family) < index) errors.push(duplicate(`spec.ipFamilies[${index}]`, family))
  }
  const known = ['SingleStack', 'PreferDualStack', 'RequireDualStack']
  if (ipFamilyPolicy !== undefined && !known.includes(ipFamilyPolicy))
    errors.push(unsupported('spec.ipFamilyPolicy', ipFamilyPolicy, known))
  const wrong = clusterIPs.flatMap((address, index) =>
    address === 'None' && index === 0
      ? clusterIPs.length > 1
        ? [invalid(field, clusterIPs, "'None' must be the first and only value")]
        : []
      : addressErrors(address, `${field}[${index}]`)
  )
  errors.push(...wrong)
  if (clusterIPs.length > 2) errors.push(invalid(field, clusterIPs, 'may only hold up to 2 values'))
  if (wrong.length > 0) return errors
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(familyOf)).size < 2)
    errors.push(invalid(field, clusterIPs, 'may specify no more than one IP for each IP family'))
  if (isHeadless(service)) return errors
  for (const [index, address] of clusterIPs.entries()) {
    const family = ipFamilies[index]
    if (family !== undefined && isIP(address) !== 0 && familyOf(address) !== family) {
      const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``
      errors.push(invalid(`${field}[${index}]`, address, detail))
    }
  }
  return errors
}

function externalAddressErrors(address: string, field: string): FieldError[] {
  return isIP(address) === 0 ? addressErrors(address, field) : endpointAddressErrors(address, field)
}

function loadBalancerErrors(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  const isBalancer = spec.type === 'LoadBalancer'
  const only = "may only be used when `type` is 'LoadBalancer'"
  const ranges = spec.loadBalancerSourceRanges ?? []
  if (ranges.length > 0 && !isBalancer) errors.push(forbiddenField('spec.LoadBalancerSourceRanges', only))
  for (const [index, range] of ranges.entries())
    if (!isCidr(range.trim())) {
      const detail = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'
      errors.push(invalid(`spec.LoadBalancerSourceRanges[${index}]`, range, detail))
    }
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalancer)
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', only))
  if (spec.loadBalancerClass !== undefined) {
    if (!isBalancer) errors.push(forbiddenField('spec.loadBalancerClass', only))
    errors.push(
      ...qualifiedName(spec.loadBalancerClass).map(problem =>
        invalid('spec.loadBalancerClass', spec.loadBalancerClass, problem)
      )
    )
  }
  return errors
}

function trafficErrors(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  const { externalTrafficPolicy: external, internalTrafficPolicy: internal, healthCheckNodePort = 0 } = spec
  if (!servesOutside(spec)) {
    if (external)
      errors.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'))
  } else if (!external) errors.push(required('spec.externalTrafficPolicy'))
  else if (!policies.includes(external)) errors.push(unsupported('spec.externalTrafficPolicy', external, policies))
  const onlyLocal = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
  if (healthCheckNodePort !== 0 && !needsHealthCheck(spec))
    errors.push(invalid('spec.healthCheckNodePort', healthCheckNodePort, onlyLocal))
  if (internal && !policies.includes(internal))
    errors.push(unsupported('spec.internalTrafficPolicy', internal, policies))
  const { trafficDistribution } = spec as ServiceSpec & { trafficDistribution?: string }
  if (trafficDistribution !== undefined && !distributions.includes(trafficDistribution))
    errors.push(unsupported('spec.trafficDistribution', trafficDistribution, distributions))
  return errors
}

/** What an update may not change: the cluster IP that a Service has, unless it becomes another kind of Service. */
export function changeErrors(service: Service, old: Service): FieldError[] {
  const errors: FieldError[] = []
  const before = old.spec ?? {}
  const after = service.spec ?? {}
  if (before.type === 'LoadBalancer' && after.type === 'LoadBalancer') {
    if (before.loadBalancerClass !== after.loadBalancerClass)
      errors.push(invalid('spec.loadBalancerClass', after.loadBalancerClass, 'may not change once set'))
  }
  if (before.type === 'ExternalName' || after.type === 'ExternalName') return errors
  const [headlessBefore, headlessAfter] = [isHeadless(old), isHeadless(service)]
  if (!(headlessBefore && headlessAfter))
    errors.push(...fixedList('clusterIPs', 'clusterIP', before.clusterIPs ?? [], after.clusterIPs ?? []))
  if (!headlessBefore && !headlessAfter)
    errors.push(...fixedList('ipFamilies', 'ipFamily', before.ipFamilies ?? [], after.ipFamilies ?? []))
  return errors
}

function fixedList(name: string, one: string, before: readonly string[], after: readonly string[]): FieldError[] {
  const field = `spec.${name}[0]`
  if (before.length > 0 && after.length === 0) return [invalid(field, after, `primary ${one} can not be unset`)]
  if (before.length > 0 && before[0] !== after[0]) return [invalid(field, after, 'may not change once set')]
  return []
}
