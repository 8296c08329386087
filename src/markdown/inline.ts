import type { Token } from 'markdown-it'
import type { Inline } from './blocks.ts'

interface Style {
  bold: number
  italic: number
  strike: number
  href: string | undefined
}

/** Runs of text with their emphasis, from the children of one inline token. HTML is left out, `<br>` ends a line. */
export function inlineRuns(children: readonly Token[]): Inline[] {
  const runs: Inline[] = []
  const style: Style = { bold: 0, italic: 0, strike: 0, href: undefined }
  for (const token of children) {
    const text = textOf(token)
    if (text === undefined) restyle(style, token)
    else if (text !== '') append(runs, styled(text, style, token.type === 'code_inline'))
  }
  return runs
}

/** The plain text of runs, for titles. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map(inline => inline.text).join('')
}

function textOf(token: Token): string | undefined {
  switch (token.type) {
    case 'text':
    case 'text_special':
    case 'code_inline':
      return token.content
    case 'image':
      return token.content === '' ? '' : `[${token.content}]`
    case 'softbreak':
      return ' '
    case 'hardbreak':
      return '\n'
    case 'html_inline':
      return /^<br\s*\/?>$/i.test(token.content) ? '\n' : ''
    default:
      return undefined
  }
}

function restyle(style: Style, token: Token): void {
  if (token.type.startsWith('strong_')) style.bold += token.nesting
  else if (token.type.startsWith('em_')) style.italic += token.nesting
  else if (token.type.startsWith('s_')) style.strike += token.nesting
  else if (token.type === 'link_open') style.href = String(token.attrGet('href') ?? '')
  else if (token.type === 'link_close') style.href = undefined
}

function styled(text: string, style: Style, code: boolean): Inline {
  return {
    text,
    ...(style.bold > 0 && { bold: true }),
    ...(style.italic > 0 && { italic: true }),
    ...(style.strike > 0 && { strike: true }),
    ...(code && { code: true }),
    ...(style.href !== undefined && { href: style.href })
  }
}

/** Joins a run to the one before it when both look the same. */
function append(runs: Inline[], run: Inline): void {
  const last = runs.at(-1)
  const alike =
    last !== undefined &&
    last.code === run.code &&
    last.bold === run.bold &&
    last.italic === run.italic &&
    last.strike === run.strike &&
    last.href === run.href
  if (alike) runs[runs.length - 1] = { ...last, text: last.text + run.text }
  else runs.push(run)
}
