import type { Run, Screen } from './cells.ts'

const cell = { width: 8.4, height: 18 }
const margin = 12
const fontSize = 14
const background = '#16181d'
const foreground = '#d7dae0'

/** The sixteen colours of a terminal, dark ones first, readable on the background. */
const palette = [
  ...['#3b3f4a', '#f07178', '#8bd49c', '#e6c07b', '#7aa2f7', '#d399f0', '#66cfe0', '#d7dae0'],
  ...['#6b7080', '#ff8b92', '#a6e8b5', '#f5d595', '#9bb8ff', '#e3b5ff', '#8be3f0', '#ffffff']
]

/**
 * A terminal's screen as an SVG image of text: every run stands in its column, whatever font there is.
 *
 * @param title what is seen, for those who do not see it.
 */
export function renderSvg({ columns, rows }: Screen, title: string): string {
  const width = Math.round(columns * cell.width) + 2 * margin
  const height = rows.length * cell.height + 2 * margin
  const lines = rows.flatMap((runs, row) => {
    const y = margin + row * cell.height
    const backs = runs.filter(({ inverse }) => inverse).map(run => back(run, y))
    const texts = runs.filter(run => run.text.trim() !== '').map(tspan)
    return [...backs, ...(texts.length === 0 ? [] : [`<text y="${y + fontSize}">${texts.join('')}</text>`])]
  })
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
    `<g font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${fontSize}" fill="${foreground}" xml:space="preserve">`,
    ...lines,
    '</g>',
    '</svg>'
  ].join('\n')}\n`
}

/** Leading and trailing spaces only say where the text stands. */
function tspan(run: Run): string {
  const before = run.text.length - run.text.trimStart().length
  const text = run.text.trim()
  const columns = run.width - (run.text.length - text.length)
  const colour = run.inverse ? background : run.colour === undefined ? undefined : palette[run.colour]
  const attributes = [
    `x="${place(run.column + before)}"`,
    `textLength="${round(columns * cell.width)}"`,
    ...(colour === undefined ? [] : [`fill="${colour}"`]),
    ...(run.bold ? ['font-weight="bold"'] : []),
    ...(run.dim ? ['opacity="0.65"'] : [])
  ]
  return `<tspan ${attributes.join(' ')}>${escaped(text)}</tspan>`
}

function back(run: Run, y: number): string {
  const colour = run.colour === undefined ? foreground : (palette[run.colour] ?? foreground)
  return `<rect x="${place(run.column)}" y="${y}" width="${round(run.width * cell.width)}" height="${cell.height}" fill="${colour}"/>`
}

function place(column: number): number {
  return round(margin + column * cell.width)
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
