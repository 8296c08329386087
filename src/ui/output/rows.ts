import wrapAnsi from 'wrap-ansi'
import { plain } from '../../shell/sanitise.ts'
import { withAgreedWidths } from '../../markdown/agreed-widths.ts'
import { widthOf } from '../../markdown/styled.ts'
import type { OutputLine } from './buffer.ts'
import { markMatches } from './search.ts'

/** The rows of output that are on the screen. */
export interface OutputRows {
  /** Text with colours, each at most as wide as the pane. */
  readonly rows: readonly string[]
  /** How many rows there are in all, at this width. */
  readonly total: number
  /** How many rows stand below the last one shown. */
  readonly back: number
}

const reset = '\u001b[0m'

/**
 * The visible slice of a command's output: only these rows are wrapped and drawn, whatever there is besides.
 *
 * @param back how many rows to go back from the end
 * @param colours false takes colours out
 */
export function outputRows(
  lines: readonly OutputLine[],
  {
    columns,
    rows,
    back,
    colours,
    before = 0,
    query = ''
  }: {
    readonly columns: number
    readonly rows: number
    readonly back: number
    readonly colours: boolean
    /** Lines before these, which are not at hand; a row each, for who follows the end does not see them. */
    readonly before?: number
    /** Shown reversed wherever it stands. */
    readonly query?: string
  }
): OutputRows {
  const heights = lines.map(line => heightOf(line, columns))
  const given = heights.reduce((sum, height) => sum + height, 0)
  const total = before + given
  const clamped = Math.max(0, Math.min(back, total - rows))
  const end = given - clamped
  const begin = Math.max(0, end - rows)
  const shown: string[] = []
  let at = 0
  for (const [index, line] of lines.entries()) {
    const height = heights[index] ?? 1
    if (at + height > begin && at < end) {
      const wrapped = wrapLine(line, columns, colours, query)
      for (let row = 0; row < height; row++) if (at + row >= begin && at + row < end) shown.push(wrapped[row] ?? '')
    }
    at += height
    if (at >= end) break
  }
  return { rows: shown, total, back: clamped }
}

/** How many rows stand below a line. */
export function rowsBelow(lines: readonly OutputLine[], index: number, columns: number): number {
  return lines.slice(index + 1).reduce((sum, line) => sum + heightOf(line, columns), 0)
}

const heights = new WeakMap<OutputLine, { readonly columns: number; readonly height: number }>()

function heightOf(line: OutputLine, columns: number): number {
  if (line.text.length <= columns && isSimple(line.text)) return 1
  const known = heights.get(line)
  if (known?.columns === columns) return known.height
  const height = wrapLine(line, columns, false).length
  heights.set(line, { columns, height })
  return height
}

function isSimple(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text)
}

function wrapLine(line: OutputLine, columns: number, colours: boolean, query = ''): string[] {
  const raw = withAgreedWidths(colours ? line.open + line.text : plain(line.text))
  const text = markMatches(expandTabs(raw), withAgreedWidths(query))
  const closed = text.includes('\u001b') ? text + reset : text
  return wrapAnsi(closed, Math.max(1, columns), { hard: true, wordWrap: false, trim: false }).split('\n')
}

/** Tab stops every 8 columns, as terminals have them. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text
  return text.split('\t').reduce((done, part) => done + ' '.repeat(8 - (widthOf(plain(done)) % 8)) + part)
}
