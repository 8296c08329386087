/** Which panes are on the screen. */
export type Panes = 'halves' | 'lesson' | 'output'

/** Rows and columns of every part of the walk's screen. A part that is not shown has no entry. */
export interface Layout {
  readonly columns: number
  readonly rows: number
  /** True when the screen is too small for more than one pane. */
  readonly single: boolean
  readonly panes: Panes
  /** Lines that part the panes. */
  readonly ruled: boolean
  readonly lesson?: Size
  /** Beside the lesson: the map. */
  readonly side?: Size
  /** True where the map has one row, below the header, because there is no room beside the lesson. */
  readonly mapRow: boolean
  /** Below: the command that ran, its output, the checks. */
  readonly work?: Size
}

export interface Size {
  readonly columns: number
  readonly rows: number
}

const defaultSize: Size = { columns: 80, rows: 24 }

/** Below these there is one pane at a time. */
const smallest: Size = { columns: 60, rows: 16 }
const sideFrom = 80
/** Of fewer rows the map takes none. */
const mapRowFrom = 10

/** A pseudo-terminal may report no size at all: then it is taken for 80x24. */
export function usableSize(columns: number | undefined, rows: number | undefined): Size {
  return {
    columns: columns !== undefined && columns > 0 ? columns : defaultSize.columns,
    rows: rows !== undefined && rows > 0 ? rows : defaultSize.rows
  }
}

/**
 * Gives every pane its place. The prompt's row depends on nothing but the terminal's height: it never jumps.
 *
 * @param wanted the pane that was given the whole space, or the halves
 * @param looking which pane a small screen shows in place of the halves
 */
export function layOut({ columns, rows }: Size, wanted: Panes, looking: 'lesson' | 'output'): Layout {
  const single = columns < smallest.columns || rows < smallest.rows
  if (single) {
    const panes = wanted === 'halves' ? looking : wanted
    const mapRow = rows >= mapRowFrom
    // Header, message, prompt and keys.
    const pane = { columns, rows: Math.max(0, rows - 4 - (mapRow ? 1 : 0)) }
    return {
      columns,
      rows,
      single,
      panes,
      ruled: false,
      mapRow,
      ...(panes === 'lesson' ? { lesson: pane } : { work: pane })
    }
  }
  // Header, rule, message, prompt, rule, keys.
  const side = columns >= sideFrom ? sideColumns(columns) : 0
  const mapRow = side === 0
  const space = rows - 6 - (mapRow ? 1 : 0)
  const common = { columns, rows, single, panes: wanted, ruled: true, mapRow }
  if (wanted === 'output') return { ...common, work: { columns, rows: space } }
  // The rule between the halves takes one more row.
  const upper = wanted === 'lesson' ? space : Math.ceil((space - 1) * 0.55)
  return {
    ...common,
    lesson: { columns: side > 0 ? columns - side - 1 : columns, rows: upper },
    ...(side > 0 && { side: { columns: side, rows: upper } }),
    ...(wanted === 'halves' && { work: { columns, rows: space - 1 - upper } })
  }
}

/** 33 of 80 columns, up to 60 of a wide screen; lines of a lesson longer than 90 are hard to read. */
function sideColumns(columns: number): number {
  return Math.max(33, Math.min(60, Math.floor(columns * 0.4)), columns - 90)
}
