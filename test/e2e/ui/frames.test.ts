import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { isWalked } from '../../../src/lab/lab.ts'
import { readLab } from '../../../src/lab/read.ts'
import { proposableCommands } from '../../../src/session/proposal.ts'
import { expectNoLeftovers, FrameWatch, listening, pressed, resized } from '../../frames.ts'
import { keys } from '../../terminal.ts'
import { Home, labFolder, promptOf, runProposed, type } from '../walk/home.ts'

vi.setConfig({ testTimeout: 120_000 })

let home: Home

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

/** `CI` takes the colours away, even where it is false. */
const coloured = { FORCE_COLOR: '1' }

/** Every layout there is: halves with a map, with a row for it, one pane; the widest and the smallest. */
const sizes = [
  [80, 24],
  [40, 12],
  [200, 60],
  [60, 16],
  [300, 80],
  [59, 20],
  [40, 10]
] as const

it('no frame of the whole lab is overlong, torn or overdrawn, with a resize in the middle of every command', async () => {
  const read = await readLab(`${labFolder}/README.md`)
  if (!read.ok) throw new Error(read.failure.message)
  const terminal = home.open(['run', await home.copyLab('frames'), '--trust', 'all'], { env: coloured })
  const watch = new FrameWatch(terminal)
  let at = 0
  const turn = async (): Promise<void> => {
    at = (at + 1) % sizes.length
    const [columns, rows] = sizes[at] ?? sizes[0]
    await resized(terminal, columns, rows)
  }
  await listening(terminal)
  await terminal.until('Enter run')
  for (const step of read.value.steps.filter(isWalked)) {
    for (const command of proposableCommands(step)) {
      // As much as a narrow prompt shows, and more than what two commands of a step have in common.
      await runProposed(terminal, command.text.slice(0, 20))
      await turn()
    }
    await terminal.until('Enter next step')
    terminal.write('o')
    await terminal.until('Esc back')
    terminal.write(keys.escape)
    await terminal.until('Enter next step')
    const [columns, rows] = sizes[at] ?? sizes[0]
    await expectNoLeftovers(terminal, columns, rows)
    terminal.write(keys.enter)
  }
  await terminal.until('Enter see what you did')
  terminal.write(keys.enter)
  await terminal.until('steps by yourself')
  for (const _ of sizes) await turn()
  terminal.write(keys.enter)
  await terminal.exited
  expect([...watch.sizes]).toEqual(expect.arrayContaining(sizes.map(size => size.join('x'))))
  expect(watch.faults.slice(0, 3).join('\n')).toBe('')
})

/** Text that terminals and programs take for differently wide. */
const wideLab = `---
title: 幅の広い文字 🚀 and the narrow
---
# 幅の広い文字 🚀 and the narrow

Before the first step: 日本語の文章はどこでも折り返すことができますが、句読点は行の始めに来ません。 한국어도 넓습니다.

## 最初の一歩 👩‍👩‍👧 with a title that is far too long for any header of a terminal, however wide it may be 🎉🎉🎉

A family 👩‍👩‍👧‍👦, a flag 🇩🇪🇯🇵, a hand 👍🏽, a heart ❤️, a key 1️⃣, a sign ⚠️, a pirate 🏴‍☠️, e with accents: é e\u0301 ệ.

| 名前 | 状態 | sign |
|------|------|------|
| 宇宙船🚀🚀🚀 | 準備完了 | ✅ ok |
| narrow | ready | ⚠️ warning |

\`\`\`yaml
名前: 日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語
emoji: "👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽"
\`\`\`

\`\`\`shell
for i in 1 2 3 4 5 6 7 8; do echo "👩‍👩‍👧 $i 日本語 🇩🇪 ❤️ 👍🏽 \t 日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語"; done # 日本語日本語日本語日本語日本語
\`\`\`

<!-- check
- that: 出力には日本語があります 👩‍👩‍👧, そして長い文章がありますので、この行は端末の幅より長くなります。日本語日本語日本語日本語
  result: exit == 0
-->

<!-- hint: ❤️ ヒント: 日本語の文章はどこでも折り返すことができますが、句読点は行の始めに来ません。 -->
`

it('characters that are wide, joined or without a width of their own tear no frame', async () => {
  const terminal = home.open(['run', await home.write('wide.md', wideLab), '--trust', 'all'], { env: coloured })
  const watch = new FrameWatch(terminal)
  await listening(terminal)
  await terminal.until('Enter run')
  terminal.write('h')
  await terminal.until(/live[^]*Hint 1 of 1/)
  await expectNoLeftovers(terminal, 80, 24)
  terminal.write(keys.enter)
  await terminal.until('Enter see what you did')
  for (const [columns, rows] of [...sizes.slice(1), [80, 24]] as const) {
    await resized(terminal, columns, rows)
    for (const key of [keys.tab, keys.tab, keys.tab]) await pressed(terminal, key)
  }
  type(terminal, 'echo "👩‍👩‍👧 日本語 🇩🇪" >/dev/null')
  await terminal.until(/RAN {2}echo/)
  await expectNoLeftovers(terminal, 80, 24)
  expect(watch.faults.slice(0, 3).join('\n')).toBe('')
  // The program may never see the size in between; the terminal did, and cut its rows.
  await expectNoLeftovers(terminal, 80, 24, { between: [40, 12], atOnce: true })
})

it('on the Linux console the app shows nothing but ASCII', async () => {
  const terminal = home.openProgram(['run', 'labs/daemonset101'], {
    env: { TERM: 'linux', LANG: 'C.UTF-8' },
    columns: 40,
    rows: 12
  })
  const watch = new FrameWatch(terminal)
  await listening(terminal)
  await terminal.until('Enter')
  for (const [columns, rows] of sizes) {
    await resized(terminal, columns, rows)
    for (const page of ['o', '?']) {
      terminal.write(page)
      await terminal.until('Esc back')
      terminal.write(keys.escape)
      await terminal.until(screen => promptOf(screen) !== '')
    }
    for (const key of [keys.tab, keys.tab, keys.tab]) await pressed(terminal, key)
  }
  expect(watch.faults.slice(0, 3).join('\n')).toBe('')
  expect(terminal.raw().match(/[^\n]*[^\0-\u007e][^\n]*/u)?.[0]).toBe(undefined)
})

it('a terminal of no columns is taken for one of 80', async () => {
  const terminal = home.open(['run', 'labs/daemonset101'], {
    columns: 0,
    rows: 0,
    env: { NO_COLOR: '1', FORCE_COLOR: undefined }
  })
  const watch = new FrameWatch(terminal)
  await terminal.until('Enter')
  terminal.write('?')
  await terminal.until('Esc back')
  terminal.write(keys.escape)
  await terminal.until('? keys')
  expect(watch.faults.slice(0, 3).join('\n')).toBe('')
  expect(watch.sizes).toEqual(new Set(['80x24']))
  expect(terminal.raw()).not.toMatch(/\u001b\[[\d;]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/)
})
