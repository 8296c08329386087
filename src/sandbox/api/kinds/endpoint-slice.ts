import type { Endpoint, EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1.js'
import { isIPv4, isIPv6 } from 'node:net'
import { ageCell, ageColumn, nameColumn, nameOf, shortList } from '../tables/cells.ts'
import { endpointAddressErrors } from '../validation/addresses.ts'
import { duplicate, invalid, required, tooMany, unsupported, type FieldError } from '../validation/field.ts'
import { dnsLabel, dnsSubdomain, qualifiedName } from '../validation/names.ts'
import { portNumberProblems, protocolErrors } from '../validation/ports.ts'
import { defineKind } from './kind.ts'

const addressTypes = ['FQDN', 'IPv4', 'IPv6']
const mostEndpoints = 1000
const mostAddresses = 100
const mostPorts = 20_000

/** pkg/registry/discovery/endpointslice/strategy.go, and pkg/apis/discovery/validation (v1.35). */
export const endpointSliceKind = defineKind<EndpointSlice>({
  resource: { group: 'discovery.k8s.io', resource: 'endpointslices' },
  generation: true,
  defaults(slice) {
    for (const port of slice.ports ?? []) {
      port.name ??= ''
      port.protocol ??= 'TCP'
    }
  },
  validate(slice) {
    const { addressType = '', endpoints = [], ports = [] } = slice as Partial<EndpointSlice>
    const errors: FieldError[] = []
    if (addressType === '') errors.push(required('addressType'))
    else if (!addressTypes.includes(addressType)) errors.push(unsupported('addressType', addressType, addressTypes))
    if (endpoints.length > mostEndpoints) errors.push(tooMany('endpoints', endpoints.length, mostEndpoints))
    else
      for (const [index, endpoint] of endpoints.entries())
        errors.push(...endpointErrors(endpoint, addressType, `endpoints[${index}]`))
    return [...errors, ...portsErrors(ports)]
  },
  validateUpdate: (slice, old) =>
    slice.addressType === old.addressType ? [] : [invalid('addressType', slice.addressType, 'field is immutable')],
  columns: [nameColumn, { name: 'AddressType' }, { name: 'Ports' }, { name: 'Endpoints' }, ageColumn],
  cells: (slice, context) => [
    nameOf(slice),
    slice.addressType,
    portsText(slice.ports ?? []),
    shortList(slice.endpoints.flatMap(({ addresses }) => addresses)) || '<unset>',
    ageCell(slice, context)
  ]
})

function portsText(ports: readonly EndpointPort[]): string {
  return shortList(ports.map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port)))) || '<unset>'
}

function endpointErrors(endpoint: Endpoint, addressType: string, path: string): FieldError[] {
  const { addresses = [], nodeName, hostname } = endpoint as Partial<Endpoint>
  const errors: FieldError[] = []
  const field = `${path}.addresses`
  if (addresses.length === 0) errors.push(required(field, 'must contain at least 1 address'))
  else if (addresses.length > mostAddresses) errors.push(tooMany(field, addresses.length, mostAddresses))
  for (const [index, address] of addresses.entries())
    errors.push(...addressErrors(address, addressType, `${field}[${index}]`))
  if (nodeName) errors.push(...dnsSubdomain(nodeName).map(problem => invalid(`${path}.nodeName`, nodeName, problem)))
  if (hostname) errors.push(...dnsLabel(hostname).map(problem => invalid(`${path}.hostname`, hostname, problem)))
  return errors
}

function addressErrors(address: string, addressType: string, field: string): FieldError[] {
  switch (addressType) {
    case 'IPv4':
      if (!isIPv4(address)) return [invalid(field, address, 'must be a valid IPv4 address')]
      return endpointAddressErrors(address, field)
    case 'IPv6':
      if (!isIPv6(address)) return [invalid(field, address, 'must be a valid IPv6 address')]
      return endpointAddressErrors(address, field)
    case 'FQDN':
      return dnsSubdomain(address.replace(/\.$/, '')).map(problem => invalid(field, address, problem))
    default:
      return []
  }
}

function portsErrors(ports: readonly EndpointPort[]): FieldError[] {
  if (ports.length > mostPorts) return [tooMany('ports', ports.length, mostPorts)]
  const names = new Set<string>()
  return ports.flatMap(({ name = '', protocol, port, appProtocol }, index) => {
    const path = `ports[${index}]`
    const errors: FieldError[] = []
    if (name !== '') errors.push(...dnsLabel(name).map(problem => invalid(`${path}.name`, name, problem)))
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name))
    names.add(name)
    if (port !== undefined)
      errors.push(...portNumberProblems(port).map(problem => invalid(`${path}.port`, port, problem)))
    errors.push(...protocolErrors(protocol, `${path}.protocol`))
    if (appProtocol)
      errors.push(...qualifiedName(appProtocol).map(problem => invalid(`${path}.appProtocol`, appProtocol, problem)))
    return errors
  })
}
