import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { FrameWatch, listening, resized } from '../../frames.ts'
import { Home } from '../walk/home.ts'

let home: Home

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

const page = 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled'
const lab = `# Links

## Read

All of it stands in the [documentation of DaemonSets](${page}), also <${page}>, and [beside this lab](web.yml).

\`\`\`shell
true
\`\`\`
`

it('a link is opened as a whole, in each of the rows that it is wrapped into', async () => {
  const terminal = home.open(['run', await home.write('links.md', lab), '--trust', 'all'])
  const watch = new FrameWatch(terminal)
  await listening(terminal)
  await terminal.until(/documentation of/)
  await resized(terminal, 40, 12)
  await resized(terminal, 80, 24)
  expect(watch.faults.slice(0, 3).join('\n')).toBe('')
  // OSC 8: the address, ST, the text, and the same without an address.
  const opened = terminal.raw().matchAll(/\u001b\]8;;([^\u001b]+)\u001b\\([^\u001b]*)/g)
  const byAddress = [...opened].map(([, address, text]) => ({ address, text }))
  expect(new Set(byAddress.map(({ address }) => address))).toEqual(new Set([page]))
  const texts = byAddress.map(({ text }) => text)
  expect(texts.some(text => text?.includes('documentation'))).toBe(true)
  expect(texts.filter(text => page.includes(text ?? '-') && text !== page).length).toBeGreaterThan(1)
})

it('a console that knows no links gets none', async () => {
  const file = await home.write('links.md', lab)
  const terminal = home.open(['run', file, '--trust', 'all'], { env: { TERM: 'linux' } })
  await listening(terminal)
  await terminal.until(/documentation of/)
  expect(terminal.raw()).not.toContain('\u001b]8;')
})
