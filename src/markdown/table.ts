import { fit, lineWidth, type Line, type Run } from './styled.ts'
import { wrap } from './wrap.ts'

type Cell = readonly Run[]

const gap = 2
/** Narrower columns break most words; the table is then told row by row. */
const narrowest = 6

/**
 * Draws a table with its columns aligned. When it is wider than the pane, the widest columns give way and their cells
 * wrap; when even that leaves no room, each row becomes lines of the form "heading: value".
 *
 * @param options.width columns of the pane
 */
export function renderTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  { width, ascii }: { readonly width: number; readonly ascii: boolean }
): Line[] {
  const columns = Math.max(header.length, ...rows.map(row => row.length))
  if (columns === 0) return []
  const natural = Array.from({ length: columns }, (_, column) =>
    Math.max(1, ...[header, ...rows].map(row => lineWidth(row[column] ?? [])))
  )
  const widths = shrink(natural, width - gap * (columns - 1))
  if (widths === undefined) return listRows(header, rows, width)
  const bold = header.map(cell => cell.map(run => ({ ...run, bold: true })))
  const total = widths.reduce((sum, column) => sum + column, 0) + gap * (columns - 1)
  return [
    ...drawRow(bold, widths),
    [{ text: (ascii ? '-' : '─').repeat(total), dim: true }],
    ...rows.flatMap(row => drawRow(row, widths))
  ]
}

/** Takes columns from the widest first; undefined when the narrowest form does not fit either. */
function shrink(natural: readonly number[], room: number): number[] | undefined {
  const widths = [...natural]
  let total = widths.reduce((sum, width) => sum + width, 0)
  while (total > room) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) return undefined
    widths[widths.indexOf(widest)] = widest - 1
    total--
  }
  return widths
}

function drawRow(row: readonly Cell[], widths: readonly number[]): Line[] {
  const cells = widths.map((width, column) => wrap(row[column] ?? [], width))
  const height = Math.max(...cells.map(cell => cell.length))
  return Array.from({ length: height }, (_, at) =>
    cells.flatMap((cell, column): Run[] => {
      const text = cell[at] ?? []
      const isLast = column === cells.length - 1
      return isLast ? [...text] : [...fit(text, widths[column] ?? 1), { text: ' '.repeat(gap) }]
    })
  )
}

function listRows(header: readonly Cell[], rows: readonly (readonly Cell[])[], width: number): Line[] {
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [[]] : []),
    ...row.flatMap((cell, column) => {
      const title = (header[column] ?? []).map(run => ({ ...run, bold: true }))
      return wrap(title.length > 0 ? [...title, { text: ': ' }, ...cell] : cell, width, [], [{ text: '  ' }])
    })
  ])
}
