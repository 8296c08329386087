import { isWalked } from '../../lab/lab.ts'
import { line, type Line } from '../../markdown/styled.ts'
import type { StepView } from '../../session/state.ts'
import { outputRows } from '../output/rows.ts'
import type { OutputLine } from '../output/buffer.ts'
import type { Size } from '../layout.ts'
import { texts } from '../../texts/texts.ts'
import { checkRows, commandReasonRows } from './checks.ts'
import { besideRow, ranRow } from './rows.ts'

/** The lower half: the command that ran, the end of its output, the checks at the foot. */
export interface Work {
  readonly rows: readonly (Line | string)[]
  /** Rows for output, and how far it can be scrolled. */
  readonly outputRows: number
  readonly outputEnd: number
}

interface Options {
  readonly size: Size
  readonly back: number
  readonly colours: boolean
  readonly newline: string
  /** Lines of output that are kept, and stand before those given. */
  readonly before: number
  /** Lines of output that are no longer kept. */
  readonly dropped: number
  /** What the output is searched for. */
  readonly query: string
}

/** The output keeps at least so many rows beside the checks, where there is room at all. */
const leastOutput = 2
const leastWithBeside = 6

/**
 * Lays out the lower half. The checks stand at its foot and keep their rows while output streams above them.
 *
 * @param kept output of the command that ran last; undefined when it ran in an earlier session, which is gone
 */
export function workRows(view: StepView, kept: readonly OutputLine[] | undefined, options: Options): Work {
  const { size, back, colours, newline, before, dropped, query } = options
  const { columns, rows } = size
  if (rows <= 0) return { rows: [], outputRows: 0, outputEnd: 0 }
  const output = kept ?? []
  const hasOutput = output.length > 0
  const { total } = outputRows(output, { columns: columns - 1, rows: 0, back: 0, colours, before })
  // A small pane has no room for it; the key line tells what ends it all the same.
  const beside = rows < leastWithBeside ? undefined : besideRow(view, columns, newline)
  const heads = beside === undefined ? 1 : 2
  const reserved = heads + Math.min(leastOutput, total)
  const reasons = commandReasonRows(view, columns).slice(0, Math.max(0, rows - reserved - 1))
  const checks = [...reasons, ...checkRows(view, columns, Math.max(1, rows - reserved - reasons.length))]
  // A row of air above the checks, when there is one to spare.
  const space = Math.max(0, rows - heads - checks.length)
  const all = outputRows(output, { columns: columns - 1, rows: space, back, colours, before, query })
  const air = checks.length > 0 && (all.total < space || space > 4) ? 1 : 0
  const room = Math.max(0, space - air)
  const shown = air === 0 ? all : outputRows(output, { columns: columns - 1, rows: room, back, colours, before, query })
  const body: (Line | string)[] = shown.rows.map(row => ` ${row}`)
  if (!hasOutput && view.commands.at(-1)?.running === false && room > 0)
    body.push(line(` ${kept === undefined ? texts.outputGone : texts.noOutput}`, { dim: true }))
  if (dropped > 0 && shown.back + room >= shown.total && body.length > 0)
    body[0] = line(` ${texts.outputBefore(dropped)}`, { dim: true })
  while (body.length < room) body.push([])
  const place = columns < 60 ? '' : placeOf(shown.total, shown.back, room)
  const head =
    ranRow(view, columns, newline, place) ??
    line(` ${isWalked(view.step) ? texts.nothingRan : texts.nothingToDo}`, { dim: true })
  return {
    rows: [head, ...(beside === undefined ? [] : [beside]), ...body, ...(air > 0 ? [[]] : []), ...checks],
    outputRows: room,
    outputEnd: Math.max(0, shown.total - room)
  }
}

/** Which part of a long output is seen. */
function placeOf(total: number, back: number, room: number): string {
  if (total <= room || room <= 0) return ''
  const last = total - back
  return texts.lines(last - room + 1, last, total)
}
