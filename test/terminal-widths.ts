import stringWidth from 'string-width'

/** xterm.js keeps a character's facts in one number (xterm.js 6, UnicodeService.createPropertyValue). */
const factsOf = (width: number, joins: boolean): number => (width << 1) | (joins ? 1 : 0)
const widthIn = (facts: number): number => (facts >> 1) & 3

const known = new Map<number, 0 | 1 | 2>()

function wcwidth(codepoint: number): 0 | 1 | 2 {
  let width = known.get(codepoint)
  if (width === undefined) {
    width = Math.min(2, stringWidth(String.fromCodePoint(codepoint))) as 0 | 1 | 2
    known.set(codepoint, width)
  }
  return width
}

/**
 * Widths as xterm, tmux and most others have them: each code point by itself, so that an emoji joined of several takes
 * the columns of all of them. What xterm.js brings takes every emoji for one column.
 */
export const classicWidths = {
  version: 'classic',
  wcwidth,
  charProperties(codepoint: number, preceding: number): number {
    const width = wcwidth(codepoint)
    if (width > 0 || preceding === 0) return factsOf(width, false)
    const before = widthIn(preceding)
    return factsOf(before, before > 0)
  }
}
