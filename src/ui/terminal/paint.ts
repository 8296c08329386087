import { styleText } from 'node:util'
import type { Line, Run } from '../../markdown/styled.ts'
import type { Theme } from '../theme.ts'

type Style = Parameters<typeof styleText>[0]

/** Alternate screen (xterm ctlseqs: DECSET 1049), cursor hidden (DECTCEM). */
const enterScreen = '\u001b[?1049h\u001b[?25l'

/** Until the end of a synchronized update a terminal that knows it shows nothing (Contour VT extensions, mode 2026). */
export const beginUpdate = '\u001b[?2026h'
export const endUpdate = '\u001b[?2026l'

/**
 * What puts rows on the alternate screen, from the first row on, without Ink: the first picture need not wait for Ink and
 * React, which take longer to load than all that draws it.
 *
 * @param rows none wider than the terminal; strings have colours of their own
 */
export function painted(rows: readonly (Line | string)[], theme: Theme): string {
  const placed = rows.map((row, index) => `\u001b[${index + 1};1H${typeof row === 'string' ? row : styled(row, theme)}`)
  return `${beginUpdate}${enterScreen}${placed.join('')}${endUpdate}`
}

function styled(row: Line, theme: Theme): string {
  return row
    .map(run => {
      const text = styleText(stylesOf(run, theme), theme.written(run.text), { validateStream: false })
      return theme.linked(text, run.href)
    })
    .join('')
}

function stylesOf(run: Run, theme: Theme): Style & unknown[] {
  const colour = theme.colourOf(run.colour)
  return [
    ...(run.bold === true ? (['bold'] as const) : []),
    ...(run.dim === true ? (['dim'] as const) : []),
    ...(run.italic === true ? (['italic'] as const) : []),
    ...(run.underline === true ? (['underline'] as const) : []),
    ...(run.strike === true ? (['strikethrough'] as const) : []),
    ...(run.inverse === true ? (['inverse'] as const) : []),
    ...(colour === undefined ? [] : [colour])
  ]
}
