import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { isRawMode, keys, type LaunchedTerminal } from '../../terminal.ts'
import { quote } from '../../../src/shell/bash.ts'
import { Home, promptOf, root, type } from './home.ts'

let home: Home
let lab: string

beforeAll(async () => {
  home = await Home.make()
  lab = await home.copyLab('leave')
  // One sandbox for all: it is no process of the walk's own.
  await home.run(['sandbox', 'start'])
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

async function open(extra: readonly string[] = []): Promise<LaunchedTerminal> {
  const terminal = home.openInShell(['run', lab, '--trust', 'all', ...extra])
  await terminal.until('git clone')
  return terminal
}

/** Processes that carry this home in their environment, but for the sandbox, the shell of the test, and their kind. */
function left(terminal: LaunchedTerminal): string[] {
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid) && Number(pid) !== terminal.pid)
    .flatMap(pid => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1')
        const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')
        return environment.includes(home.folder) && !line.includes('dist/sandbox.js') ? [line] : []
      } catch {
        return []
      }
    })
}

/** What the shell finds when kubewalk has ended. */
async function expectOrder(terminal: LaunchedTerminal, code: number): Promise<void> {
  await terminal.until('that is all')
  const said = terminal.scrollback().join('\n')
  expect(said).toContain(`exit code ${code}`)
  expect(isRawMode(said)).toBe(false)
  expect(terminal.modes()).toEqual({
    alternateScreen: false,
    cursorVisible: true,
    bracketedPaste: false,
    mouseTracking: false
  })
  await expect.poll(() => left(terminal)).toEqual([])
}

/** The kubewalk that runs in a terminal's shell. */
function programOf(terminal: LaunchedTerminal): number {
  const children = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8').trim().split(' ')
  return Number(children[0])
}

/** A kubewalk whose first picture has just been drawn: Ink and React are still being loaded. */
async function openEarly(): Promise<LaunchedTerminal> {
  const terminal = home.openInShell(['run', lab, '--trust', 'all'])
  await expect.poll(() => terminal.raw().includes('\u001b[?1049h'), { interval: 1 }).toBe(true)
  return terminal
}

it('what is typed as soon as there is something to see is not lost', async () => {
  const terminal = await openEarly()
  terminal.write(':early bird')
  await terminal.until(screen => promptOf(screen).includes('$ early bird'))
  expect(terminal.screen().filter(row => row.includes('early bird'))).toHaveLength(1)
  terminal.write(keys.control('u'))
  await terminal.until(screen => promptOf(screen).includes('git clone'))
  terminal.write('q')
  await expectOrder(terminal, 0)
})

it('a signal that comes so early leaves the terminal in order too', async () => {
  const terminal = await openEarly()
  process.kill(programOf(terminal), 'SIGTERM')
  await expectOrder(terminal, 130)
})

it('q leaves, and Ctrl-C twice', async () => {
  const first = await open()
  first.write('q')
  await expectOrder(first, 0)

  const second = await open()
  second.write(keys.control('c'))
  await second.until('Ctrl-C again quits')
  second.write(keys.control('c'))
  await expectOrder(second, 130)
})

it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s leaves, and ends what runs', async signal => {
  const terminal = await open()
  type(terminal, 'sleep 4721 & sleep 4722')
  await terminal.until('running')
  process.kill(programOf(terminal), signal)
  await expectOrder(terminal, 130)
})

it('so it does at the plain prompt; Ctrl-D leaves there', async () => {
  const terminal = await open(['--plain'])
  terminal.write(`sleep 4721 & sleep 4722${keys.enter}`)
  await terminal.until('$ sleep 4721')
  process.kill(programOf(terminal), 'SIGTERM')
  await expectOrder(terminal, 130)

  const second = await open(['--plain'])
  await second.until(/^> *$/m)
  second.write(keys.control('d'))
  await expectOrder(second, 0)
})

it('a terminal that goes away takes the walk with it', async () => {
  const terminal = home.open(['run', lab, '--trust', 'all'])
  await terminal.until('git clone')
  type(terminal, 'sleep 4721 & sleep 4722')
  await terminal.until('running')
  terminal.kill('SIGHUP')
  await terminal.exited
  await expect.poll(() => left(terminal)).toEqual([])
})

