import { justify, lineWidth, splitAtWidth, widthOf, type Line, type Run } from '../../markdown/styled.ts'
import { wrap } from '../../markdown/wrap.ts'
import type { CheckView, StepView } from '../../session/state.ts'
import { checkWords, texts, titles } from '../../texts/texts.ts'
import { oneRow } from './rows.ts'

const narrowBelow = 60

/**
 * The checks of a step, each with sign and word, and with what is known of a failure.
 *
 * @param rows when they do not fit, sentences are shortened, then the heading goes, then those that are ok
 */
export function checkRows(view: StepView, columns: number, rows: number): Line[] {
  const { checks } = view
  if (checks.length === 0 || rows <= 0) return []
  const heading = headingRow(checks, columns)
  for (const most of [Infinity, 2, 1]) {
    const all = checks.flatMap(check => checkLines(check, columns, most))
    if (all.length < rows) return [heading, ...all]
    if (most === 1 && all.length === rows) return all
  }
  const open = checks.filter(check => check.verdict.status !== 'passed')
  const order = [...open].sort((a, b) => urgency(a) - urgency(b))
  const urgent = order.flatMap(check => checkLines(check, columns, 1))
  return (urgent.length < rows ? [heading, ...urgent] : urgent).slice(0, rows)
}

function urgency({ verdict }: CheckView): number {
  return ['failed', 'waiting', 'not yet', 'passed'].indexOf(verdict.status)
}

/** How many hold; at the right that a failure is still watched, or on a narrow screen the longest wait. */
function headingRow(checks: readonly CheckView[], columns: number): Line {
  const passed = checks.filter(check => check.verdict.status === 'passed').length
  const longest = checks
    .filter(({ verdict, waitedMs }) => verdict.status === 'waiting' && waitedMs !== undefined)
    .sort((a, b) => a.withinMs - (a.waitedMs ?? 0) - (b.withinMs - (b.waitedMs ?? 0)))[0]
  const right = checks.some(check => check.verdict.status === 'failed')
    ? `${texts.stillWatching} `
    : columns < narrowBelow && longest !== undefined
      ? timeText(longest)
      : ''
  return justify(
    [
      { text: ` ${titles.check}  `, dim: true },
      { text: texts.checksOf(passed, checks.length), dim: true }
    ],
    right === '' ? [] : [{ text: right, dim: true }],
    columns
  )
}

function timeText({ waitedMs = 0, withinMs }: CheckView): string {
  return `${texts.seconds(Math.floor(waitedMs / 1000), Math.round(withinMs / 1000))} `
}

/** A check on at most so many rows, and below it why it failed and what to try. */
function checkLines(check: CheckView, columns: number, most: number): Line[] {
  const isNarrow = columns < narrowBelow
  const isTimed = !isNarrow && check.verdict.status === 'waiting' && check.waitedMs !== undefined
  const time: Line = isTimed ? [{ text: timeText(check), dim: true }] : []
  const signs = signRuns(check, isNarrow)
  const indent: Line = [{ text: ' '.repeat(lineWidth(signs)) }]
  const room = columns - 1 - (isTimed ? lineWidth(time) + 1 : 0)
  const wrapped = (text: string) => wrap([{ text }], room, signs, indent)
  const [first = [], ...rest] = sentenceRows(check, most, room - lineWidth(signs), wrapped)
  return [justify(first, time, columns), ...rest, ...reasonLines(check, columns)]
}

/**
 * What should be so and, behind it, what is lacking; once it is so, nothing needs to be added. Where both are too long,
 * the first gives way: the learner knows it, and the second is news.
 */
function sentenceRows(
  { that, verdict }: CheckView,
  most: number,
  columns: number,
  wrapped: (text: string) => Line[]
): Line[] {
  const wanted = oneRow(that)
  const actual = oneRow(verdict.actual)
  const lacking = (verdict.status === 'waiting' || verdict.status === 'failed') && actual !== '' ? `: ${actual}` : ''
  const whole = wrapped(wanted + lacking)
  if (whole.length <= most) return whole
  // Words that do not fit leave a gap at the end of each row but the last.
  const room = most * columns - (most - 1) * 8
  const end = cut(lacking, Math.floor(room * 0.6))
  return wrapped(cut(wanted, room - widthOf(end)) + end).slice(0, most)
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  return `${splitAtWidth(text, width - 1)[0].trimEnd()}…`
}

function signRuns({ verdict }: CheckView, isNarrow: boolean): Line {
  const { sign, word } = checkWords[verdict.status]
  const wide = Math.max(...Object.values(checkWords).map(each => each.word.length))
  return [
    {
      text: isNarrow ? ` ${sign} ${word.padEnd(wide)} ` : ` ${sign}  ${word.padEnd(wide + 2)} `,
      ...styleOf(verdict.status)
    }
  ]
}

function styleOf(status: CheckView['verdict']['status']): Omit<Run, 'text'> {
  switch (status) {
    case 'passed':
      return { colour: 'good' }
    case 'failed':
      return { colour: 'bad', bold: true }
    case 'waiting':
      return { colour: 'waiting' }
    case 'not yet':
      return { dim: true }
  }
}

/** Why it failed and what to try, as far as it is known. */
function reasonLines({ verdict }: CheckView, columns: number): Line[] {
  if (verdict.status !== 'failed') return []
  return [
    ...(verdict.why === undefined ? [] : labelled(titles.why, verdict.why, columns)),
    ...(verdict.hint === undefined ? [] : labelled(titles.try, verdict.hint, columns))
  ]
}

/** Why the last command failed, where it is known. */
export function commandReasonRows({ commands }: StepView, columns: number): Line[] {
  const { why, hint } = commands.at(-1) ?? {}
  if (why === undefined) return []
  return [...labelled(titles.why, why, columns), ...(hint === undefined ? [] : labelled(titles.try, hint, columns))]
}

function labelled(label: string, text: string, columns: number): Line[] {
  const mark: Line = [{ text: `    ${label}  `, bold: true }]
  return wrap([{ text: oneRow(text) }], columns - 1, mark, [{ text: ' '.repeat(label.length + 6) }])
}
