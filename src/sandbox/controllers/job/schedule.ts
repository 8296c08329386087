/** Cron schedules in the form that github.com/robfig/cron/v3 reads (ParseStandard). */

export interface Schedule {
  /** Milliseconds between one moment and the next, of a schedule that counts them instead of looking at the clock. */
  readonly every?: number
  /** Whether a minute is one of the schedule's, by the clock of its time zone. */
  matches(minute: WallTime): boolean
  /** Whether the day of a moment is one of the schedule's, whatever the hour. */
  matchesDay(at: WallTime): boolean
}

export interface WallTime {
  readonly minute: number
  readonly hour: number
  readonly day: number
  /** 1 to 12. */
  readonly month: number
  /** 0 is Sunday. */
  readonly weekday: number
}

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *'
}
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** @returns the schedule, or `undefined` when the text is none. */
export function parseSchedule(text: string): Schedule | undefined {
  const every = text.startsWith('@every ') ? durationOf(text.slice('@every '.length)) : undefined
  if (every !== undefined) return { every: Math.max(1000, every), matches: () => false, matchesDay: () => false }
  const fields = (macros[text.trim().toLowerCase()] ?? text).trim().split(/\s+/)
  if (fields.length !== 5) return undefined
  const [minute, hour, day, month, weekday] = [
    parseField(fields[0], 0, 59),
    parseField(fields[1], 0, 23),
    parseField(fields[2], 1, 31),
    parseField(fields[3], 1, 12, months),
    parseField(fields[4], 0, 7, weekdays)
  ]
  if (!minute || !hour || !day || !month || !weekday) return undefined
  if (weekday.has(7)) weekday.add(0)
  const anyDay = /^[*?]/.test(fields[2] ?? '')
  const anyWeekday = /^[*?]/.test(fields[4] ?? '')
  function matchesDay(at: WallTime): boolean {
    if (!month?.has(at.month)) return false
    const [byDay, byWeekday] = [day?.has(at.day) === true, weekday?.has(at.weekday) === true]
    // When both are restricted, either is enough.
    return anyDay || anyWeekday ? byDay && byWeekday : byDay || byWeekday
  }
  return {
    matchesDay,
    matches: at => minute.has(at.minute) && hour.has(at.hour) && matchesDay(at)
  }
}

const lengths: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** Milliseconds of a duration as Go writes it (`1h30m`); `undefined` when it is none. */
export function durationOf(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)
  return [...parts].reduce((sum, [, number, unit = 's']) => sum + Number(number) * (lengths[unit] ?? 0), 0)
}

function parseField(
  text = '',
  lowest: number,
  highest: number,
  names: readonly string[] = []
): Set<number> | undefined {
  const values = new Set<number>()
  const numberOf = (word: string): number => {
    const named = names.indexOf(word.toLowerCase())
    return named >= 0 ? named + (lowest === 0 ? 0 : 1) : /^\d+$/.test(word) ? Number(word) : NaN
  }
  for (const part of text.split(',')) {
    const [range = '', stepText] = part.split('/')
    const step = stepText === undefined ? 1 : Number(stepText)
    const isAny = range === '*' || range === '?'
    const [from = '', to] = range.split('-')
    const first = isAny ? lowest : numberOf(from)
    const last = isAny ? highest : to === undefined ? (stepText === undefined ? first : highest) : numberOf(to)
    if (!(step >= 1) || !(first >= lowest) || !(last <= highest) || !(first <= last)) return undefined
    for (let value = first; value <= last; value += step) values.add(value)
  }
  return values
}

/** A function that tells the wall clock's time of a moment. @throws RangeError for a time zone that is not known. */
export function wallClock(timeZone = 'UTC'): (milliseconds: number) => WallTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric'
  })
  return milliseconds => {
    const parts = Object.fromEntries(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]))
    return {
      minute: Number(parts['minute']),
      hour: Number(parts['hour']),
      day: Number(parts['day']),
      month: Number(parts['month']),
      weekday: weekdays.indexOf((parts['weekday'] ?? '').toLowerCase())
    }
  }
}

const minuteLength = 60_000
/** A schedule such as 29 February may be years away; beyond this it never comes. */
const furthest = 5 * 366 * 24 * 60

/**
 * The first moment of the schedule after `after`, in milliseconds since the epoch.
 *
 * @param since the moment that schedules count from which do not look at the clock.
 */
export function nextAfter(
  schedule: Schedule,
  wall: (milliseconds: number) => WallTime,
  after: number,
  since = after
): number | undefined {
  if (schedule.every !== undefined) return since + (Math.floor((after - since) / schedule.every) + 1) * schedule.every
  let at = Math.floor(after / minuteLength) * minuteLength + minuteLength
  for (let tries = 0; tries < furthest; tries += 1, at += minuteLength) {
    const time = wall(at)
    if (schedule.matches(time)) return at
    // Days and hours without a match are skipped, so that rare schedules are found quickly; an hour of a day is kept
    // back, for the day on which the clocks go forward.
    if (time.minute !== 0) continue
    const skipped =
      time.hour === 0 && !schedule.matchesDay(time) ? 22 * 60 - 1 : anyMinuteMatches(schedule, time) ? 0 : 59
    tries += skipped
    at += skipped * minuteLength
  }
  return undefined
}

function anyMinuteMatches(schedule: Schedule, hour: WallTime): boolean {
  for (let minute = 0; minute < 60; minute += 1) if (schedule.matches({ ...hour, minute })) return true
  return false
}

/** The latest moment of the schedule in (after, until], and how many there were. */
export function latestIn(
  schedule: Schedule,
  wall: (milliseconds: number) => WallTime,
  after: number,
  until: number
): { readonly at: number | undefined; readonly missed: number } {
  let at: number | undefined
  let missed = 0
  for (
    let next = nextAfter(schedule, wall, after);
    next !== undefined && next <= until;
    next = nextAfter(schedule, wall, next)
  ) {
    at = next
    missed += 1
    if (missed > 10_000) break
  }
  return { at, missed }
}
