import { afterAll, beforeAll, expect, it } from 'vitest'
import { keys } from '../../terminal.ts'
import { Home } from '../walk/home.ts'

let home: Home
beforeAll(async () => {
  home = await Home.make()
})
afterAll(() => home.remove())

it('what is drawn after the first picture stands where that stood, its first row too', async () => {
  const terminal = home.open(['run', 'daemonset101'])
  await terminal.until(/^ DaemonSets .*One pod on every node .*2 nodes/)
  terminal.write('?')
  await terminal.until(/^ keys\n/)
  terminal.write(keys.escape)
  const screen = await terminal.until(/^ DaemonSets .*One pod on every node .*2 nodes/)
  expect(screen[0]).toHaveLength(79)
})
