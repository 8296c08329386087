import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.js'
import { randomInt } from 'node:crypto'
import type { KubeObject } from '../../../object.ts'
import { ApiError } from '../../status.ts'
import { familyOf, ipv4Number, ipv4Text } from '../../validation/addresses.ts'
import { invalid, invalidObject, type FieldError } from '../../validation/field.ts'
import type { Draft, KindContext } from '../kind.ts'
import { allocatesNodePorts, isHeadless, mayHaveNodePorts, needsHealthCheck } from './facts.ts'
import { clusterAddressErrors } from './validation.ts'

/** The range of cluster IPs, 10.96.0.0/12. The first 256 are left to those who ask for an address by name. */
const firstAddress = ipv4Number('10.96.0.0')
const addresses = 2 ** 20
const leftToUsers = 256
const firstPort = 30_000
const lastPort = 32_767
/** Below this, node ports are left to those who ask for a number (portallocator's static band). */
const firstDynamicPort = 30_086

const alreadyAllocated = (what: string): string => `provided ${what} is already allocated`

/**
 * Gives a Service its cluster IP, families and node ports: pkg/registry/core/service/storage/alloc.go (v1.35). What
 * other Services have is read from the store, so that deleting one frees what it had.
 *
 * @throws ApiError 422 when something asked for is taken or out of range.
 */
export function allocate(service: Draft<Service>, old: Service | undefined, context: KindContext): void {
  const spec = (service.spec ??= {})
  const others = context.store
    .list({ group: '', resource: 'services' })
    .filter(
      ({ metadata }) => metadata.name !== service.metadata.name || metadata.namespace !== service.metadata.namespace
    )
    .map(object => (object as KubeObject & Service).spec ?? {})
  if (spec.type !== 'ExternalName') {
    setFamilies(service, spec, old)
    if (old?.spec?.type === 'ExternalName' || !old) giveAddress(service, spec, others)
  }
  const taken = new Set(others.flatMap(nodePortsOf))
  if (mayHaveNodePorts(spec)) giveNodePorts(service, spec, new Set(old ? nodePortsOf(old.spec ?? {}) : []), taken)
  if (needsHealthCheck(spec) && !(old && needsHealthCheck(old.spec ?? {}))) giveHealthCheckPort(spec, taken)
}

function refuse(service: Draft<Service>, ...errors: FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'Service' }, service.metadata.name || '', errors)
}

