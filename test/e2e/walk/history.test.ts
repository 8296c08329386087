import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys } from '../../terminal.ts'
import { Home, promptOf, type } from './home.ts'

let home: Home
let first: string
let second: string

beforeAll(async () => {
  home = await Home.make()
  first = await home.copyLab('first')
  second = await home.copyLab('second')
  await home.run(['sandbox', 'start'])
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

it('Up offers what was run in another lab, and at the plain prompt, but no line that begins with a space', async () => {
  const before = home.open(['run', first, '--trust', 'all'])
  await before.until('git clone')
  before.write(`echo of-$((40+2))${keys.enter}`)
  await before.until(/RAN +echo of.*exit 0/)
  type(before, 'echo hidden-$((40+3))')
  await before.until(/RAN +echo hidden.*exit 0/)
  before.write('q')
  await before.exited

  const after = home.open(['run', second, '--trust', 'all'])
  await after.until('git clone')
  after.write(keys.up)
  await after.until(screen => promptOf(screen).includes('echo of-$((40+2))'))
  after.write(keys.escape)
  await after.until('q quit')
  after.write('q')
  await after.exited

  const plain = home.open(['run', second, '--trust', 'all', '--plain'])
  await plain.until(/^> /m)
  plain.write(keys.up)
  await plain.until('> echo of-$((40+2))')
  const kept = readFileSync(path.join(home.folder, 'kubewalk/data/history.jsonl'), 'utf8')
  expect(kept).not.toContain('hidden')
})
