import { isWalked } from '../../lab/lab.ts'
import { chop, wrap } from '../../markdown/wrap.ts'
import { justify, line, truncate, type Line, type Run } from '../../markdown/styled.ts'
import type { DifferenceLine } from '../../session/line-difference.ts'
import { linesOf } from '../../session/line-difference.ts'
import type { SessionState, StepView } from '../../session/state.ts'
import type { StepFile } from '../../session/step-file.ts'
import { plain } from '../../shell/sanitise.ts'
import { fileScreenTexts, texts, titles } from '../../texts/texts.ts'
import type { KeyPress } from '../keys.ts'
import { checkRows } from './checks.ts'
import { clamp, scrollBy, type Response, type Surroundings } from './respond.ts'
import { oneRow } from './rows.ts'
import type { View } from './view.ts'

/** Keys on the file screen. */
export function respondOnFile(view: View, key: KeyPress, { state, extent }: Surroundings): Response {
  const closed: View = { ...view, screen: 'walk', file: undefined }
  if (key.type === 'control' && key.letter === 'o') return { view: closed, requests: [] }
  if (key.type === 'named') {
    if (key.name === 'escape') return { view: closed, requests: [] }
    if (key.name === 'enter') return edit(view, closed, state)
    const by = key.name === 'up' ? -1 : key.name === 'down' ? 1 : scrollBy(key, extent.pageRows)
    const top = by === undefined ? view.pageTop : clamp(clamp(view.pageTop, extent.pageEnd) + by, extent.pageEnd)
    return { view: { ...view, pageTop: top }, requests: [] }
  }
  if (key.type !== 'text') return { view, requests: [] }
  switch (key.text) {
    case 'q':
      return { view: closed, requests: [] }
    case 'e':
      return edit(view, closed, state)
    case 'd': {
      const compare = view.file?.difference === undefined
      return {
        view: { ...view, ...(compare && { message: fileScreenTexts.comparing }) },
        requests: [{ ask: 'file', compare }]
      }
    }
    case 's': {
      const step = state.steps[state.current]?.step
      if (state.busy) return { view: { ...view, message: texts.busy }, requests: [] }
      if (step === undefined || !isWalked(step))
        return { view: { ...view, message: texts.nothingToShow }, requests: [] }
      return { view: { ...view, question: { about: 'show me' } }, requests: [] }
    }
    default:
      return { view, requests: [] }
  }
}

function edit(view: View, closed: View, state: SessionState): Response {
  if (view.file === undefined) return { view: closed, requests: [] }
  if (state.busy) return { view: { ...view, message: texts.busy }, requests: [] }
  return { view: closed, requests: [{ ask: 'edit', file: view.file.name, line: lineToEdit(view.file) }] }
}

/** The line to begin at: the mistake, else the first that differs from what is asked. */
function lineToEdit({ mistake, difference }: StepFile): number | undefined {
  return mistake?.line ?? difference?.find(({ kind }) => kind !== 'same')?.line
}

/** The name to the left; to the right how long it is, or that it is not there. */
export function fileHeader({ name, text, difference }: StepFile, columns: number): Line {
  const length = text === undefined ? fileScreenTexts.missing : fileScreenTexts.length(linesOf(text).length)
  const right = difference === undefined || columns < 60 ? length : `${fileScreenTexts.compared}   ${length}`
  return justify(line(` ${oneRow(name)}`, { bold: true }), line(`${right} `), columns)
}

/** Rows of the file screen, and which of them to begin with so that the first thing to look at is seen. */
export interface FileRows {
  readonly rows: readonly Line[]
  readonly first: number
}

/**
 * What stands above the file: its mistake, what is asked, what the marks mean.
 *
 * @param most there is room for so many rows; where it is little, a mistake is all that is told
 */
export function fileHead(view: StepView, file: StepFile, columns: number, most: number): readonly Line[] {
  const { mistake, difference } = file
  if (mistake !== undefined && most < leastForChecks) return mistakeRows(file, columns)
  const isTold = view.checks.some(({ verdict }) => verdict.status === 'failed' && verdict.why === mistake?.why)
  const rows = [
    ...(isTold ? [] : mistakeRows(file, columns)),
    ...checkRows(view, columns, Infinity),
    ...(difference === undefined ? [] : differenceHead(difference, columns))
  ]
  return rows.length === 0 ? [] : [...rows, []]
}

