import type { IntOrPercent } from '../types/apps.ts'

/** `intstr.GetScaledValueFromIntOrPercent`: a number, or a percentage of `total` rounded up or down. */
export function scaled(value: IntOrPercent | undefined, total: number, rounding: 'up' | 'down'): number {
  if (value === undefined) return 0
  if (typeof value === 'number') return value
  const percent = Number.parseInt(value, 10)
  if (Number.isNaN(percent)) return 0
  const exact = (percent * total) / 100
  return rounding === 'up' ? Math.ceil(exact) : Math.floor(exact)
}
