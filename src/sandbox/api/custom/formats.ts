import { isIP, isIPv4, isIPv6 } from 'node:net'

/**
 * The formats of texts that Kubernetes checks (apiserver/validation/formats.go of apiextensions-apiserver and
 * kube-openapi's strfmt, v1.35). A format that is not here is not checked.
 */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: text => /^\d{4}-\d\d-\d\d$/.test(text) && isDate(text),
  'date-time': isDateTime,
  datetime: isDateTime,
  duration: text => /^([-+]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$|^0$/.test(text) || /^\d+\s*\w+$/.test(text),
  email: text => /^[^\s@]+@[^\s@]+$/.test(text),
  hostname: text => /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,62})?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,62})?)*$/.test(text),
  ipv4: isIPv4,
  ipv6: isIPv6,
  cidr: isRange,
  uri: text => URL.canParse(text) || text.startsWith('/'),
  mac: text => /^([0-9a-fA-F]{2}[:-]){5}([0-9a-fA-F]{2}[:-]?){0,15}[0-9a-fA-F]{2}$/.test(text),
  uuid: text => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uuid3: text => /^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uuid4: text => /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i.test(text),
  uuid5: text => /^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i.test(text),
  byte: text => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
  hexcolor: text => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text)
}

/** Whether a text has the form that a format wants. */
export function hasFormat(format: string, text: string): boolean {
  return formats[format]?.(text) ?? true
}

function isDate(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
}

function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d([.,]\d+)?([Zz]|[+-]\d\d:?\d\d)$/.test(text) && isDate(text.slice(0, 10))
}

function isRange(text: string): boolean {
  const [address = '', bits = ''] = text.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most
}
