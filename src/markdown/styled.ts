import stringWidth from 'string-width'

/** Colours by what they mean; the face decides what they look like, or leaves them out. */
export type Colour = 'heading' | 'code' | 'good' | 'waiting' | 'bad' | 'accent' | 'keyword' | 'string' | 'number'

/** Text of one look, on one line. */
export interface Run {
  readonly text: string
  readonly bold?: boolean
  readonly dim?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly strike?: boolean
  readonly inverse?: boolean
  readonly colour?: Colour
  /** The address of a page that it leads to, where the terminal can open it. */
  readonly href?: string
}

/** One row of a terminal. */
export type Line = readonly Run[]

const printableAscii = /^[\u0020-\u007e]*$/

/** How many columns a text takes in a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks. */
export function widthOf(text: string): number {
  return printableAscii.test(text) ? text.length : stringWidth(text)
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, run) => sum + widthOf(run.text), 0)
}

export function lineText(line: Line): string {
  return line.map(run => run.text).join('')
}

/** A line of one run. */
export function line(text: string, style: Omit<Run, 'text'> = {}): Line {
  return text === '' ? [] : [{ ...style, text }]
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What a person takes for one character; never cut in two. */
export function graphemes(text: string): string[] {
  return printableAscii.test(text) ? Array.from(text) : Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** The longest beginning of a text that fits, and the rest. */
export function splitAtWidth(text: string, width: number): readonly [string, string] {
  if (widthOf(text) <= width) return [text, '']
  let used = 0
  let length = 0
  for (const grapheme of graphemes(text)) {
    used += widthOf(grapheme)
    if (used > width) break
    length += grapheme.length
  }
  return [text.slice(0, length), text.slice(length)]
}

/** Cuts a line to a width; what was cut is told by the mark at its end. */
export function truncate(source: Line, width: number, mark = '…'): Line {
  if (width <= 0) return []
  if (lineWidth(source) <= width) return source
  const kept: Run[] = []
  let room = Math.max(0, width - widthOf(mark))
  for (const run of source) {
    const [head, tail] = splitAtWidth(run.text, room)
    if (head !== '') kept.push({ ...run, text: head })
    room -= widthOf(head)
    if (tail !== '') break
  }
  return [...kept, { text: mark }]
}

/** A line made exactly `width` columns wide: cut, or filled with spaces. */
export function fit(source: Line, width: number): Line {
  const cut = truncate(source, width)
  const missing = width - lineWidth(cut)
  return missing > 0 ? [...cut, { text: ' '.repeat(missing) }] : cut
}

/** A line with one part at its left and one at its right end; the left part gives way. */
export function justify(left: Line, right: Line, width: number): Line {
  const tail = truncate(right, width)
  const room = width - lineWidth(tail)
  if (tail.length === 0) return truncate(left, width)
  return [...fit(left, Math.max(0, room - 1)), ...(room > 0 ? [{ text: ' ' }] : []), ...tail]
}