it('a crash is told on the usual screen', async () => {
  const demo = path.join(root, 'test/fixtures/ui/demo.ts')
  const folder = path.join(home.folder, 'demo')
  await mkdir(folder)
  const terminal = home.inShell([process.execPath, '--import', 'tsx', demo, folder, 'crash'])
  await expectOrder(terminal, 1)
  expect(terminal.raw()).toContain('1049h')
  expect(terminal.screen().join('\n')).toContain('exit code 1')
  expect(terminal.scrollback().join('\n')).toContain('a bug, on purpose')
})

it('what kill -9 leaves behind is put right at the next start', async () => {
  const terminal = home.inShell([
    'bash',
    '-c',
    `${quote(process.execPath)} bin/kubewalk run ${quote(lab)} --trust all; ${quote(process.execPath)} bin/kubewalk run ${quote(lab)} --trust all`
  ])
  await terminal.until('2 nodes')
  const shell = programOf(terminal)
  const first = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim()
  process.kill(Number(first), 'SIGKILL')
  await expect.poll(() => readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim()).not.toMatch(first)
  await terminal.until('2 nodes')
  await terminal.until(screen => promptOf(screen).includes('git clone'))
  terminal.write('q')
  await terminal.until('that is all')
  expect(isRawMode(terminal.scrollback().join('\n'))).toBe(false)
  expect(terminal.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true, bracketedPaste: false })
})

it('a shell of one’s own is on the cluster of the lab, whatever one’s settings say, and comes back unharmed', async () => {
  const settings = 'export KUBECONFIG=/nowhere MINE=yes\n[ -f ~/.bashrc ] && HOME_WAS_MINE=yes\n'
  await writeFile(path.join(home.folder, 'user/.bashrc'), settings)
  const terminal = await open()
  await terminal.until('2 nodes')
  terminal.write('!')
  await terminal.until('"exit" takes you back')
  terminal.write(`kubectl get nodes -o name; echo "[$MINE$HOME_WAS_MINE]"${keys.enter}`)
  await terminal.until(/node\/node2[^]*\[yesyes\]/)
  // Ctrl-C is the shell's there.
  terminal.write(`sleep 4731${keys.enter}`)
  await expect.poll(() => left(terminal).some(line => line.includes('sleep 4731'))).toBe(true)
  terminal.write(keys.control('c'))
  await expect.poll(() => left(terminal).some(line => line.includes('sleep 4731'))).toBe(false)
  terminal.write(`exit${keys.enter}`)
  await terminal.until('Back from your shell')
  await terminal.until(screen => promptOf(screen).includes('git clone'))
  terminal.write('o')
  await terminal.until('Enter go there')
  terminal.write(keys.escape)
  await terminal.until(screen => promptOf(screen).includes('git clone'))
  terminal.write('!')
  await terminal.until('"exit" takes you back')
  process.kill(programOf(terminal), 'SIGTERM')
  await expectOrder(terminal, 130)
})

it('an editor has the terminal to itself, in the app and at the plain prompt', async () => {
  // A stand-in for vi that needs a terminal and a key.
  const folder = path.join(home.folder, 'bin')
  await mkdir(folder, { recursive: true })
  const script =
    '#!/bin/bash\n[ -t 0 ] && [ -t 1 ] || exit 9\ntrap "echo never mind" INT\necho "editing $1"\nuntil read -rsn1 key; do :; done\necho "$key" > "$1"\n'
  await writeFile(path.join(folder, 'vi'), script, { mode: 0o755 })
  const env = { PATH: `${folder}${path.delimiter}${process.env.PATH ?? ''}` }
  const terminal = home.open(['run', lab, '--trust', 'all'], { env })
  await terminal.until('git clone')
  await terminal.until('2 nodes')
  type(terminal, 'vi one.txt')
  await terminal.until('editing one.txt')
  terminal.write(keys.control('c'))
  await terminal.until('never mind')
  terminal.write('k')
  await terminal.until(/RAN +vi one.txt .*exit 0/)
  type(terminal, 'cat one.txt')
  await terminal.until(/RAN +cat one.txt[^]*^ k$/m)
  terminal.write('q')
  await terminal.exited

  const second = home.open(['run', lab, '--trust', 'all', '--plain'], { env })
  await second.until(/^> *$/m)
  second.write(`vi two.txt${keys.enter}`)
  await second.until('editing two.txt')
  second.write(keys.control('c'))
  await second.until('never mind')
  second.write('x')
  await second.until(/\$ vi two.txt\nRan, exit 0[^]*\n> *$/m)
  second.write(`cat two.txt${keys.enter}`)
  await second.until(/\$ cat two.txt\nx\nRan, exit 0/)
  second.write(`quit${keys.enter}`)
  expect(await second.exited).toMatchObject({ code: 0 })
})
