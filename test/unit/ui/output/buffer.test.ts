import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutputBuffer, type OutputLine } from '../../../../src/ui/output/buffer.ts'

const limits = { lines: 4, characters: 40, lineCharacters: 12 }

function linesOf(chunks: readonly string[], given: Partial<typeof limits> = {}): readonly OutputLine[] {
  const buffer = new OutputBuffer(given)
  for (const chunk of chunks) buffer.append(chunk)
  return buffer.lines()
}

describe('OutputBuffer', () => {
  it('joins what was cut anywhere, and counts a last line without its newline', () => {
    expect(linesOf(['a\nb', 'c', '\n', 'd']).map(line => line.text)).toEqual(['a', 'bc', 'd'])
  })

  it('shows of a line with carriage returns what a terminal would', () => {
    expect(linesOf(['10 %\r50 %\r', '100 %\r\nnext']).map(line => line.text)).toEqual(['100 %', 'next'])
  })

  it('keeps the last lines and tells how many came before', () => {
    const buffer = new OutputBuffer(limits)
    buffer.append(Array.from({ length: 10 }, (_, index) => `${index}\n`).join(''))
    expect(buffer.lines().map(line => line.text)).toEqual(['6', '7', '8', '9'])
    expect(buffer.dropped).toBe(6)
  })

  it('knows the colours that are open, also from lines that are gone', () => {
    const chunks = ['\u001b[31mred\n', ...Array.from({ length: 20 }, () => 'more\n'), '\u001b[0mplain\nlast']
    const lines = linesOf(chunks, limits)
    expect(lines[0]).toEqual({ open: '\u001b[31m', text: 'more' })
    expect(lines.at(-1)).toEqual({ open: '', text: 'last' })
  })

  it('gives its end to who follows, and splits no more', () => {
    const buffer = new OutputBuffer()
    buffer.append('\u001b[31mred\n' + 'line\n'.repeat(100) + 'last')
    const { lines, before } = buffer.recent(3)
    expect(lines.map(line => line.text)).toEqual(['line', 'line', 'line', 'last'])
    expect(lines[0]?.open).toBe('\u001b[31m')
    expect(before).toBe(98)
    expect(buffer.lines()).toHaveLength(102)
  })

  it('is the same whenever somebody looks', () => {
    const piece = fc.constantFrom(
      'a',
      'bcd',
      '\n',
      '\n\n',
      '\r',
      '\u001b[31m',
      '\u001b[1;32m',
      '\u001b[0m',
      'long line '
    )
    const chunk = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(chunk, fc.boolean()), { maxLength: 30 }), chunks => {
        const watched = new OutputBuffer(limits)
        const sometimes = new OutputBuffer(limits)
        for (const [text, looks] of chunks) {
          watched.append(text)
          watched.lines()
          sometimes.append(text)
          if (looks) sometimes.lines()
          const { lines } = sometimes.recent(2)
          const all = watched.lines()
          expect(lines).toEqual(all.slice(all.length - lines.length))
          expect(lines.length).toBeGreaterThanOrEqual(Math.min(2, all.length))
        }
        expect(sometimes.lines()).toEqual(watched.lines())
        expect(sometimes.dropped).toBe(watched.dropped)
      }),
      { numRuns: 500 }
    )
  })
})
