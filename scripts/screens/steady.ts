import type { Run, Screen } from './cells.ts'

/** Ends of names as Kubernetes makes them (k8s.io/apimachinery, util/rand): no vowels, nothing that looks like one. */
const madeEnd = /(?<=-|[+~!-] )[bcdfghjklmnpqrstvwxz2456789]{5}(?= |$)/g
const ends = ['nsjwx', 'x7k2p', 'q9d4t', 'tl5cm', 'w8r6v', 'k4zbn', 'h2m9f', 'v6gpd']

/**
 * The screen without what differs from run to run: random ends of names get others in their order, and times are made
 * the same, each as wide as it was.
 */
export function steady({ columns, rows }: Screen): Screen {
  const known = new Map<string, string>()
  const nameFor = (end: string): string => {
    const name = known.get(end) ?? ends[known.size % ends.length] ?? end
    known.set(end, name)
    return name
  }
  const masked = (run: Run): Run => ({ ...run, text: steadyTimes(run.text.replace(madeEnd, nameFor)) })
  return { columns, rows: rows.map(runs => runs.map(masked)) }
}

function steadyTimes(text: string): string {
  return text
    .replace(/\b\d\.\d s\b/g, '0.3 s')
    .replace(/\b\d s of\b/g, '4 s of')
    .replace(/\b\d\d s of\b/g, '12 s of')
    .replace(/(?<= |<)\d(?=s *$)/g, '4')
    .replace(/(?<= |<)\d\d(?=s *$)/g, '10')
    .replace(/\b\d+ min \d+ s\b|\b\d\d s(?=\. *$)/g, time =>
      time.replace(/\d+(?= min)/, '2').replace(/\d+(?= s)/, '10')
    )
}
