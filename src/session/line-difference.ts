/** A line of a text beside another one: in both, only there in the wished one, or only in the present one. */
export interface DifferenceLine {
  readonly kind: 'same' | 'lacking' | 'surplus'
  readonly text: string
  /** Its number in the present text, counted from 1; of a lacking one, that of the line it goes before. */
  readonly line: number
}

/** Of longer texts the middle that differs is told as a whole. */
const mostCells = 4_000_000

/**
 * Compares two texts line by line, by their longest common subsequence. Pure.
 *
 * @returns every line of both, in order; what is surplus stands before what is lacking in its place
 */
export function lineDifference(present: string, wished: string): readonly DifferenceLine[] {
  const have = linesOf(present)
  const want = linesOf(wished)
  let start = 0
  while (start < have.length && start < want.length && have[start] === want[start]) start++
  let end = 0
  while (
    end < have.length - start &&
    end < want.length - start &&
    have[have.length - 1 - end] === want[want.length - 1 - end]
  )
    end++
  const same = (from: number, to: number): DifferenceLine[] =>
    have.slice(from, to).map((text, index) => ({ kind: 'same', text, line: from + index + 1 }))
  return [
    ...same(0, start),
    ...middle(have.slice(start, have.length - end), want.slice(start, want.length - end), start),
    ...same(have.length - end, have.length)
  ]
}

function middle(have: readonly string[], want: readonly string[], offset: number): DifferenceLine[] {
  const lengths = have.length * want.length > mostCells ? undefined : commonLengths(have, want)
  const lines: DifferenceLine[] = []
  let at = 0
  let other = 0
  while (at < have.length || other < want.length) {
    const line = offset + at + 1
    if (lengths !== undefined && at < have.length && other < want.length && have[at] === want[other]) {
      lines.push({ kind: 'same', text: have[at] ?? '', line })
      at++
      other++
    } else if (
      at < have.length &&
      (other >= want.length || (lengths?.[at + 1]?.[other] ?? 1) >= (lengths?.[at]?.[other + 1] ?? 0))
    )
      lines.push({ kind: 'surplus', text: have[at++] ?? '', line })
    else lines.push({ kind: 'lacking', text: want[other++] ?? '', line })
  }
  return lines
}

/** Lengths of the longest common subsequences of what follows each pair of places. */
function commonLengths(have: readonly string[], want: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: have.length + 1 }, () => new Uint32Array(want.length + 1))
  for (let at = have.length - 1; at >= 0; at--)
    for (let other = want.length - 1; other >= 0; other--) {
      const row = lengths[at]
      const below = lengths[at + 1]
      if (row === undefined || below === undefined) continue
      row[other] =
        have[at] === want[other] ? (below[other + 1] ?? 0) + 1 : Math.max(below[other] ?? 0, row[other + 1] ?? 0)
    }
  return lengths
}

/** The lines of a text; a newline at the end begins no further line. */
export function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}
