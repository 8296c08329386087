import { plain } from '../../shell/sanitise.ts'
import type { KeyPress } from '../keys.ts'
import type { OutputLine } from '../output/buffer.ts'
import { matchingLines } from '../output/search.ts'
import { rowsBelow } from '../output/rows.ts'
import { texts } from '../../texts/texts.ts'
import type { Response, Surroundings } from './respond.ts'
import type { Search, View } from './view.ts'

/** The view when a search begins: the output has the whole space. */
export function beginSearch(view: View): View {
  return { ...view, panes: 'output', looking: 'output', search: { query: '', typing: true } }
}

/**
 * What a key does while the output is searched.
 *
 * @returns undefined when the key is not the search's business; it then has its usual meaning, and the search is left
 */
export function respondToSearch(view: View, search: Search, key: KeyPress, around: Surroundings): Response | undefined {
  const stay = (next: Search | undefined): Response => ({ view: { ...view, search: next }, requests: [] })
  if (key.type === 'named' && key.name === 'escape') return stay(undefined)
  if (!search.typing) {
    if (key.type === 'text' && key.text === '/') return stay({ query: '', typing: true })
    if (key.type === 'text' && key.text === 'n') return move(view, search, 1, around)
    if (key.type === 'text' && (key.text === 'N' || key.text === 'p')) return move(view, search, -1, around)
    return undefined
  }
  if (key.type === 'text') return stay({ ...search, query: search.query + key.text })
  if (key.type === 'paste') return stay({ ...search, query: search.query + (key.text.split('\n')[0] ?? '') })
  if (key.type === 'control' && key.letter === 'u') return stay({ ...search, query: '' })
  if (key.type === 'named' && key.name === 'backspace')
    return search.query === '' ? stay(undefined) : stay({ ...search, query: search.query.slice(0, -1) })
  if (key.type === 'named' && key.name === 'enter')
    return search.query === '' ? stay(undefined) : move(view, { ...search, typing: false }, -1, around)
  return stay(search)
}

/** Goes to the next match below, or above, and round; the first one looked for is the last of all. */
function move(view: View, search: Search, by: 1 | -1, around: Surroundings): Response {
  const { extent } = around
  const output = around.output()
  const dropped = around.dropped()
  const matches = matchingLines(output, search.query)
  const message = texts.noMatch(search.query)
  if (matches.length === 0) return { view: { ...view, search: { ...search, typing: true }, message }, requests: [] }
  const from = search.at === undefined ? Infinity : search.at - dropped
  const place = by === 1 ? matches.findIndex(index => index > from) : matches.findLastIndex(index => index < from)
  const chosen = place !== -1 ? place : by === 1 ? 0 : matches.length - 1
  const index = matches[chosen] ?? 0
  const below = rowsBelow(output, index, extent.outputColumns)
  return {
    view: {
      ...view,
      // In the middle, as far as there are rows.
      outputBack: Math.max(0, below - Math.floor(extent.outputRows / 2)),
      search: { ...search, at: index + dropped },
      message: texts.matchOf(chosen + 1, matches.length)
    },
    requests: []
  }
}

/** Puts the output on the terminal's clipboard, and says what came of it. */
export function copied(copy: (text: string) => boolean, output: readonly OutputLine[]): string {
  if (output.length === 0) return texts.nothingToCopy
  const shortened = copy(output.map(({ text }) => plain(text)).join('\n') + '\n')
  return shortened ? texts.copiedEnd : texts.copied(output.length)
}