/** The file with line numbers; marked where it is mistaken or differs from what is asked. */
export function fileRows(file: StepFile, columns: number): FileRows {
  const { mistake } = file
  const lines = file.difference ?? sameLines(file.text ?? '')
  const digits = `${lines.length}`.length
  const rows: Line[] = []
  let look: number | undefined
  for (const each of lines) {
    const column = each.kind !== 'lacking' && each.line === mistake?.line ? mistake.column : undefined
    const isMistaken = column !== undefined
    if (isMistaken || each.kind !== 'same') look ??= rows.length
    rows.push(...numberedRows(each, isMistaken, digits, columns))
    if (isMistaken) rows.push(caretRow(each.text, column, digits))
  }
  return { rows, first: look === undefined ? 0 : Math.max(0, look - rowsBefore) }
}

/** Rows seen above the first thing to look at. */
const rowsBefore = 2
const leastForChecks = 8

function sameLines(text: string): DifferenceLine[] {
  return linesOf(text).map((each, index) => ({ kind: 'same', text: each, line: index + 1 }))
}

function mistakeRows({ mistake }: StepFile, columns: number): Line[] {
  if (mistake === undefined) return []
  const indent: Line = [{ text: '    ' }]
  const sign: Line = [{ text: ' !  ', colour: 'bad', bold: true }]
  const hint = mistake.hint === undefined ? '' : oneRow(mistake.hint)
  const label: Line = [{ text: `    ${titles.try}  `, bold: true }]
  return [
    ...wrap([{ text: oneRow(mistake.why) }], columns - 1, sign, indent),
    ...(hint === '' ? [] : wrap([{ text: hint }], columns - 1, label, [{ text: ' '.repeat(titles.try.length + 6) }]))
  ]
}

/** What the marks mean. */
function differenceHead(difference: readonly DifferenceLine[], columns: number): Line[] {
  const differs = difference.some(({ kind }) => kind !== 'same')
  return wrap([{ text: differs ? fileScreenTexts.marks : fileScreenTexts.asAsked, dim: true }], columns - 1, [
    { text: ' ' }
  ])
}

function numberedRows(
  { kind, text, line: number }: DifferenceLine,
  isMistaken: boolean,
  digits: number,
  columns: number
): Line[] {
  const sign = isMistaken ? '!' : signs[kind]
  const style = isMistaken ? ({ colour: 'bad', bold: true } as const) : styles[kind]
  const place = kind === 'lacking' ? ' '.repeat(digits) : `${number}`.padStart(digits)
  const gutter: Line = [
    { text: ` ${sign} `, ...style },
    { text: `${place}  `, dim: true }
  ]
  const width = Math.max(1, columns - digits - 6)
  const rows = chop([{ text: shownText(text), ...(kind === 'same' ? {} : style) }], width)
  return rows.map((row, index): Line => [...(index === 0 ? gutter : [{ text: ' '.repeat(digits + 5) }]), ...row])
}

const signs = { same: ' ', lacking: '+', surplus: '-' } as const
const styles: Readonly<Record<DifferenceLine['kind'], Omit<Run, 'text'>>> = {
  same: {},
  lacking: { colour: 'good' },
  surplus: { colour: 'bad' }
}

/** Tabs are what one cannot see, and what YAML does not take. */
function shownText(text: string): string {
  return plain(text.replaceAll('\t', shownTab))
}

const shownTab = '<tab>'

function caretRow(text: string, column: number, digits: number): Line {
  const before = shownText(text.slice(0, Math.max(0, column - 1))).length
  return [{ text: `${' '.repeat(digits + 5 + before)}^ ${fileScreenTexts.column(column)}`, colour: 'bad' }]
}

/** What is asked or told on the row below the file. */
export function fileFooter(text: string, isQuestion: boolean, columns: number): Line {
  return truncate(line(` ${text}`, isQuestion ? { bold: true } : { colour: 'waiting' }), columns)
}
