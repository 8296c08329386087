import type { Token } from 'markdown-it'
import { tokensOf } from './markdown.ts'

/** A link or an image of a text. */
export interface Link {
  /** Where it leads, as the text has it. */
  readonly href: string
  /** Line of the text, counted from 1. */
  readonly line: number
}

/** The links and images of a Markdown text, those in HTML among them, in their order. What stands in comments is none. */
export function linksIn(text: string): Link[] {
  // The cells of a table have no lines of their own, but its rows have.
  let line = 1
  return tokensOf(text).flatMap(token => {
    if (token.map) line = token.map[0] + 1
    if (token.type === 'html_block') return attributesIn(token.content, /^(?:href|src)$/, line)
    return token.type === 'inline' ? linksOf(token, line) : []
  })
}

/** What `#…` may name in a text: its headings, as GitHub makes anchors of them, and the names that HTML gives. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const tokens = tokensOf(text)
  const anchors = new Set<string>()
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const words = (tokens[index + 1]?.children ?? []).map(child =>
        child.type === 'html_inline' ? '' : child.content
      )
      anchors.add(unused(anchorOf(words.join('')), anchors))
    }
    for (const html of [token, ...(token.children ?? [])])
      if (html.type.startsWith('html_'))
        for (const { href } of attributesIn(html.content, /^(?:id|name)$/, 1)) anchors.add(href)
  }
  return anchors
}

function linksOf(inline: Token, first: number): Link[] {
  const found: Link[] = []
  let line = first
  for (const child of inline.children ?? []) {
    const href =
      child.type === 'link_open' ? child.attrGet('href') : child.type === 'image' ? child.attrGet('src') : null
    if (href !== null) found.push({ href: String(href), line })
    if (child.type === 'html_inline') found.push(...attributesIn(child.content, /^(?:href|src)$/, line))
    line += child.type === 'softbreak' || child.type === 'hardbreak' ? 1 : child.content.split('\n').length - 1
  }
  return found
}

/** Values of attributes in a piece of HTML, with the lines that they stand on; comments are passed over. */
function attributesIn(html: string, names: RegExp, first: number): Link[] {
  const visible = html.replace(/<!--[^]*?(?:-->|$)/g, comment => comment.replace(/[^\n]/g, ' '))
  return [...visible.matchAll(/\s([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].flatMap(match => {
    const [, name = '', double, single] = match
    if (!names.test(name.toLowerCase())) return []
    return [{ href: double ?? single ?? '', line: first + visible.slice(0, match.index).split('\n').length - 1 }]
  })
}

/** GitHub's anchor of a heading: lower case, without punctuation, a hyphen for each space. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}

function unused(anchor: string, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const candidate = number === 0 ? anchor : `${anchor}-${number}`
    if (!taken.has(candidate)) return candidate
  }
}
