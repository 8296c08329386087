import type { PodSpec } from 'kubernetes-types/core/v1.js'
import { addressErrors } from '../../../validation/addresses.ts'
import { invalid, required, type FieldError } from '../../../validation/field.ts'
import { dnsSubdomain } from '../../../validation/names.ts'

const mostNameservers = 3
const mostSearches = 32
const longestSearchList = 2048

/** validatePodDNSConfig of pkg/apis/core/validation (v1.35). */
export function dnsConfigErrors({ dnsPolicy, dnsConfig }: PodSpec, path: string): FieldError[] {
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')]
    if (!dnsConfig.nameservers?.length) {
      const rule = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
      return [required(`${path}.nameservers`, rule)]
    }
  }
  const errors: FieldError[] = []
  if (!dnsConfig) return errors
  const { nameservers = [], searches = [], options = [] } = dnsConfig
  if (nameservers.length > mostNameservers) {
    const rule = `must not have more than ${mostNameservers} nameservers`
    errors.push(invalid(`${path}.nameservers`, nameservers, rule))
  }
  for (const [index, server] of nameservers.entries())
    errors.push(...addressErrors(server, `${path}.nameservers[${index}]`))
  if (searches.length > mostSearches)
    errors.push(invalid(`${path}.searches`, searches, `must not have more than ${mostSearches} search paths`))
  if (searches.join(' ').length > longestSearchList) {
    const rule = `must not have more than ${longestSearchList} characters (including spaces) in the search list`
    errors.push(invalid(`${path}.searches`, searches, rule))
  }
  for (const [index, search] of searches.entries()) {
    const name = search.endsWith('.') ? search.slice(0, -1) : search
    errors.push(...dnsSubdomain(name).map(problem => invalid(`${path}.searches[${index}]`, name, problem)))
  }
  for (const [index, { name }] of options.entries())
    if (!name) errors.push(required(`${path}.options[${index}]`, 'must not be empty'))
  return errors
}
