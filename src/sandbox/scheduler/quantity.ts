const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal = ['k', 'M', 'G', 'T', 'P', 'E']

/** The number that a quantity such as `100m`, `1.5Gi` or `2e3` stands for (apimachinery's resource.Quantity); NaN if none. */
export function parseQuantity(quantity: string | number): number {
  if (typeof quantity === 'number') return quantity
  const [, number, suffix = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|[KMGTPE]i)?$/.exec(quantity) ?? []
  if (number === undefined) return NaN
  const value = Number(number)
  if (suffix === '') return value
  if (suffix === 'm') return value / 1000
  if (suffix === 'u') return value / 1e6
  if (suffix === 'n') return value / 1e9
  const power = binary.indexOf(suffix)
  return power >= 0 ? value * 1024 ** (power + 1) : value * 1000 ** (decimal.indexOf(suffix) + 1)
}

/** An amount in the shortest form: `1500m`, `2`, `512Mi`; the amounts of memory and storage in powers of 1024. */
export function formatQuantity(amount: number, form: 'decimal' | 'binary'): string {
  if (form === 'binary' && Number.isInteger(amount)) {
    let value = amount
    let power = 0
    while (value !== 0 && value % 1024 === 0 && power < binary.length) {
      value /= 1024
      power += 1
    }
    return `${value}${binary[power - 1] ?? ''}`
  }
  const thousandths = Math.round(amount * 1000)
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`
}
