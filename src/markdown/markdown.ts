import MarkdownIt, { type Token } from 'markdown-it'
import type { Block, Inline } from './blocks.ts'
import { inlineRuns } from './inline.ts'
import { repairFences } from './repair.ts'

/**
 * HTML is parsed, because annotations are HTML comments; nothing else of it is kept. Bare addresses stay text
 * (`linkify` off): looking for them is slow on hostile input.
 */
const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false })

/**
 * Reads Markdown (CommonMark with tables and strikethrough) into blocks. Every text gives blocks; ask `unparsable`
 * first when the text is a stranger's, since some inputs take long.
 *
 * @param text the file's text; `line` of each block counts its lines from 1.
 */
export function parseMarkdown(text: string): Block[] {
  return new Walk(tokensOf(text)).blocks(undefined)
}

/** markdown-it's tokens of a text, its fences repaired. */
export function tokensOf(text: string): Token[] {
  const normalised = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  return markdown.parse(repairFences(normalised), {})
}

/** A pointer that moves over markdown-it's flat list of tokens. */
class Walk {
  private readonly tokens: readonly Token[]
  private position = 0
  /** Line of the nearest block token: markdown-it gives none to some tokens. */
  private line = 1

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  /** Blocks up to the token of type `end`, which is passed over. */
  blocks(end: string | undefined): Block[] {
    const found: Block[] = []
    for (;;) {
      const token = this.next()
      if (!token || token.type === end) return found
      found.push(...this.block(token))
    }
  }

  private next(): Token | undefined {
    const token = this.tokens[this.position++]
    if (token?.map) this.line = token.map[0] + 1
    return token
  }

  private block(token: Token): Block[] {
    const line = this.line
    switch (token.type) {
      case 'heading_open': {
        const { inlines, comments } = this.inline('heading_close')
        return [{ type: 'heading', level: Number(token.tag.slice(1)), inlines, line }, ...comments]
      }
      case 'paragraph_open': {
        const { inlines, comments } = this.inline('paragraph_close')
        return [...(inlines.length > 0 ? [{ type: 'paragraph', inlines, line } as const] : []), ...comments]
      }
      case 'fence':
        return [{ type: 'code', language: languageOf(token.info), text: withoutEnd(token.content), line: line + 1 }]
      case 'code_block':
        return [{ type: 'code', language: '', text: withoutEnd(token.content), line }]
      case 'bullet_list_open':
        return [{ type: 'list', ordered: false, start: 1, items: this.items('bullet_list_close'), line }]
      case 'ordered_list_open': {
        const start = Number(token.attrGet('start') ?? 1)
        return [{ type: 'list', ordered: true, start, items: this.items('ordered_list_close'), line }]
      }
      case 'blockquote_open':
        return [{ type: 'quote', blocks: this.blocks('blockquote_close'), line }]
      case 'table_open':
        return [this.table(line)]
      case 'hr':
        return [{ type: 'rule', line }]
      case 'html_block':
        return comments(token.content, line)
      default:
        return []
    }
  }

  private items(end: string): Block[][] {
    const items: Block[][] = []
    for (;;) {
      const token = this.next()
      if (!token || token.type === end) return items
      if (token.type === 'list_item_open') items.push(this.blocks('list_item_close'))
    }
  }

  private inline(end: string): { inlines: Inline[]; comments: Block[] } {
    const inlines: Inline[] = []
    const found: Block[] = []
    for (;;) {
      const token = this.next()
      if (!token || token.type === end) return { inlines, comments: found }
      let line = this.line
      for (const child of token.children ?? []) {
        if (child.type === 'html_inline') found.push(...comments(child.content, line))
        line += child.type === 'softbreak' || child.type === 'hardbreak' ? 1 : child.content.split('\n').length - 1
      }
      inlines.push(...inlineRuns(token.children ?? []))
    }
  }

  private table(line: number): Block {
    const rows: Inline[][][] = []
    for (;;) {
      const token = this.next()
      if (!token || token.type === 'table_close') break
      if (token.type === 'tr_open') rows.push([])
      else if (token.type === 'inline') rows.at(-1)?.push(inlineRuns(token.children ?? []))
    }
    const [header = [], ...body] = rows
    return { type: 'table', header, rows: body, line }
  }
}

/** The comments in a piece of HTML whose first line is `line`. */
function comments(html: string, line: number): Block[] {
  const found: Block[] = []
  for (let from = 0; ;) {
    const start = html.indexOf('<!--', from)
    if (start < 0) return found
    const end = html.indexOf('-->', start + 4)
    const text = html.slice(start + 4, end < 0 ? undefined : end).replaceAll('--\\>', '-->')
    const at = line + html.slice(0, start).split('\n').length - 1
    found.push({ type: 'comment', text, line: at, ...(end < 0 && { unclosed: true }) })
    if (end < 0) return found
    from = end + 3
  }
}

function languageOf(info: string): string {
  return /^[^\s{,]*/.exec(info.trim())?.[0].toLowerCase() ?? ''
}

function withoutEnd(text: string): string {
  return text.replace(/\n$/, '')
}
