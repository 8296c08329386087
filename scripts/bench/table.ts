/** One thing that was measured, several times. Times in milliseconds. */
export interface Measured {
  readonly what: string
  readonly times: readonly number[]
  /** The sum of the durations of all kubectl calls in each of the runs, where there were any. */
  readonly kubectlTimes?: readonly number[]
}

/** The middle value; of an even number of values the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN
  return (lower + upper) / 2
}

/**
 * The figures as a Markdown table: medians, and as ratios that mean the same on a slow and on a fast machine.
 *
 * @param node how long `node -e 0` took
 */
export function renderTable(node: readonly number[], measured: readonly Measured[]): string {
  const unit = median(node)
  const rows = measured.map(({ what, times, kubectlTimes }) => [
    what,
    `${(median(times) / 1000).toFixed(2)} s`,
    (median(times) / unit).toFixed(1),
    kubectlTimes ? median(times.map((time, run) => time / (kubectlTimes[run] ?? NaN))).toFixed(2) : ''
  ])
  return [
    ['', 'median', '× `node -e 0`', '× its kubectl calls'],
    ['---', '---:', '---:', '---:'],
    ['`node -e 0`', `${(unit / 1000).toFixed(2)} s`, '1.0', ''],
    ...rows
  ]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
}
