import { lineText, lineWidth, splitAtWidth, widthOf, type Line, type Run } from './styled.ts'

/** A word with its looks: runs that no space parts. */
type Word = Run[]

/** Scripts that are written without spaces may be parted between any two characters (Unicode TR 14, class ID). */
const ideographic = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u

/**
 * Wraps runs by words to a width. A newline in a run starts a new row; a word wider than the width is parted.
 *
 * @param first what stands before the first row (a bullet); counts towards the width
 * @param rest what stands before the other rows
 * @returns at least one row
 */
export function wrap(runs: readonly Run[], width: number, first: Line = [], rest: Line = first): Line[] {
  const room = Math.max(1, width - Math.max(lineWidth(first), lineWidth(rest)))
  const rows: Run[][] = []
  for (const paragraph of splitLines(runs)) rows.push(...wrapWords(wordsOf(paragraph), room))
  return rows.map((row, index) => [...(index === 0 ? first : rest), ...joined(row)])
}

/** Cuts a line every `width` columns, wherever that falls; for code, whose spaces count. */
export function chop(source: Line, width: number): Line[] {
  const rows: Run[][] = [[]]
  let room = Math.max(1, width)
  for (const run of source) {
    let text = run.text
    while (text !== '') {
      let [head, tail] = splitAtWidth(text, room)
      // A wide character that does not fit in a narrow pane must not stop the loop.
      if (head === '' && room === Math.max(1, width)) [head, tail] = [text.slice(0, 2), text.slice(2)]
      if (head !== '') rows.at(-1)?.push({ ...run, text: head })
      room -= widthOf(head)
      text = tail
      if (tail !== '') {
        rows.push([])
        room = Math.max(1, width)
      }
    }
  }
  return rows
}

function splitLines(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]]
  for (const run of runs) {
    run.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([])
      if (text !== '') lines.at(-1)?.push({ ...run, text })
    })
  }
  return lines
}

function wordsOf(runs: readonly Run[]): Word[] {
  const words: Word[] = []
  let glued = false
  for (const run of runs) {
    for (const piece of run.text.split(/(\s+)/)) {
      if (piece === '') continue
      if (/^\s+$/.test(piece)) {
        // The space keeps its looks, so that an underlined or struck phrase has no holes.
        words.push([{ ...run, text: ' ' }])
        glued = false
        continue
      }
      for (const part of piece.split(ideographic)) {
        if (part === '') continue
        const alone = ideographic.test(part)
        const last = words.at(-1)
        if (last !== undefined && !alone && (glued || closes(part, last))) last.push({ ...run, text: part })
        else words.push([{ ...run, text: part }])
        glued = !alone
      }
    }
  }
  return words
}

/** A comma or full stop never begins a row. */
function closes(part: string, previous: Word): boolean {
  return /^\p{P}/u.test(part) && lineText(previous) !== ' '
}

function wrapWords(words: readonly Word[], width: number): Run[][] {
  const rows: Run[][] = [[]]
  let used = 0
  let space: Word | undefined
  for (const word of words) {
    if (lineText(word) === ' ') {
      space = word
      continue
    }
    const wordWidth = lineWidth(word)
    const gap = space !== undefined && used > 0 ? 1 : 0
    if (used > 0 && used + gap + wordWidth > width) {
      rows.push([])
      used = 0
    } else if (gap > 0 && space !== undefined) {
      rows.at(-1)?.push(...space)
      used += 1
    }
    space = undefined
    if (wordWidth <= width) {
      rows.at(-1)?.push(...word)
      used += wordWidth
      continue
    }
    const pieces = chop(word, width)
    rows.at(-1)?.push(...(pieces[0] ?? []))
    for (const piece of pieces.slice(1)) rows.push([...piece])
    used = lineWidth(rows.at(-1) ?? [])
  }
  return rows
}

/** Neighbours of the same look as one run: fewer escape sequences, and text that searches find. */
function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = []
  for (const run of runs) {
    const last = result.at(-1)
    if (last !== undefined && lookOf(last) === lookOf(run))
      result[result.length - 1] = { ...last, text: last.text + run.text }
    else result.push(run)
  }
  return result
}

function lookOf(run: Run): string {
  return [run.bold, run.dim, run.italic, run.underline, run.strike, run.inverse, run.colour].join()
}
