import { durationOf } from '../../../controllers/job/schedule.ts'

interface Bounds {
  readonly lowest: number
  readonly highest: number
  readonly names?: readonly string[]
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const fields: readonly Bounds[] = [
  { lowest: 0, highest: 59 },
  { lowest: 0, highest: 23 },
  { lowest: 1, highest: 31 },
  { lowest: 1, highest: 12, names: months },
  { lowest: 0, highest: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }
]
const macros = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

/** What is wrong with a cron schedule, in the words of ParseStandard (github.com/robfig/cron/v3, parser.go). */
export function scheduleProblem(schedule: string): string | undefined {
  const [, every] = /^@every (.*)$/.exec(schedule) ?? []
  if (every !== undefined && durationOf(every) !== undefined) return undefined
  if (every !== undefined)
    return `failed to parse duration ${schedule}: time: invalid duration ${JSON.stringify(every)}`
  if (schedule.startsWith('@')) return macros.includes(schedule) ? undefined : `unrecognized descriptor: ${schedule}`
  const text = schedule.replace(/^(TZ|CRON_TZ)=\S+\s*/, '')
  const words = text.split(/\s+/).filter(word => word !== '')
  if (words.length !== fields.length)
    return `expected exactly ${fields.length} fields, found ${words.length}: [${words.join(' ')}]`
  for (const [index, bounds] of fields.entries()) {
    for (const expression of (words[index] ?? '').split(',').filter(part => part !== '')) {
      const problem = rangeProblem(expression, bounds)
      if (problem !== undefined) return problem
    }
  }
  return undefined
}

/** One range of a field: `*`, a number or a name, `low-high`, each with a step after a slash. */
function rangeProblem(expression: string, { lowest, highest, names = [] }: Bounds): string | undefined {
  const [range = '', stepText, ...slashes] = expression.split('/')
  const [low = '', high, ...hyphens] = range.split('-')
  const valueOf = (word: string): number | string => {
    const named = names.indexOf(word.toLowerCase())
    return named >= 0 ? named + lowest : integer(word)
  }
  let start: number | string = lowest
  let end: number | string = highest
  if (low !== '*' && low !== '?') {
    start = valueOf(low)
    if (typeof start === 'string') return start
    end = high === undefined ? (stepText === undefined ? start : highest) : valueOf(high)
    if (typeof end === 'string') return end
    if (hyphens.length > 0) return `too many hyphens: ${expression}`
  }
  const step = stepText === undefined ? 1 : integer(stepText)
  if (typeof step === 'string') return step
  if (slashes.length > 0) return `too many slashes: ${expression}`
  if (start < lowest) return `beginning of range (${start}) below minimum (${lowest}): ${expression}`
  if (end > highest) return `end of range (${end}) above maximum (${highest}): ${expression}`
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${expression}`
  return step === 0 ? `step of range should be a positive number: ${expression}` : undefined
}

/** A number, or why there is none. */
function integer(text: string): number | string {
  if (!/^[+-]?\d+$/.test(text))
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`
  const number = Number(text)
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number
}

/** What is wrong with a time zone (validateTimeZone of pkg/apis/batch/validation, v1.35). */
export function timeZoneProblem(timeZone: string): string | undefined {
  if (timeZone === '') return 'timeZone must be nil or non-empty string'
  if (timeZone.toLowerCase() === 'local')
    return 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return undefined
  } catch {
    return `unknown time zone ${timeZone}`
  }
}
