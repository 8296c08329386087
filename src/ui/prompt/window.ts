import { withAgreedWidths } from '../../markdown/agreed-widths.ts'
import { graphemes, widthOf } from '../../markdown/styled.ts'

/** The part of a long line that is on the screen. */
export interface LineWindow {
  readonly text: string
  /** Column of the cursor within `text`. */
  readonly cursor: number
}

/**
 * Cuts a line to the columns there are, around its cursor; `<` and `>` stand where something is left out.
 *
 * @param newline what stands for a newline
 */
export function lineWindow(
  text: string,
  cursor: number,
  width: number,
  { newline }: { readonly newline: string }
): LineWindow {
  const room = Math.max(3, width)
  const cells: { readonly shown: string; readonly width: number }[] = []
  let at = 0
  let cursorCell = 0
  for (const grapheme of graphemes(text)) {
    if (at < cursor) cursorCell++
    at += grapheme.length
    const shown = grapheme === '\n' ? newline : withAgreedWidths(grapheme)
    cells.push({ shown, width: widthOf(shown) })
  }
  const total = cells.reduce((sum, cell) => sum + cell.width, 0)
  // One column stays free for a cursor behind the last character.
  if (total < room) return { text: cells.map(cell => cell.shown).join(''), cursor: columns(cells.slice(0, cursorCell)) }

  let start = cursorCell
  let used = 1
  const limit = room - 2
  // A third of the room stays visible behind the cursor, as far as there is text.
  const behind = Math.min(columns(cells.slice(cursorCell)), Math.floor(limit / 3))
  while (start > 0 && used + (cells[start - 1]?.width ?? 0) <= limit - behind) used += cells[--start]?.width ?? 0
  let end = start
  let shownWidth = 0
  while (end < cells.length && shownWidth + (cells[end]?.width ?? 0) <= limit) shownWidth += cells[end++]?.width ?? 0
  const body = cells
    .slice(start, end)
    .map(cell => cell.shown)
    .join('')
  const left = start > 0 ? '<' : ''
  return {
    text: left + body + (end < cells.length ? '>' : ''),
    cursor: widthOf(left) + columns(cells.slice(start, cursorCell))
  }
}

function columns(cells: readonly { readonly width: number }[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0)
}
