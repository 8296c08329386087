import type { Frame, LaunchedTerminal } from './terminal.ts'

/**
 * Looks at every frame of the terminal app as it is drawn, and keeps what is wrong with it:
 *
 * - overlong: a row that the terminal wrapped, because it was longer than the screen is wide;
 * - torn: a part that is not where it belongs. The header stands in the first row and the keys in the last; rules reach
 *   across the screen, in rows that depend on nothing but its size; the line between lesson and map is whole and meets
 *   both rules; the prompt stands in its row, and the cursor in it, or nowhere;
 * - overdrawn: something where nothing belongs, such as the first column, which only marks may use.
 *
 * What is left of an earlier frame within a pane is found by `expectNoLeftovers`.
 */
export class FrameWatch {
  /** Each with the whole frame below it. */
  readonly faults: string[] = []
  frames = 0
  /** Frames that were drawn for another size, between a resize and the answer to it. */
  outdated = 0
  readonly sizes = new Set<string>()
  /** The first picture is there before the keys are listened to, and shows no cursor. */
  #hasBegun = false
  /** Where the rule between the halves stands, by the size of the screen. */
  readonly #middles = new Map<string, number>()

  constructor(terminal: LaunchedTerminal) {
    terminal.onFrame(frame => this.#look(frame))
  }

  #look(frame: Frame): void {
    if (!frame.alternateScreen) return
    if (!frame.isForThisSize) {
      this.outdated++
      return
    }
    this.frames++
    this.#hasBegun ||= frame.cursor !== undefined
    this.sizes.add(`${frame.columns}x${frame.rows}`)
    const faults = [
      ...wrapFaults(frame),
      ...edgeFaults(frame),
      ...screenFaults(frame, this.#hasBegun),
      ...this.#middleFaults(frame)
    ]
    const cursor = frame.cursor === undefined ? 'hidden' : `${frame.cursor.column},${frame.cursor.row}`
    const picture = frame.screen.map((row, index) => `${String(index).padStart(3)} ${row}`).join('\n')
    for (const fault of faults)
      this.faults.push(`${fault}\n${frame.columns}x${frame.rows}, cursor ${cursor}:\n${picture}\n`)
  }

  #middleFaults(frame: Frame): string[] {
    if (!isRuled(frame)) return []
    const [middle] = middlesOf(frame)
    if (middle === undefined) return []
    const size = `${frame.columns}x${frame.rows}`
    const usual = this.#middles.get(size) ?? middle
    this.#middles.set(size, usual)
    return usual === middle ? [] : [`torn: the rule between the halves jumped from row ${usual} to ${middle}`]
  }
}

function wrapFaults({ wrapped }: Frame): string[] {
  return wrapped.map(row => `overlong: the terminal wrapped row ${row - 1} into row ${row}`)
}

/** Only marks of the map and of lists stand in the first column; rules reach through it. */
function edgeFaults({ screen }: Frame): string[] {
  const header = screen[0] ?? ''
  return [
    ...(/^ \S/.test(header) ? [] : ['torn: no header in the first row']),
    ...(/^ +\S/.test(screen.at(-1) ?? '') ? [] : ['torn: no keys in the last row']),
    ...screen.flatMap((row, index) =>
      row === '' || row.startsWith(' ') || isRule(row) || row.startsWith('>')
        ? []
        : [`overdrawn: row ${index} begins at the edge of the screen`]
    )
  ]
}

/** Whether there is room for rules: the walk has them from 60 columns and 16 rows on. */
function isRuled({ columns, rows }: Frame): boolean {
  return columns >= 60 && rows >= 16
}

function promptRow(frame: Frame): number {
  return frame.rows - (isRuled(frame) ? 3 : 2)
}

/** The row of the rule below the header: the map has the row between them, where there is no room beside the lesson. */
function top({ columns }: Frame): number {
  return columns >= 80 ? 1 : 2
}

function middlesOf(frame: Frame): number[] {
  return rulesOf(frame).filter(row => row > top(frame) && row < frame.rows - 2)
}

function isWalk(frame: Frame): boolean {
  return /^ [$/]( |$)/.test(frame.screen[promptRow(frame)] ?? '')
}

function isRule(row: string): boolean {
  return /^([─┬┴]+|[-+]{20,})$/.test(row)
}

function rulesOf({ screen }: Frame): number[] {
  return screen.flatMap((row, index) => (isRule(row) ? [index] : []))
}

function screenFaults(frame: Frame, hasBegun: boolean): string[] {
  return isWalk(frame) ? walkFaults(frame, hasBegun) : pageFaults(frame)
}

/** Help, outline and what stands at the end: header, rows, keys, with rules between them from ten rows on. */
function pageFaults(frame: Frame): string[] {
  const wanted = frame.rows >= 10 ? [1, frame.rows - 2] : []
  return [
    ...ruleFaults(frame, wanted),
    ...(frame.cursor === undefined ? [] : ['torn: a cursor where nothing is typed'])
  ]
}

