import type { Line } from '../../markdown/styled.ts'
import { emptyLine, withText, type PromptLine } from '../prompt/line.ts'
import { lineWindow } from '../prompt/window.ts'
import type { Search } from './view.ts'

interface PromptParts {
  readonly line: PromptLine
  /** While the output is searched, the words looked for stand here. */
  readonly search: Search | undefined
  /** What Enter would run on an empty line. */
  readonly proposed: string | undefined
  readonly columns: number
  /** Stands for a newline within the command. */
  readonly newline: string
}

const signs = { command: ' $ ', search: ' / ' }

/** The prompt: what is typed, or dim, what the lesson proposes; and the column of the cursor, counted from 0. */
export function promptRow({ line: command, search, proposed, columns, newline }: PromptParts): {
  readonly row: Line
  readonly cursor: number
} {
  const sign = search === undefined ? signs.command : signs.search
  const line = search === undefined ? command : withText(emptyLine, search.query)
  const room = columns - sign.length - 1
  const proposes = search === undefined && line.text === '' && !line.literal && proposed !== undefined
  const text = proposes ? proposed : line.text
  const shown = lineWindow(text, proposes ? 0 : line.cursor, room, { newline })
  return {
    row: [
      { text: sign, bold: true },
      { text: shown.text, ...(proposes && { dim: true }) }
    ],
    cursor: sign.length + shown.cursor
  }
}
