import { labFileTexts } from '../texts/texts.ts'

/** Larger files than this many bytes are no tutorials. */
export const maximumBytes = 1_000_000

/** Every unmatched `[` costs markdown-it another look at the rest of the paragraph. */
const maximumBrackets = 50_000

/** Quotes and lists nested more deeply than this are no prose; markdown-it's time grows with their square. */
const maximumMarkers = 200

/**
 * Why a text is refused before it is parsed, as the end of a sentence ("is larger than …"), or undefined when it may be
 * parsed. Measured with markdown-it 15: a megabyte of `[` takes 2 s, 200,000 `>` take 3 s.
 */
export function unparsable(text: string): string | undefined {
  const bytes = Buffer.byteLength(text)
  if (bytes > maximumBytes) return labFileTexts.refused.long(Math.ceil(bytes / 1000), maximumBytes / 1000)
  if (text.includes('\0')) return labFileTexts.refused.binary
  let brackets = 0
  for (const character of text) if (character === '[') brackets++
  if (brackets > maximumBrackets) return labFileTexts.refused.brackets(brackets)
  const deep = text.split('\n').findIndex(line => {
    const markers = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*/.exec(line)?.[0] ?? ''
    return markers.replace(/[ \t\d]/g, '').length > maximumMarkers
  })
  if (deep >= 0) return labFileTexts.refused.deep(maximumMarkers, deep + 1)
  return undefined
}
