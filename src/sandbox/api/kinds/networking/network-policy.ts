import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1.js'
import { BlockList } from 'node:net'
import { selectorText } from '../../subresources/scale.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { familyOf, isCidr } from '../../validation/addresses.ts'
import { forbiddenField, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { labelSelectorErrors } from '../../validation/label-selector.ts'
import { portErrors } from '../../validation/ports.ts'
import { defineKind } from '../kind.ts'

const protocols = ['TCP', 'UDP', 'SCTP']
const types = ['Ingress', 'Egress']

/** pkg/registry/networking/networkpolicy/strategy.go, and pkg/apis/networking (v1.35). */
export const networkPolicyKind = defineKind<NetworkPolicy>({
  resource: { group: 'networking.k8s.io', resource: 'networkpolicies' },
  generation: true,
  defaults({ spec }) {
    if (!spec) return
    // The type says that it is there, but a manifest may leave it out: then the policy is for all pods.
    ;(spec as Partial<typeof spec>).podSelector ??= {}
    if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress']
    for (const { ports = [] } of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
      for (const port of ports) port.protocol ??= 'TCP'
  },
  validate({ spec }) {
    if (!spec) return []
    const { ingress = [], egress = [], policyTypes = [] } = spec
    const errors = labelSelectorErrors(spec.podSelector, 'spec.podSelector')
    for (const [index, rule] of ingress.entries())
      errors.push(...ruleErrors(rule.ports ?? [], rule.from ?? [], `spec.ingress[${index}]`, 'from'))
    for (const [index, rule] of egress.entries())
      errors.push(...ruleErrors(rule.ports ?? [], rule.to ?? [], `spec.egress[${index}]`, 'to'))
    if (policyTypes.length > types.length)
      return [...errors, invalid('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes')]
    for (const [index, type] of policyTypes.entries())
      if (!types.includes(type)) errors.push(unsupported(`spec.policyTypes[${index}]`, type, types))
    return errors
  },
  columns: [nameColumn, { name: 'Pod-Selector' }, ageColumn],
  cells: (policy, context) => [
    nameOf(policy),
    selectorText(policy.spec?.podSelector) || '<none>',
    ageCell(policy, context)
  ]
})

function ruleErrors(
  ports: readonly NetworkPolicyPort[],
  peers: readonly NetworkPolicyPeer[],
  path: string,
  direction: 'from' | 'to'
): FieldError[] {
  return [
    ...ports.flatMap((port, index) => policyPortErrors(port, `${path}.ports[${index}]`)),
    ...peers.flatMap((peer, index) => peerErrors(peer, `${path}.${direction}[${index}]`))
  ]
}

function policyPortErrors({ protocol, port, endPort }: NetworkPolicyPort, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (protocol !== undefined && !protocols.includes(protocol))
    errors.push(unsupported(`${path}.protocol`, protocol, protocols))
  if (port === undefined) {
    if (endPort !== undefined)
      errors.push(invalid(`${path}.endPort`, endPort, 'may not be specified when `port` is not specified'))
    return errors
  }
  errors.push(...portErrors(port, `${path}.port`))
  if (endPort === undefined) return errors
  if (typeof port === 'string')
    errors.push(invalid(`${path}.endPort`, endPort, 'may not be specified when `port` is non-numeric'))
  else if (endPort < port) errors.push(invalid(`${path}.endPort`, port, 'must be greater than or equal to `port`'))
  return [...errors, ...portErrors(endPort, `${path}.endPort`)]
}

function peerErrors({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, path: string): FieldError[] {
  if (!podSelector && !namespaceSelector && !ipBlock) return [required(path, 'must specify a peer')]
  const errors = [
    ...labelSelectorErrors(podSelector, `${path}.podSelector`),
    ...labelSelectorErrors(namespaceSelector, `${path}.namespaceSelector`),
    ...(ipBlock ? blockErrors(ipBlock, `${path}.ipBlock`) : [])
  ]
  if (ipBlock && (podSelector ?? namespaceSelector))
    errors.push(forbiddenField(path, 'may not specify both ipBlock and another peer'))
  return errors
}

const cidrRule = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'

function blockErrors({ cidr, except = [] }: IPBlock, path: string): FieldError[] {
  if (!cidr) return [required(`${path}.cidr`)]
  if (!isCidr(cidr)) return [invalid(`${path}.cidr`, cidr, cidrRule)]
  return except.flatMap((range, index) => {
    const field = `${path}.except[${index}]`
    if (!isCidr(range)) return [invalid(field, range, cidrRule)]
    return isStrictPart(range, cidr) ? [] : [invalid(field, range, 'must be a strict subset of `cidr`')]
  })
}

function isStrictPart(part: string, whole: string): boolean {
  const [partAddress = '', partBits = ''] = part.split('/')
  const [wholeAddress = '', wholeBits = ''] = whole.split('/')
  const family = familyOf(wholeAddress)
  if (familyOf(partAddress) !== family || Number(partBits) <= Number(wholeBits)) return false
  const list = new BlockList()
  const form = family === 'IPv4' ? 'ipv4' : 'ipv6'
  list.addSubnet(wholeAddress, Number(wholeBits), form)
  return list.check(partAddress, form)
}
