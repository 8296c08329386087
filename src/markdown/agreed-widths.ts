/** Characters of which terminals disagree how wide they are, or which make the one before wider in some and not in others. */
const disputed = /[\u200d\u20e3\ufe0e\ufe0f\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u

/** Regional indicator symbols, two of which make a flag (Unicode TR 51, 1.4.6). */
const indicator = /[\u{1f1e6}-\u{1f1ff}]/gu
const firstIndicator = 0x1f1e6

/**
 * A text of which all terminals take the same number of columns. Some draw an emoji that is joined of several as one of
 * two columns, others draw all of them side by side; a row that is laid out for the one is torn in the other. What joins
 * and varies them is left out, so that the parts stand side by side everywhere, and a flag becomes its two letters.
 */
export function withAgreedWidths(text: string): string {
  if (!disputed.test(text)) return text
  return (
    text
      .replace(indicator, symbol =>
        String.fromCharCode(65 + (symbol.codePointAt(0) ?? firstIndicator) - firstIndicator)
      )
      // The joiner has other uses in Indic and Arabic script (Unicode 23.2).
      .replace(/(?<=[\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])\u200d/gu, '')
      .replace(/[\u20e3\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/gu, '')
  )
}