/** initIPFamilyFields, on a cluster that has IPv4 only. */
function setFamilies(service: Draft<Service>, spec: ServiceSpec, old: Service | undefined): void {
  const selectsNothing = Object.keys(spec.selector ?? {}).length === 0
  const headless = isHeadless(service)
  spec.ipFamilyPolicy ??= old?.spec?.ipFamilyPolicy ?? (headless && selectsNothing ? 'RequireDualStack' : 'SingleStack')
  refuse(service, ...clusterAddressErrors(service))
  const policy = spec.ipFamilyPolicy
  const single = policy === 'SingleStack'
  const errors: FieldError[] = []
  const families = [...(spec.ipFamilies ?? [])]
  if (single && (spec.clusterIPs?.length ?? 0) === 2)
    errors.push(invalid('spec.ipFamilyPolicy', policy, dualStackNeeded('cluster IPs')))
  if (single && families.length === 2)
    errors.push(invalid('spec.ipFamilyPolicy', policy, dualStackNeeded('IP families')))
  for (const [index, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None' || index < families.length) continue
    const family = familyOf(address)
    if (family === 'IPv4') families.push(family)
    else
      errors.push(invalid(`spec.clusterIPs[${index}]`, spec.clusterIPs, `${family} is not configured on this cluster`))
  }
  refuse(service, ...errors)
  if (headless && selectsNothing) {
    if (families.length === 0) families.push('IPv4')
    if (families.length === 1 && !single) families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4')
    spec.ipFamilies = families
    return
  }
  if (policy === 'RequireDualStack')
    errors.push(invalid('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'))
  for (const [index, family] of families.entries())
    if (family !== 'IPv4') errors.push(invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'))
  refuse(service, ...errors)
  spec.ipFamilies = families.length === 0 ? ['IPv4'] : families
}

function dualStackNeeded(what: string): string {
  return `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`
}

function giveAddress(service: Draft<Service>, spec: ServiceSpec, others: readonly ServiceSpec[]): void {
  if (isHeadless(service)) return
  const taken = new Set(others.flatMap(({ clusterIPs = [], clusterIP }) => [...clusterIPs, clusterIP]))
  const wanted = spec.clusterIPs?.[0]
  if (wanted) {
    const offset = ipv4Number(wanted) - firstAddress
    const inRange = offset > 0 && offset < addresses - 1
    const problem = inRange ? alreadyAllocated('IP') : 'the provided network does not match the current range'
    if (!inRange || taken.has(wanted))
      refuse(service, invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${wanted}: ${problem}`))
    return
  }
  let address: string
  do address = ipv4Text(firstAddress + randomInt(leftToUsers, addresses - 1))
  while (taken.has(address))
  spec.clusterIP = address
  spec.clusterIPs = [address]
}

function nodePortsOf({ ports = [], healthCheckNodePort }: ServiceSpec): number[] {
  return [...ports.map(({ nodePort }) => nodePort), healthCheckNodePort].filter(
    port => port !== undefined && port !== 0
  ) as number[]
}

/** @param own node ports that the Service had before, and may keep. */
function giveNodePorts(service: Draft<Service>, spec: ServiceSpec, own: ReadonlySet<number>, taken: Set<number>): void {
  // Two protocols of one port share a number, as DNS has it.
  const chosen = new Map<number, number>()
  for (const { port, nodePort } of spec.ports ?? []) if (nodePort && !chosen.has(port)) chosen.set(port, nodePort)
  const reserved = new Set<number>()
  for (const [index, port] of (spec.ports ?? []).entries()) {
    if (port.nodePort) {
      if (!own.has(port.nodePort) && !reserved.has(port.nodePort)) checkPort(service, port, index, taken)
      reserved.add(port.nodePort)
    } else if (allocatesNodePorts(spec)) {
      port.nodePort = chosen.get(port.port) ?? freePort(new Set([...taken, ...reserved, ...own, ...chosen.values()]))
      chosen.set(port.port, port.nodePort)
      reserved.add(port.nodePort)
    }
  }
  for (const port of reserved) taken.add(port)
}

function checkPort(service: Draft<Service>, { nodePort = 0 }: ServicePort, index: number, taken: ReadonlySet<number>) {
  const field = `spec.ports[${index}].nodePort`
  if (nodePort < firstPort || nodePort > lastPort) {
    const range = `provided port is not in the valid range. The range of valid ports is ${firstPort}-${lastPort}`
    refuse(service, invalid(field, nodePort, range))
  }
  if (taken.has(nodePort)) refuse(service, invalid(field, nodePort, alreadyAllocated('port')))
}

function freePort(taken: ReadonlySet<number>): number {
  for (let tries = 0; tries < 64; tries++) {
    const port = randomInt(firstDynamicPort, lastPort + 1)
    if (!taken.has(port)) return port
  }
  for (let port = lastPort; port >= firstPort; port--) if (!taken.has(port)) return port
  throw new ApiError(500, 'InternalError', 'Internal error occurred: failed to allocate a nodePort: range is full')
}

function giveHealthCheckPort(spec: ServiceSpec, taken: ReadonlySet<number>): void {
  const wanted = spec.healthCheckNodePort
  if (!wanted) {
    spec.healthCheckNodePort = freePort(taken)
    return
  }
  if (!taken.has(wanted)) return
  const message = `failed to allocate requested HealthCheck NodePort ${wanted}: ${alreadyAllocated('port')}`
  throw new ApiError(500, 'InternalError', `Internal error occurred: ${message}`)
}