function walkFaults(frame: Frame, hasBegun: boolean): string[] {
  const { columns, rows, screen, cursor } = frame
  const faults: string[] = []
  if (!/( step \d+ of \d+ | \d+\/\d+$| to read\b)/.test(screen[0] ?? '')) faults.push('torn: no place in the header')
  const asks = /^ y /.test(screen.at(-1) ?? '')
  if (hasBegun && asks !== (cursor === undefined))
    faults.push('torn: the cursor is shown while something is asked, or hidden')
  if (cursor !== undefined && (cursor.row !== promptRow(frame) || cursor.column < 3))
    faults.push('torn: the cursor is not in the prompt')
  const prompts = screen.flatMap((row, index) => (/^ \$ /.test(row) && index > rows - 5 ? [index] : []))
  if (prompts.length > 1) faults.push('overdrawn: two prompts')
  if (!isRuled(frame)) return [...faults, ...ruleFaults(frame, [])]
  const middle = middlesOf(frame)
  if (middle.length > 1) faults.push('overdrawn: more than one rule between the halves')
  faults.push(...ruleFaults(frame, [top(frame), ...middle.slice(0, 1), rows - 2]))
  const joint = Array.from(screen[top(frame)] ?? '').findIndex(sign => '┬+'.includes(sign))
  const hasMap = columns >= 80 && !(middle.length === 0 && joint === -1)
  if (hasMap !== joint >= 0) faults.push('torn: the rule below the header does not meet the line beside the map')
  if (joint < 0) return faults
  const end = middle[0] ?? rows - 4
  for (let row = 2; row < end; row++)
    if (!'│|'.includes(frame.at(joint, row) || ' ')) faults.push(`torn: no line beside the map in row ${row}`)
  if (middle[0] !== undefined && !'┴+'.includes(frame.at(joint, middle[0])))
    faults.push('torn: the rule between the halves does not meet the line beside the map')
  return faults
}

/** Rules stand in these rows, in no others, and reach across the screen. */
function ruleFaults(frame: Frame, wanted: readonly number[]): string[] {
  const found = rulesOf(frame)
  return [
    ...wanted.filter(row => !found.includes(row)).map(row => `torn: no rule in row ${row}`),
    ...found.filter(row => !wanted.includes(row)).map(row => `overdrawn: a rule in row ${row}`),
    ...found
      .filter(row => Array.from(frame.screen[row] ?? '').length !== frame.columns)
      .map(row => `torn: the rule in row ${row} does not reach across the screen`)
  ]
}

/**
 * What stands on the screen after all that was drawn over one another is what is drawn on an empty one: after a resize
 * and back the app draws everything anew, and the two must be the same, in text and in looks. Ages and times may go on.
 */
export async function expectNoLeftovers(
  terminal: LaunchedTerminal,
  columns: number,
  rows: number,
  { between = [columns + 1, rows], atOnce = false }: { between?: readonly [number, number]; atOnce?: boolean } = {}
): Promise<void> {
  const before = untimed(terminal)
  if (atOnce) terminal.resize(...between)
  else await resized(terminal, ...between)
  await resized(terminal, columns, rows)
  const same = terminal.until(() => untimed(terminal).join('\n') === before.join('\n'), { timeoutMs: 10_000 })
  await same.catch(() => {
    const after = untimed(terminal)
    const differing = before.flatMap((row, index) => (row === after[index] ? [] : [`${row}\nanew: ${after[index]}`]))
    throw new Error(`something else stood there than is drawn anew:\n${differing.join('\n')}`)
  })
}

/**
 * Waits until the app listens: the first picture shows no cursor. From then on it erases the screen for nothing but a
 * resize, so that what follows an erasure is known to be drawn for the new size. A picture that is on its way to the
 * terminal while it is resized is drawn for the old one, whatever an app does.
 */
export async function listening(terminal: LaunchedTerminal): Promise<void> {
  let listens = false
  const stop = terminal.onFrame(({ cursor }) => (listens ||= cursor !== undefined))
  await terminal.until(() => listens)
  stop()
}

/** Resizes the terminal to another size, and waits until the app has drawn itself anew. */
export async function resized(terminal: LaunchedTerminal, columns: number, rows: number): Promise<void> {
  let isDrawn = false
  const stop = terminal.onFrame(frame => {
    isDrawn ||= frame.columns === columns && frame.rows === rows && frame.isForThisSize
  })
  terminal.resize(columns, rows)
  await terminal.until(() => isDrawn)
  stop()
}

/**
 * Presses a key that changes what stands on the screen, and waits until it does. What was still being drawn is waited for
 * first: taken for the key's doing, it would let two keys come at once, of which the second undoes the first.
 */
export async function pressed(terminal: LaunchedTerminal, key: string): Promise<void> {
  const before = await settled(terminal)
  terminal.write(key)
  await terminal.until(() => untimed(terminal).join('\n') !== before)
}

/** Waits until the screen stays as it is for several looks. @returns its rows, without times */
async function settled(terminal: LaunchedTerminal): Promise<string> {
  let last = ''
  let looks = 0
  await terminal.until(() => {
    const now = untimed(terminal).join('\n')
    looks = now === last ? looks + 1 : 0
    last = now
    return looks >= 4
  })
  return last
}

const time = / *\b\d+(\.\d+)? ?(s|m|h|min|days?)\b( of \d+ s)?/g

/** Rows with their looks; of those with a time only the text, without it. */
function untimed(terminal: LaunchedTerminal): string[] {
  const looks = terminal.looks()
  return terminal.screen().map((row, index) => {
    const text = row.replace(time, ' T')
    return text === row ? `${row}\n${(looks[index] ?? '').replace(/\.+$/, '')}` : text
  })
}
