import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset } from 'kubernetes-types/core/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf, shortList } from '../tables/cells.ts'
import { endpointAddressErrors } from '../validation/addresses.ts'
import { invalid, required, type FieldError } from '../validation/field.ts'
import { dnsLabel, dnsSubdomain, qualifiedName } from '../validation/names.ts'
import { portNumberProblems, protocolErrors } from '../validation/ports.ts'
import { defineKind } from './kind.ts'

/** pkg/registry/core/endpoint/strategy.go, and ValidateEndpoints of pkg/apis/core/validation (v1.35). */
export const endpointsKind = defineKind<Endpoints>({
  resource: { group: '', resource: 'endpoints' },
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults(endpoints) {
    for (const { ports = [] } of endpoints.subsets ?? []) for (const port of ports) port.protocol ??= 'TCP'
  },
  validate: endpoints =>
    (endpoints.subsets ?? []).flatMap((subset, index) => subsetErrors(subset, `subsets[${index}]`)),
  columns: [nameColumn, { name: 'Endpoints' }, ageColumn],
  cells: (endpoints, context) => [nameOf(endpoints), endpointsText(endpoints), ageCell(endpoints, context)]
})

function endpointsText({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>'
  const pairs = subsets.flatMap(({ addresses = [], ports = [] }) => {
    const ips = addresses.map(({ ip }) => ip)
    return ports.length === 0 ? ips : ports.flatMap(({ port }) => ips.map(ip => joinHostPort(ip, port)))
  })
  return shortList(pairs)
}

function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function subsetErrors({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset, path: string) {
  const errors: FieldError[] = []
  if (addresses.length === 0 && notReadyAddresses.length === 0)
    errors.push(required(path, 'must specify `addresses` or `notReadyAddresses`'))
  for (const [index, address] of addresses.entries())
    errors.push(...addressErrors(address, `${path}.addresses[${index}]`))
  for (const [index, address] of notReadyAddresses.entries())
    errors.push(...addressErrors(address, `${path}.notReadyAddresses[${index}]`))
  for (const [index, port] of ports.entries())
    errors.push(...portErrors(port, ports.length > 1, `${path}.ports[${index}]`))
  return errors
}

function addressErrors({ ip = '', hostname, nodeName }: Partial<EndpointAddress>, path: string): FieldError[] {
  return [
    ...endpointAddressErrors(ip, `${path}.ip`),
    ...(hostname ? dnsLabel(hostname).map(problem => invalid(`${path}.hostname`, hostname, problem)) : []),
    ...(nodeName ? dnsSubdomain(nodeName).map(problem => invalid(`${path}.nodeName`, nodeName, problem)) : [])
  ]
}

function portErrors({ name, port, protocol, appProtocol }: EndpointPort, nameNeeded: boolean, path: string) {
  const errors: FieldError[] = []
  if (!name) {
    if (nameNeeded) errors.push(required(`${path}.name`))
  } else errors.push(...dnsLabel(name).map(problem => invalid(`${path}.name`, name, problem)))
  errors.push(...portNumberProblems(port).map(problem => invalid(`${path}.port`, port, problem)))
  errors.push(...protocolErrors(protocol, `${path}.protocol`))
  if (appProtocol)
    errors.push(...qualifiedName(appProtocol).map(problem => invalid(`${path}.appProtocol`, appProtocol, problem)))
  return errors
}
