import { isIP, isIPv4 } from 'node:net'
import { invalid, type FieldError } from './field.ts'

/** What is wrong with an IP address: validation.IsValidIP of apimachinery (v1.35). */
export function addressErrors(address: string, field: string): FieldError[] {
  if (isIP(address) !== 0) return []
  return [invalid(field, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')]
}

/** Addresses that no endpoint can have: ValidateEndpointIP of pkg/apis/core/validation. */
export function endpointAddressErrors(address: string, field: string): FieldError[] {
  if (isIP(address) === 0) return addressErrors(address, field)
  const at = (pattern: RegExp): boolean => pattern.test(address)
  const problems: string[] = []
  if (at(/^(0\.0\.0\.0|::)$/)) problems.push('may not be unspecified (0.0.0.0 or ::)')
  if (at(/^(127\.|::1$)/)) problems.push('may not be in the loopback range (127.0.0.0/8, ::1/128)')
  if (at(/^(169\.254\.|fe[89ab])/i)) problems.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)')
  if (at(/^(224\.0\.0\.|ff[01]2)/i))
    problems.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')
  return problems.map(problem => invalid(field, address, problem))
}

/** `IPv4` or `IPv6`, as Services and EndpointSlices name the families. */
export function familyOf(address: string): 'IPv4' | 'IPv6' {
  return isIPv4(address) ? 'IPv4' : 'IPv6'
}

/** An IPv4 address as a number, for ranges. */
export function ipv4Number(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

export function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(number / 2 ** shift) % 256).join('.')
}

/** Whether a text is a range of addresses, such as `10.240.0.0/24`. */
export function isCidr(text: string): boolean {
  const [address = '', length = '', rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest !== undefined || !/^\d{1,3}$/.test(length)) return false
  return Number(length) <= (family === 4 ? 32 : 128)
}
