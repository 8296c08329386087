/**
 * A length of time as the AGE column shows it: two units at most, and ever coarser (duration.HumanDuration of
 * apimachinery/pkg/util/duration, v1.35).
 *
 * @param milliseconds how long.
 */
export function humanDuration(milliseconds: number): string {
  const total = Math.trunc(milliseconds / 1000)
  if (total < -1) return '<invalid>'
  if (total < 0) return '0s'
  if (total < 60 * 2) return `${total}s`
  const minutes = Math.trunc(total / 60)
  if (minutes < 10) return two(minutes, 'm', total % 60, 's')
  if (minutes < 60 * 3) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  if (hours < 24 * 8) return two(Math.trunc(hours / 24), 'd', hours % 24, 'h')
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24)}d`
  if (hours < 24 * 365 * 8) return two(Math.trunc(hours / 24 / 365), 'y', Math.trunc(hours / 24) % 365, 'd')
  return `${Math.trunc(hours / 24 / 365)}y`
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`
}

/** The time since a timestamp of the API; `<unknown>` when there is none. */
export function age(since: string | undefined | null, now: number): string {
  return since ? humanDuration(now - Date.parse(since)) : '<unknown>'
}
