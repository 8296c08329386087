import { isWalked } from '../../lab/lab.ts'
import { withAgreedWidths } from '../../markdown/agreed-widths.ts'
import { justify, line, lineText, truncate, widthOf, type Line, type Run } from '../../markdown/styled.ts'
import { isBeside } from '../../session/enter.ts'
import type { CommandView, SessionState, StepView } from '../../session/state.ts'
import { plain } from '../../shell/sanitise.ts'
import { duration, stepWords, texts, titles, toRead } from '../../texts/texts.ts'

/** The commands of others on one row: newlines are shown, nothing else acts on the terminal. */
export function oneRow(text: string, newline = ' '): string {
  return withAgreedWidths(plain(text))
    .trim()
    .replace(/\s*\n\s*/g, newline)
    .replaceAll('\t', ' ')
}

/** Which step this is of those that count; undefined for a heading that is only read. */
function stepNumber(state: SessionState): { readonly number: number; readonly of: number } | undefined {
  const walked = state.steps.filter(view => isWalked(view.step))
  const current = state.steps[state.current]
  const number = current === undefined ? 0 : walked.indexOf(current) + 1
  return number === 0 ? undefined : { number, of: walked.length }
}

/** Lab and title to the left, place and cluster to the right; a narrow screen keeps what changes. */
export function headerRow(state: SessionState, columns: number): Line {
  const number = stepNumber(state)
  const title = oneRow(state.steps[state.current]?.step.title ?? '')
  const lab = oneRow(state.lab.title)
  const narrow = columns < 60
  const place =
    number === undefined
      ? texts.reading
      : narrow
        ? texts.stepOfShort(number.number, number.of)
        : texts.stepOf(number.number, number.of)
  const nodes = state.nodes === undefined ? [] : [texts.nodes(state.nodes.ready, state.nodes.total)]
  const right = `${narrow ? place : [place, oneRow(state.clusterLabel), ...nodes].join('   ')} `
  const room = columns - widthOf(right) - widthOf(title) - 4
  const left: Run[] = [{ text: ` ${narrow || lab === title ? '' : labInRoom(lab, room)}` }, { text: title, bold: true }]
  return justify(left, line(right), columns)
}

/** The lab's title before the step's: whole, else its part before the colon, else cut, else nothing. */
function labInRoom(lab: string, room: number): string {
  const short = lab.replace(/: .*$/, '')
  const shown = [lab, short].find(text => widthOf(text) <= room) ?? lineText(truncate([{ text: short }], room))
  return room < leastLab ? '' : `${shown}  `
}

/** A lab's title that is cut shorter says nothing. */
const leastLab = 6

/** A window of steps around the marked one, each with sign and word. */
export function outlineRows(state: SessionState, columns: number, rows: number, marked = state.current): Line[] {
  const count = state.steps.length
  const wide = Math.max(...[...Object.values(stepWords), toRead].map(each => each.word.length))
  const first = Math.max(0, Math.min(marked - Math.floor(rows / 2), count - rows))
  return state.steps.slice(first, first + rows).map((view, offset): Line => {
    const index = first + offset
    const { sign, word } = isWalked(view.step) ? stepWords[view.progress] : toRead
    const title = `${'  '.repeat(Math.min(2, Math.max(0, view.step.level - 2)))}${oneRow(view.step.title)}`
    const isMarked = index === marked
    return justify(
      [
        { text: isMarked ? '>' : ' ', bold: true },
        { text: ` ${sign} `, ...colourOf(view) },
        { text: word.padEnd(wide + 1), ...colourOf(view) },
        { text: title, ...(index === state.current && { bold: true }) }
      ],
      [],
      columns
    )
  })
}

function colourOf(view: StepView): Omit<Run, 'text'> {
  if (!isWalked(view.step)) return { dim: true }
  switch (view.progress) {
    case 'done':
    case 'already':
      return { colour: 'good' }
    case 'shown':
    case 'waiting':
      return { colour: 'waiting' }
    case 'failed':
      return { colour: 'bad', bold: true }
    default:
      return { dim: true }
  }
}

/**
 * The command that ran last, or runs, in the present step.
 *
 * @param place which part of its output is seen, or nothing
 */
export function ranRow(view: StepView, columns: number, newline: string, place = ''): Line | undefined {
  const command = view.commands.at(-1)
  if (command === undefined) return undefined
  return justify(
    [
      { text: ` ${titleOf(command)}  `, dim: true },
      { text: oneRow(command.text, newline), bold: true }
    ],
    [{ text: place === '' ? '' : `${place}   `, dim: true }, endOf(command, columns), { text: ' ' }],
    columns
  )
}

function titleOf({ by, beside, running }: CommandView): string {
  if (by === 'solution') return titles.shown
  if (beside === true) return titles.beside
  return running ? titles.runs : titles.ran
}

function endOf({ running, beside, interrupted, exit, milliseconds = 0 }: CommandView, columns: number): Run {
  const time = duration(milliseconds)
  if (running && beside === true) return { text: columns < 60 ? texts.besideShort : texts.beside, colour: 'waiting' }
  if (running) return { text: texts.running, colour: 'waiting' }
  if (interrupted === true) return { text: exit === undefined ? texts.cutOff : texts.stopped(time), colour: 'waiting' }
  return { text: texts.exit(exit ?? 0, time), ...(exit === 0 ? { dim: true } : { colour: 'bad' as const }) }
}

/** What runs beside the lesson while another command has the row above; undefined when nothing does. */
export function besideRow({ commands }: StepView, columns: number, newline: string): Line | undefined {
  const others = commands.slice(0, -1).filter(isBeside)
  if (others.length === 0) return undefined
  const names = others.toReversed().map(({ text }) => oneRow(text, newline))
  return justify(
    [{ text: ` ${titles.beside} | `, dim: true }, { text: names.join('; ') }],
    [{ text: `${columns < 60 ? texts.besideShort : texts.beside} `, colour: 'waiting' }],
    columns
  )
}
