import { Buffer } from 'node:buffer'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys } from '../../terminal.ts'
import { Home, promptOf, type } from './home.ts'

let home: Home
let lab: string

beforeAll(async () => {
  home = await Home.make()
  lab = await home.copyLab('search')
  await home.run(['sandbox', 'start'])
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

it('/ searches the output, n and N go through its matches, y copies it', async () => {
  const terminal = home.open(['run', lab, '--trust', 'all'])
  await terminal.until('git clone')
  type(terminal, 'for i in $(seq 1 300); do echo "row $i"; done; echo the Needle')
  await terminal.until(/RAN.*exit 0/)
  terminal.write('/')
  await terminal.until(screen => screen.some(row => row.trimEnd() === ' /'))
  terminal.write('row 77')
  await terminal.until(' / row 77')
  terminal.write(keys.enter)
  const found = await terminal.until(/Match 1 of 1\.[^]*n next match/)
  const at = found.findIndex(row => row.trimEnd() === ' row 77')
  expect(at).toBeGreaterThan(1)
  terminal.write('/')
  await terminal.until(screen => screen.some(row => row.trimEnd() === ' /'))
  terminal.write('row 1')
  await terminal.until(' / row 1')
  terminal.write(keys.enter)
  await terminal.until('Match 111 of 111.')
  terminal.write('N')
  await terminal.until('Match 110 of 111.')
  terminal.write('n')
  await terminal.until('Match 111 of 111.')
  terminal.write('n')
  await terminal.until('Match 1 of 111.')
  terminal.write(keys.escape)
  await terminal.until(screen => promptOf(screen) !== '' && screen.at(-1)?.includes('y copy') === true)
  terminal.write('y')
  await terminal.until('301 lines given to the terminal')
  const copied = new RegExp('\\]52;c;([A-Za-z0-9+/=]+)').exec(terminal.raw())?.[1] ?? ''
  expect(Buffer.from(copied, 'base64').toString()).toMatch(/^row 1\nrow 2\n[^]*row 300\nthe Needle\n$/)
})

it('whoever has scrolled back sees the same rows, however much more comes', async () => {
  const terminal = home.open(['run', lab, '--trust', 'all'])
  await terminal.until('git clone')
  type(terminal, 'for i in $(seq 1 2000); do echo "row $i"; sleep 0.03; done')
  const rowsOf = (screen: readonly string[]) => screen.filter(row => /^ row \d+$/.test(row))
  const place = (screen: readonly string[]) => {
    const [, last, of] = / lines \d+-(\d+) of (\d+) /.exec(screen.find(row => / RUNS /.test(row)) ?? '') ?? []
    return { last: Number(last), of: Number(of) }
  }
  await terminal.until(/ RUNS /)
  terminal.write(keys.tab)
  await terminal.until(screen => rowsOf(screen).length > 8 && place(screen).of > 30)
  terminal.write(keys.pageUp)
  const before = await terminal.until(screen => place(screen).of - place(screen).last > 5)
  const later = await terminal.until(screen => place(screen).of > place(before).of + 30)
  expect(rowsOf(later)).toEqual(rowsOf(before))
  terminal.write(keys.control('c'))
  await terminal.until(/RAN +for/)
})
