import { linesOf, type DifferenceLine } from '../session/line-difference.ts'
import type { StepFile } from '../session/step-file.ts'
import { plain } from '../shell/sanitise.ts'
import { plainFileTexts, plainTexts } from '../texts/texts.ts'

/**
 * The file of a step in lines, for a pipe or a screen reader: all of it with numbers, or where it was compared, only what
 * differs from what is asked, with the indentation in words; and its mistake.
 */
export function fileLines({ name, text, mistake, difference }: StepFile): readonly string[] {
  const about = plain(name)
  return [
    ...(text === undefined ? [plainFileTexts.missing(about)] : []),
    ...(difference === undefined ? numbered(about, text) : differing(about, difference)),
    ...(mistake === undefined ? [] : [`! ${plain(mistake.why)}`]),
    ...(mistake?.hint === undefined ? [] : [plainTexts.try(plain(mistake.hint))])
  ]
}

function numbered(name: string, text: string | undefined): string[] {
  if (text === undefined) return []
  const lines = linesOf(text)
  const digits = `${lines.length}`.length
  const rows = lines.map((line, index) => `${`${index + 1}`.padStart(digits)}  ${shown(line)}`)
  return [plainFileTexts.heading(name, lines.length), ...rows]
}

function differing(name: string, difference: readonly DifferenceLine[]): string[] {
  const last = Math.max(0, ...difference.filter(({ kind }) => kind !== 'lacking').map(({ line }) => line))
  const lines = difference.flatMap(({ kind, text, line }) => {
    if (kind === 'same') return []
    if (kind === 'surplus') return [plainFileTexts.surplus(line, spoken(text))]
    return [line > last ? plainFileTexts.lackingAtEnd(spoken(text)) : plainFileTexts.lacking(line, spoken(text))]
  })
  return lines.length === 0 ? [plainFileTexts.asAsked(name)] : lines
}

/** Tabs are what one cannot hear, and what YAML does not take. */
function shown(line: string): string {
  return plain(line.replaceAll('\t', '<tab>'))
}

function spoken(line: string): string {
  const spaces = line.length - line.trimStart().length
  const isSpaces = /^ *$/.test(line.slice(0, spaces))
  return spaces === 0 || !isSpaces ? shown(line) : plainFileTexts.indented(spaces, shown(line.slice(spaces)))
}
