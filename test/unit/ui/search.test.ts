import { expect, it } from 'vitest'
import { markMatches, matchingLines } from '../../../src/ui/output/search.ts'
import { copySequence } from '../../../src/ui/terminal/clipboard.ts'

const esc = '\u001b'
const lines = (...texts: string[]) => texts.map(text => ({ open: '', text }))

it('finds words whatever their colours, capitals only when asked for', () => {
  const output = lines('Ready', `re${esc}[32mad${esc}[0my`, 'nothing', 'READY')
  expect(matchingLines(output, 'ready')).toEqual([0, 1, 3])
  expect(matchingLines(output, 'Ready')).toEqual([0])
  expect(matchingLines(output, '')).toEqual([])
})

it('marks every match and loses no colour', () => {
  expect(markMatches('a web, a web', 'web')).toBe(`a ${esc}[7mweb${esc}[27m, a ${esc}[7mweb${esc}[27m`)
  expect(markMatches(`a w${esc}[32meb`, 'web')).toBe(`a ${esc}[7mweb${esc}[27m${esc}[32m`)
  expect(markMatches(`${esc}[32ma${esc}[0m b`, 'c')).toBe(`${esc}[32ma${esc}[0m b`)
})

it('copies the end of what is too long, in whole characters', () => {
  expect(copySequence('né').sequence).toBe(`${esc}]52;c;${Buffer.from('né').toString('base64')}\u0007`)
  const { sequence, shortened } = copySequence('é'.repeat(100_000) + 'x')
  expect(shortened).toBe(true)
  expect(sequence.length).toBeLessThan(100_000)
  expect(Buffer.from(sequence.slice(7, -1), 'base64').toString()).toMatch(/^é+x$/)
})
