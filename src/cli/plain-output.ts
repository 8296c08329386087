import { renderBlocksPlain } from '../markdown/terminal.ts'
import { createPlainPrinter, type PlainPrinter } from '../report/plain-printer.ts'
import { spokenBlocks } from '../report/spoken.ts'
import type { Face } from './face.ts'

/** Lines longer than this are hard to read, however wide the terminal is. */
const widest = 100

/**
 * A printer of the walk, as wide as the terminal, or 80 columns without one; for those who hear it nothing is wrapped.
 *
 * @param write where its text goes; standard output when not given: then nobody is there to answer what it asks
 */
export function plainPrinter(face: Face, write?: (text: string) => void): PlainPrinter {
  const print = write ?? ((text: string) => void process.stdout.write(text))
  const unattended = write === undefined
  if (face === 'accessible')
    return createPlainPrinter(print, {
      renderBlocks: blocks => spokenBlocks(blocks).join('\n'),
      spoken: true,
      unattended
    })
  const width = Math.min(process.stdout.columns || 80, widest)
  return createPlainPrinter(print, {
    renderBlocks: blocks => renderBlocksPlain(blocks, width).join('\n'),
    unattended
  })
}
