import { plain } from '../../shell/sanitise.ts'
import type { OutputLine } from './buffer.ts'

/** Indexes of the lines that hold the words; capitals count only when the words have some, as in vim's smartcase. */
export function matchingLines(lines: readonly OutputLine[], query: string): number[] {
  if (query === '') return []
  const fold = folding(query)
  return lines.flatMap(({ text }, index) => (fold(plain(text)).includes(query) ? [index] : []))
}

/** The text with every match shown reversed; colours stay. */
export function markMatches(text: string, query: string): string {
  if (query === '') return text
  const fold = folding(query)
  // Where each character of the plain text stands in the coloured one.
  const places: number[] = []
  let shown = ''
  for (const part of text.matchAll(pieces)) {
    if (part[0].startsWith(escape)) continue
    places.push(part.index)
    shown += part[0]
  }
  const folded = fold(shown)
  let marked = ''
  let done = 0
  for (let at = folded.indexOf(query); at !== -1; at = folded.indexOf(query, at + query.length)) {
    const from = places[at] ?? text.length
    const to = (places[at + query.length - 1] ?? text.length - 1) + 1
    // A colour that ends within the match must not end the mark.
    marked +=
      text.slice(done, from) + reversed + plain(text.slice(from, to)) + notReversed + colours(text.slice(from, to))
    done = to
  }
  return marked + text.slice(done)
}

const escape = '\u001b'
const reversed = `${escape}[7m`
const notReversed = `${escape}[27m`
const sgr = new RegExp(`${escape}\\[[0-9;:]*m`, 'g')
/** A colour sequence, or one code unit. */
const pieces = new RegExp(`${escape}\\[[0-9;:]*m|[^]`, 'g')

function colours(text: string): string {
  return (text.match(sgr) ?? []).join('')
}

/** Keeps every index: a letter whose small form is longer stays as it is. */
function folding(query: string): (text: string) => string {
  if (query !== query.toLowerCase()) return text => text
  return text => {
    const small = text.toLowerCase()
    return small.length === text.length ? small : text
  }
}
