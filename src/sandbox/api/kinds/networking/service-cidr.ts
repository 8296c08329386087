import type { ObjectMeta } from 'kubernetes-types/meta/v1.js'
import { isIP } from 'node:net'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { familyOf, isCidr } from '../../validation/addresses.ts'
import { invalid, required, type FieldError } from '../../validation/field.ts'
import { immutable } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'

/** ServiceCIDR and IPAddress of networking.k8s.io/v1, which the package of types does not have yet. */
interface ServiceCIDR {
  metadata?: ObjectMeta
  spec?: { cidrs?: string[] }
}

interface IPAddress {
  metadata?: ObjectMeta
  spec?: { parentRef?: { group?: string; resource?: string; namespace?: string; name?: string } }
}

const group = 'networking.k8s.io'

/** pkg/registry/networking/servicecidr, and ValidateServiceCIDR of pkg/apis/networking/validation (v1.35). */
export const serviceCidrKind = defineKind<ServiceCIDR>({
  resource: { group, resource: 'servicecidrs' },
  validate({ spec = {} }) {
    const cidrs = spec.cidrs ?? []
    if (cidrs.length === 0) return [required('spec.cidrs', 'at least one CIDR required')]
    if (cidrs.length > 2) return [invalid('spec', spec, 'may only hold up to 2 values')]
    const errors = cidrs
      .map((cidr, index) => [cidr, `spec.cidrs[${index}]`] as const)
      .filter(([cidr]) => !isCidr(cidr))
      .map(([cidr, field]) => invalid(field, cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'))
    const families = new Set(cidrs.map(cidr => familyOf(cidr.split('/')[0] ?? '')))
    if (errors.length === 0 && cidrs.length === 2 && families.size < 2)
      errors.push(
        invalid(
          'spec',
          spec,
          'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/96'
        )
      )
    return errors
  },
  validateUpdate: ({ spec }, { spec: old }) => immutable(spec?.cidrs?.[0], old?.cidrs?.[0], 'spec.cidrs[0]'),
  columns: [nameColumn, { name: 'CIDRs' }, ageColumn],
  cells: (range, context) => [nameOf(range), (range.spec?.cidrs ?? []).join(','), ageCell(range, context)]
})

/** pkg/registry/networking/ipaddress, and ValidateIPAddress of pkg/apis/networking/validation (v1.35). */
export const ipAddressKind = defineKind<IPAddress>({
  resource: { group, resource: 'ipaddresses' },
  nameCheck: name => (isIP(name) === 0 ? ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'] : []),
  validate({ spec }) {
    const parent = spec?.parentRef
    if (!parent) return [required('spec.parentRef')]
    const missing: FieldError[] = []
    if (!parent.resource) missing.push(required('spec.parentRef.resource'))
    if (!parent.name) missing.push(required('spec.parentRef.name'))
    return missing
  },
  validateUpdate: ({ spec }, { spec: old }) => immutable(spec?.parentRef, old?.parentRef, 'spec.parentRef'),
  columns: [nameColumn, { name: 'ParentRef' }, ageColumn],
  cells(address, context) {
    const parent = address.spec?.parentRef
    const resource = parent?.group ? `${parent.resource ?? ''}.${parent.group}` : (parent?.resource ?? '')
    const text = [resource.toLowerCase(), ...(parent?.namespace ? [parent.namespace] : []), parent?.name ?? ''].join(
      '/'
    )
    return [nameOf(address), parent ? text : '<none>', ageCell(address, context)]
  }
})
