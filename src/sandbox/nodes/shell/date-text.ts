const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As `date` of busybox writes a time, in UTC. */
export function dateText(date: Date, form = '%a %b %e %H:%M:%S UTC %Y'): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const signs: Readonly<Record<string, string>> = {
    Y: String(date.getUTCFullYear()),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    e: String(date.getUTCDate()).padStart(2),
    H: two(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    s: String(Math.floor(date.getTime() / 1000)),
    a: days[date.getUTCDay()] ?? '',
    b: months[date.getUTCMonth()] ?? '',
    Z: 'UTC',
    F: date.toISOString().slice(0, 10),
    T: date.toISOString().slice(11, 19),
    N: `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`,
    z: '+0000',
    n: '\n',
    '%': '%'
  }
  return form.replace(/%([A-Za-z%])/g, (all, sign: string) => signs[sign] ?? all)
}
