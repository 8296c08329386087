import type { ClusterPicture } from '../../map/picture.ts'
import { fit, justify, type Line } from '../../markdown/styled.ts'
import { texts, titles } from '../../texts/texts.ts'
import { layOut, type Layout, type Size } from '../layout.ts'
import { mapLine } from '../map/condensed.ts'
import { mapRows } from '../map/rows.ts'
import type { Theme } from '../theme.ts'
import type { Picture } from './controller.ts'
import { askedRows } from './asked.ts'
import { keyRow, walkKeys } from './key-line.ts'
import { messageRow } from './message.ts'
import { promptRow } from './prompt-row.ts'
import { clamp, type Extent } from './respond.ts'
import { headerRow } from './rows.ts'
import { ruleRow } from './rule.ts'
import { workRows } from './work.ts'

/** The whole screen of the walk, as it is to stand in the terminal. */
export interface Frame {
  /** One for each row of the terminal: runs, or text with colours of its own. None is wider than the terminal. */
  readonly rows: readonly (Line | string)[]
  /** Where the terminal's own cursor stands, counted from 0; undefined hides it. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined
  /** How much there is to scroll. */
  readonly extent: Extent
}

export interface FrameParts {
  readonly picture: Picture
  readonly size: Size
  readonly theme: Theme
  /** The lesson's rows at `lessonWidth`. */
  readonly lesson: readonly Line[]
  /** The cluster, and the time by which its ages are told (milliseconds since the epoch). */
  readonly map: { readonly picture: ClusterPicture | undefined; readonly now: number }
}

/** How many columns a row of the lesson has. */
export function lessonWidth({ view }: Picture, size: Size): number {
  const layout = layOut(size, view.panes, view.looking)
  return Math.max(1, (layout.lesson?.columns ?? layout.columns) - 2)
}

/** Draws the walk: lesson and map above, the command with its output and checks below, the prompt on its row. */
export function walkFrame(parts: FrameParts): Frame {
  const { picture, size, theme, lesson } = parts
  const { state, view, output } = picture
  const layout = layOut(size, view.panes, view.looking)
  const { columns, single } = layout
  const step = state.steps[state.current]
  const paneRows = Math.max(0, (layout.lesson?.rows ?? 1) - 1)
  const asked =
    layout.lesson === undefined || step === undefined
      ? []
      : askedRows(step, Math.max(1, layout.lesson.columns - 1), Math.floor(paneRows * 0.7))
  const lessonRows = Math.max(0, paneRows - asked.length)
  const lessonEnd = Math.max(0, lesson.length - lessonRows)
  const lessonTop = clamp(view.lessonTop, lessonEnd)
  const work =
    layout.work === undefined || step === undefined
      ? undefined
      : workRows(step, output?.lines, {
          size: layout.work,
          back: view.outputBack,
          colours: theme.colours,
          newline: theme.glyphs.newline,
          before: output?.before ?? 0,
          dropped: output?.dropped ?? 0,
          query: view.search?.query ?? ''
        })
  const asks = view.question !== undefined || state.confirmation !== undefined
  const prompt = promptRow({
    line: view.line,
    search: view.search,
    proposed: state.busy ? undefined : (state.confirmation?.text ?? step?.proposed?.text),
    columns,
    newline: theme.glyphs.newline
  })
  const beside = layout.side === undefined ? undefined : layout.lesson?.columns
  const joint = (side: 'above' | 'below') => (beside === undefined ? undefined : { at: beside, side })
  const rows = [
    headerRow(state, columns),
    ...(layout.mapRow ? [mapLine(parts.map.picture, columns, theme.glyphs.ellipsis)] : []),
    ...(layout.ruled ? [ruleRow(columns, theme, joint('below'))] : []),
    ...upperHalf(parts, layout, lessonTop, asked),
    ...(layout.ruled && layout.lesson && layout.work ? [ruleRow(columns, theme, joint('above'))] : []),
    ...filled(work?.rows ?? [], layout.work?.rows ?? 0),
    messageRow(state, view, columns, layout.lesson !== undefined && lessonTop < lessonEnd),
    prompt.row,
    ...(layout.ruled ? [ruleRow(columns, theme)] : []),
    keyRow(walkKeys(state, view, picture.fresh), columns)
  ].slice(0, layout.rows)
  return {
    rows,
    cursor: asks ? undefined : { x: prompt.cursor, y: layout.rows - (layout.ruled ? 3 : 2) },
    extent: {
      lessonRows,
      lessonTop,
      lessonEnd,
      outputRows: work?.outputRows ?? 1,
      outputColumns: Math.max(1, (layout.work?.columns ?? columns) - 1),
      outputEnd: work?.outputEnd ?? 0,
      pageRows: 1,
      pageEnd: 0,
      scrolls: layout.lesson === undefined ? 'output' : 'lesson',
      single
    }
  }
}

/** The lesson, and the map beside it where there is room. */
function upperHalf(
  { lesson, theme, map }: FrameParts,
  layout: Layout,
  top: number,
  asked: readonly Line[]
): readonly Line[] {
  if (layout.lesson === undefined) return []
  const { columns: lessonColumns, rows: lessonRows } = layout.lesson
  const above = { columns: lessonColumns, rows: lessonRows - asked.length }
  const left = [...lessonPane(lesson, top, above), ...asked]
  if (layout.side === undefined) return left
  const { columns, rows } = layout.side
  const right = mapRows(map.picture, { columns, rows, now: map.now, ellipsis: theme.glyphs.ellipsis })
  const width = layout.lesson.columns
  return left.map((row, index) => [
    ...fit(row, width),
    { text: theme.glyphs.vertical, dim: true },
    ...(right[index] ?? [])
  ])
}

/** A row that says where one is in the lesson, and the visible slice. */
function lessonPane(lesson: readonly Line[], top: number, { columns, rows }: Size): readonly Line[] {
  const visible = rows - 1
  const last = Math.min(lesson.length, top + visible)
  const place =
    lesson.length > visible
      ? `${texts.lines(top + 1, last, lesson.length)}${last < lesson.length ? `  ${texts.moreBelow}` : ''} `
      : ''
  const title = justify([{ text: ` ${titles.lesson}`, dim: true }], [{ text: place, dim: true }], columns)
  const body = lesson.slice(top, top + visible).map((row): Line => [{ text: ' ' }, ...row])
  return filled([title, ...body], rows)
}

/** Exactly so many rows. */
function filled<Row>(rows: readonly Row[], height: number): readonly (Row | Line)[] {
  return [...rows.slice(0, height), ...Array.from({ length: Math.max(0, height - rows.length) }, (): Line => [])]
}
