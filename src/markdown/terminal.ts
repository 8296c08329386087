import { plain } from '../shell/sanitise.ts'
import { withAgreedWidths } from './agreed-widths.ts'
import type { Block, Inline } from './blocks.ts'
import { lineText, lineWidth, type Line, type Run } from './styled.ts'
import { renderTable } from './table.ts'
import { chop, wrap } from './wrap.ts'

/** Colours the lines of a code block; `undefined` for a language that it does not know. */
export type Highlight = (language: string, text: string) => Line[] | undefined

export interface RenderOptions {
  /** Columns of the pane. */
  readonly width: number
  /** Marks code and strong words by their Markdown signs, because no colour or weight will. */
  readonly signs?: boolean
  /** Only signs of ASCII, for consoles without others. */
  readonly ascii?: boolean
  readonly highlight?: Highlight | undefined
}

/** Lists and quotes deeper than this are not indented any further: narrow panes would have no room left. */
const deepest = 6

/**
 * Draws blocks as rows of styled runs, none wider than the pane; an empty row between blocks. Comments are left out.
 * Every text passes the sanitiser.
 */
export function renderBlocks(blocks: readonly Block[], options: RenderOptions): Line[] {
  return render(blocks, options, 0)
}

/** The same as text without any style, for output that is only ever appended. */
export function renderBlocksPlain(blocks: readonly Block[], width: number): string[] {
  return renderBlocks(blocks, { width, signs: true, ascii: true }).map(row => lineText(row).trimEnd())
}

/** Inline Markdown as runs. */
export function inlineRuns(inlines: readonly Inline[], { signs = false }: Pick<RenderOptions, 'signs'> = {}): Run[] {
  return inlines.flatMap(inline => {
    const text = withAgreedWidths(plain(inline.text)).replaceAll('\t', ' ')
    const shown = signs && inline.code ? `\`${text}\`` : text
    const run: Run = {
      text: shown,
      ...(inline.bold && { bold: true }),
      ...(inline.italic && { italic: true }),
      ...(inline.strike && { strike: true }),
      ...(inline.code && { colour: 'code' as const }),
      ...(inline.href !== undefined && { underline: true })
    }
    const href = pageOf(inline)
    if (href === undefined) return [run]
    const linked = { ...run, href }
    // Terminals without links of their own find an address where it is written out.
    if (href.replace(/\/$/, '') === plain(inline.text).replace(/\/$/, '')) return [linked]
    return [linked, { text: ' (', dim: true }, { text: href, dim: true, href }, { text: ')', dim: true }]
  })
}

/** The page elsewhere that a link leads to; undefined for what is no page, or lies beside the lab. */
function pageOf({ href }: Inline): string | undefined {
  return href !== undefined && /^https?:/i.test(href) ? plain(href) : undefined
}

function render(blocks: readonly Block[], options: RenderOptions, depth: number): Line[] {
  const rows: Line[] = []
  let previous: Block | undefined
  for (const block of blocks) {
    const drawn = renderBlock(block, options, depth)
    if (drawn.length === 0) continue
    if (previous !== undefined && !isTight(previous, block, depth)) rows.push([])
    rows.push(...drawn)
    previous = block
  }
  return rows
}

/** A list that belongs to the paragraph above it within an item stays close to it. */
function isTight(previous: Block, block: Block, depth: number): boolean {
  return depth > 0 && previous.type === 'paragraph' && block.type === 'list'
}

function renderBlock(block: Block, options: RenderOptions, depth: number): Line[] {
  const { width, ascii = false, signs = false } = options
  switch (block.type) {
    case 'heading': {
      const runs = inlineRuns(block.inlines, options).map(run => ({ ...run, bold: true, colour: 'heading' as const }))
      return wrap(signs ? [{ text: `${'#'.repeat(block.level)} `, bold: true }, ...runs] : runs, width)
    }
    case 'paragraph':
      return wrap(inlineRuns(block.inlines, options), width)
    case 'code':
      return renderCode(block, options)
    case 'list':
      return renderList(block, options, depth)
    case 'quote': {
      const bar: Line = [{ text: ascii ? '| ' : '│ ', dim: true }]
      const inner = depth < deepest ? { ...options, width: Math.max(1, width - 2) } : options
      const rows = render(block.blocks, inner, depth + 1)
      return depth < deepest ? rows.map(row => [...bar, ...row]) : rows
    }
    case 'table':
      return renderTable(
        block.header.map(cell => inlineRuns(cell, options)),
        block.rows.map(row => row.map(cell => inlineRuns(cell, options))),
        { width, ascii }
      )
    case 'rule':
      return [[{ text: (ascii ? '-' : '─').repeat(Math.max(1, width)), dim: true }]]
    case 'comment':
      return []
  }
}

function renderCode(block: Extract<Block, { type: 'code' }>, { width, highlight }: RenderOptions): Line[] {
  const text = withAgreedWidths(plain(block.text)).replaceAll('\t', '    ').replace(/\n$/, '')
  const lines =
    highlight?.(block.language, text) ?? text.split('\n').map((row): Line => [{ text: row, colour: 'code' }])
  const indent = width > 20 ? '  ' : ''
  return lines.flatMap(row => {
    const rows = chop(row, Math.max(1, width - indent.length))
    // A long line goes on a little further in, so that it does not look like a second one.
    const wraps = rows.length > 1 && width > 30
    const pieces = wraps ? chopFurtherIn(row, width - indent.length) : rows
    return pieces.map((piece): Line => (indent === '' ? piece : [{ text: indent }, ...piece]))
  })
}

function chopFurtherIn(row: Line, width: number): Line[] {
  const [head = []] = chop(row, width)
  const taken = lineText(head).length
  return [head, ...chop(skip(row, taken), width - 4).map((piece): Line => [{ text: '    ' }, ...piece])]
}

function skip(row: Line, length: number): Line {
  let left = length
  return row.flatMap(run => {
    const text = run.text.slice(Math.min(left, run.text.length))
    left = Math.max(0, left - run.text.length)
    return text === '' ? [] : [{ ...run, text }]
  })
}

function renderList(block: Extract<Block, { type: 'list' }>, options: RenderOptions, depth: number): Line[] {
  const last = block.start + block.items.length - 1
  const markWidth = block.ordered ? String(last).length + 2 : 2
  const indent = depth < deepest ? markWidth : 0
  const loose = block.items.some(item => item.filter(({ type }) => type === 'paragraph' || type === 'code').length > 1)
  return block.items.flatMap((item, index) => {
    const bullet = options.ascii ? '-' : '•'
    const mark = block.ordered ? `${block.start + index}.`.padEnd(markWidth) : `${bullet} `
    const inner = { ...options, width: Math.max(1, options.width - indent) }
    const rows = render(item, inner, depth + 1)
    const drawn = (rows.length === 0 ? [[]] : rows).map((row, rowIndex): Line => {
      if (rowIndex === 0) return [{ text: depth < deepest ? mark : '', dim: true }, ...row]
      return lineWidth(row) === 0 ? [] : [{ text: ' '.repeat(indent) }, ...row]
    })
    return loose && index > 0 ? [[], ...drawn] : drawn
  })
}
