const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/** What Kubernetes says of a text that is no quantity. */
export const quantityRule =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const nano = 1_000_000_000n
/** 2^63 - 1, the most that a quantity may be; it is capped there. */
const most = 9_223_372_036_854_775_807n

/**
 * The canonical text of a quantity, as it is read back from the API: `0.5` is `500m`, `1024Mi` is `1Gi`.
 *
 * Follows staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go (v1.35): parsing rounds up to a billionth; a
 * whole number with a binary suffix stays binary from 1024 on.
 *
 * @returns undefined when the text is no quantity
 */
export function canonicalQuantity(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(n|u|m|k|M|G|T|P|E|[KMGTPE]i|[eE][+-]?\d{1,3})?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match
  if (whole === '' && fraction === '') return undefined
  const exponentForm = /^[eE][+-]?\d/.test(suffix)
  const binaryPower = binarySuffixes.indexOf(suffix)
  const isBinary = suffix.endsWith('i')
  const exponent = exponentForm ? Number(suffix.slice(1)) : isBinary ? 0 : 3 * decimalSuffixes.indexOf(suffix) - 9

  // Kubernetes gives a text back as it came when it is canonical but for its sign, its leading zeros or its `E`.
  const digits = (whole.replace(/^0+/, '') || '0') + fraction
  const scale = exponent - fraction.length
  const isCanonical = scale % 3 === 0 && scale >= -9 && digits.length <= 18
  if (!isBinary && isCanonical && !digits.startsWith('0') && !digits.endsWith('000')) return text

  // The amount is digits * 10^(exponent - fraction's length), counted here in billionths.
  let amount = BigInt(whole + fraction) * (isBinary ? 1n << BigInt(10 * binaryPower) : 1n)
  const shift = scale + 9
  if (shift >= 0) amount *= 10n ** BigInt(shift)
  else amount = roundUp(amount, 10n ** BigInt(-shift))
  if (amount === 0n) return '0'
  const minus = sign === '-' ? '-' : ''
  if (isBinary) {
    if (amount > most * nano) amount = most * nano
    if (amount >= 1024n * nano && amount % nano === 0n) return minus + inBinary(amount / nano)
  }
  return minus + inDecimal(amount, exponentForm)
}

function roundUp(amount: bigint, divisor: bigint): bigint {
  return (amount + divisor - 1n) / divisor
}

function inBinary(amount: bigint): string {
  let power = 0
  while (amount % 1024n === 0n && power < binarySuffixes.length - 1) {
    amount /= 1024n
    power++
  }
  return `${amount}${binarySuffixes[power] ?? ''}`
}

function inDecimal(billionths: bigint, exponentForm: boolean): string {
  let power = 0
  while (billionths % 1000n === 0n && (exponentForm || power < decimalSuffixes.length - 1)) {
    billionths /= 1000n
    power++
  }
  if (!exponentForm) return `${billionths}${decimalSuffixes[power] ?? ''}`
  const exponent = 3 * power - 9
  return exponent === 0 ? String(billionths) : `${billionths}e${exponent}`
}
