import type { Block, Inline } from '../markdown/blocks.ts'
import { inlineRuns } from '../markdown/terminal.ts'
import { plain } from '../shell/sanitise.ts'
import { spokenTexts } from '../texts/texts.ts'

/**
 * The walk for those who hear it: the same lines as the plain walk has, with what the eye sees said in words. A sign
 * before a word is left out, a table is told row by row, and so is how far a line of code is indented.
 */

/** A line of the plain walk, without its sign and indentation, and with the word for "s". */
export function spokenLine(line: string): string {
  return line.replace(/^([+~!.-] )?\s*/, '').replace(/(\d) s(?=[\s.,:)]|$)/g, `$1 ${spokenTexts.seconds}`)
}

/** A lesson as lines: one for each paragraph, item, row and line of code. */
export function spokenBlocks(blocks: readonly Block[]): string[] {
  return blocks.flatMap(spokenBlock)
}

function spokenBlock(block: Block): string[] {
  switch (block.type) {
    case 'heading':
      return [spokenTexts.heading(spokenInlines(block.inlines))]
    case 'paragraph':
      return [spokenInlines(block.inlines)]
    case 'code': {
      const lines = spokenCode(plain(block.text))
      const opening =
        block.language === '' ? spokenTexts.code(lines.length) : spokenTexts.codeIn(plain(block.language), lines.length)
      return [opening, ...lines, spokenTexts.endOfCode]
    }
    case 'list':
      return block.items.flatMap((item, index) => {
        const [first = '', ...rest] = spokenBlocks(item)
        const name = block.ordered ? String(block.start + index) : spokenTexts.item(index + 1, block.items.length)
        return [`${name}: ${first}`, ...rest]
      })
    case 'quote':
      return [spokenTexts.quote, ...spokenBlocks(block.blocks), spokenTexts.endOfQuote]
    case 'table': {
      const header = block.header.map(spokenInlines)
      return [
        `${spokenTexts.table(block.rows.length)}:`,
        ...block.rows.map(row => spokenRow(header, row.map(spokenInlines)))
      ]
    }
    case 'rule':
    case 'comment':
      return []
  }
}

function spokenInlines(inlines: readonly Inline[]): string {
  const text = inlineRuns(inlines).map(run => run.text)
  return text.join('').replace(/\s+/g, ' ').trim()
}

/** Lines of code; how far a line is indented is said wherever that changes, as it counts in YAML. */
export function spokenCode(text: string): string[] {
  let before = 0
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(line => {
      if (line.trim() === '') return spokenTexts.emptyLine
      const indentation = /^[ \t]*/.exec(line)?.[0] ?? ''
      const code = line.slice(indentation.length)
      if (indentation.length === before) return code
      before = indentation.length
      return `${indentationWords(indentation)}: ${code}`
    })
}

function indentationWords(indentation: string): string {
  if (indentation === '') return spokenTexts.notIndented
  const isTabs = /^\t+$/.test(indentation)
  const kind = isTabs ? 'tabs' : indentation.includes('\t') ? 'mixed' : 'spaces'
  return spokenTexts.indented[kind](indentation.length)
}

/** Output of a command: tables as sentences, all else as it is, with its indentation in words. */
export function spokenOutput(lines: readonly string[]): string[] {
  const spoken: string[] = []
  let at = 0
  while (at < lines.length) {
    const header = tableColumns(lines[at] ?? '')
    if (header === undefined) {
      const end = lines.findIndex((line, index) => index > at && tableColumns(line) !== undefined)
      const part = lines.slice(at, end === -1 ? lines.length : end)
      spoken.push(...spokenCode(part.map(line => line.trimEnd()).join('\n')))
      at += part.length
      continue
    }
    at++
    const rows: string[] = []
    while (at < lines.length && (lines[at] ?? '').trim() !== '' && tableColumns(lines[at] ?? '') === undefined)
      rows.push(lines[at++] ?? '')
    const names = header.map(({ name }) => name)
    spoken.push(`${spokenTexts.table(rows.length)}.`)
    spoken.push(
      ...rows.map(row =>
        spokenRow(
          names,
          header.map(({ from, to }) => row.slice(from, to).trim())
        )
      )
    )
  }
  return spoken
}

interface Column {
  readonly name: string
  readonly from: number
  readonly to: number | undefined
}

/** kubectl's tables begin with their columns' names in capitals, two spaces or more apart. */
function tableColumns(line: string): Column[] | undefined {
  if (!/^[A-Z][A-Z0-9()/ -]*( {2,}[A-Z][A-Z0-9()/-]*)+ *$/.test(line)) return undefined
  const names = [...line.matchAll(/[A-Z0-9()/-]+( [A-Z0-9()/-]+)*/g)]
  return names.map((match, index) => ({ name: match[0], from: match.index, to: names[index + 1]?.index }))
}

/** A row as a sentence: `nsjwx: ready 1 of 1, Running, age 5 seconds`. The state needs no name before it. */
function spokenRow(names: readonly string[], cells: readonly string[]): string {
  const [title = '', ...rest] = cells
  const facts = rest.flatMap((cell, index) => {
    const name = names[index + 1] ?? ''
    if (cell === '') return []
    const value = spokenValue(cell)
    return [
      name === 'STATUS' || name === '' ? value : `${name === name.toUpperCase() ? name.toLowerCase() : name} ${value}`
    ]
  })
  return facts.length === 0 ? title : `${title}: ${facts.join(', ')}`
}

/** `1/3` is "1 of 3"; an age such as `2m5s` (kubectl, duration.HumanDuration) is "2 minutes 5 seconds". */
function spokenValue(cell: string): string {
  if (cell === '<none>') return spokenTexts.none
  const parts = /^(\d+)\/(\d+)$/.exec(cell)
  if (parts !== null) return spokenTexts.partOf(parts[1] ?? '', parts[2] ?? '')
  if (!/^(\d+[smhdy])+$/.test(cell)) return cell
  return [...cell.matchAll(/(\d+)([smhdy])/g)]
    .map(([, number = '', unit = '']) => spokenTexts.units[unit as keyof typeof spokenTexts.units](Number(number)))
    .join(' ')
}
