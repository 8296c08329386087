import xterm from '@xterm/headless'

/** Text of one look on a row. */
export interface Run {
  readonly text: string
  /** Column of its first cell, counted from 0, and how many cells it takes. */
  readonly column: number
  readonly width: number
  /** One of the sixteen colours of a terminal, by its number; undefined for the terminal's own. */
  readonly colour?: number
  readonly bold: boolean
  readonly dim: boolean
  readonly inverse: boolean
}

/** What a terminal shows. */
export interface Screen {
  readonly columns: number
  readonly rows: readonly (readonly Run[])[]
}

/**
 * What a terminal of this size shows after a program wrote all this.
 *
 * @param written text with escape sequences, as `raw()` of a launched terminal gives it.
 */
export async function screenAfter(written: string, columns: number, rows: number): Promise<Screen> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  await new Promise<void>(resolve => terminal.write(written, resolve))
  const { active } = terminal.buffer
  const found = Array.from({ length: rows }, (_, row) => runsOf(active.getLine(active.baseY + row), columns))
  terminal.dispose()
  return { columns, rows: found }
}

type BufferLine = ReturnType<InstanceType<typeof xterm.Terminal>['buffer']['active']['getLine']>

function runsOf(line: BufferLine, columns: number): Run[] {
  const runs: Run[] = []
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column)
    const width = cell?.getWidth() ?? 1
    // The second half of a wide character.
    if (cell === undefined || width === 0) continue
    const run: Run = {
      text: cell.getChars() || ' ',
      column,
      width,
      ...(cell.isFgPalette() && { colour: cell.getFgColor() % 16 }),
      bold: Boolean(cell.isBold()),
      dim: Boolean(cell.isDim()),
      inverse: Boolean(cell.isInverse())
    }
    const last = runs.at(-1)
    if (last !== undefined && looksAlike(last, run))
      runs[runs.length - 1] = { ...last, text: last.text + run.text, width: last.width + run.width }
    else runs.push(run)
  }
  return runs
}

function looksAlike(one: Run, other: Run): boolean {
  return (
    one.colour === other.colour && one.bold === other.bold && one.dim === other.dim && one.inverse === other.inverse
  )
}
