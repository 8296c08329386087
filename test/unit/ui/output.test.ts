import { expect, test } from 'vitest'
import { OutputBuffer } from '../../../src/ui/output/buffer.ts'
import { createPlainPrinter } from '../../../src/report/plain-printer.ts'

test('what runs beside the lesson is marked, and never goes into a line of the command', () => {
  const buffer = new OutputBuffer()
  buffer.append('\u001b[32mone', 'command')
  buffer.append('web 0/1\nweb', 'beside')
  expect(buffer.lines().map(({ text }) => text)).toEqual(['| web 0/1', '| web', '\u001b[32mone'])
  buffer.append(' more\n')
  buffer.append(' 1/1\n', 'beside')
  expect(buffer.lines()).toEqual([
    { open: '', text: '| web 0/1' },
    { open: '', text: '\u001b[32mone more' },
    { open: '', text: '| web 1/1' }
  ])
})

test('the plain walk prints such lines whole, each on a row of its own', () => {
  let printed = ''
  const printer = createPlainPrinter(text => (printed += text), { renderBlocks: () => '' })
  printer.output({ step: 'a', text: 'no newline' })
  printer.output({ step: 'a', text: 'web 0/1\nwe', beside: true })
  printer.output({ step: 'a', text: 'b 1/1\n', beside: true })
  expect(printed).toBe('no newline\n| web 0/1\n| web 1/1\n')
})
