import { expect, test } from 'vitest'
import { withAgreedWidths } from '../../../src/markdown/agreed-widths.ts'
import { widthOf } from '../../../src/markdown/styled.ts'

/** As terminals count that take every code point by itself. */
const columnsOneByOne = (text: string): number => Array.from(text).reduce((sum, each) => sum + widthOf(each), 0)

test.each([
  ['👩‍👩‍👧', '👩👩👧'],
  ['👍🏽 ok', '👍 ok'],
  ['❤️ and ⚠️', '❤ and ⚠'],
  ['🇩🇪🇯🇵', 'DEJP'],
  ['1️⃣ #️⃣', '1 #'],
  ['🏴‍☠️', '🏴☠'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴'],
  ['🚀 ✅', '🚀 ✅'],
  ['日本語 한국어 e\u0301', '日本語 한국어 e\u0301']
])('%s is shown as %s, of the same width in every terminal', (text, shown) => {
  expect(withAgreedWidths(text)).toBe(shown)
  expect(columnsOneByOne(shown)).toBe(widthOf(shown))
})

test('joiners of scripts stay: without them the letters are others', () => {
  expect(withAgreedWidths('क्\u200dष 🚀')).toBe('क्\u200dष 🚀')
  expect(withAgreedWidths('می\u200cخواهم')).toBe('می\u200cخواهم')
})
