import path from 'node:path'
import { expect, it } from 'vitest'
import { launch } from '../../terminal.ts'

const module = path.resolve('bin/launcher/progress.js')

it('what takes a while has one line, in a terminal that is too narrow for it too', async () => {
  const what = 'fetching Node 24.21.0 with npm (this is 20.20.2, only the first time)'
  const script = `
    const { withProgress } = require(${JSON.stringify(module)})
    void withProgress(${JSON.stringify(what)}, () => new Promise(resolve => setTimeout(resolve, 60_000)))
  `
  const terminal = launch(process.execPath, ['-e', script], { columns: 60 })
  const screen = await terminal.until(' … 2 s')
  expect(screen.filter(row => row !== '')).toEqual([expect.stringMatching(/^kubewalk: fetching Node .* … 2 s$/)])
  await terminal.close()
})

it('its end tells the whole of it', async () => {
  const script = `void require(${JSON.stringify(module)}).withProgress('${'a word '.repeat(20)}', () => Promise.resolve())`
  const terminal = launch(process.execPath, ['-e', script], { columns: 60 })
  await terminal.exited
  expect(terminal.screen().join('')).toBe(`kubewalk: ${'a word '.repeat(20)} … done in 0 s`)
})
