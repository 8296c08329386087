import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys, type LaunchedTerminal } from '../../terminal.ts'
import { Home, promptOf, runProposed, type } from './home.ts'

let home: Home

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

/** Opens a copy of the lab at its second step, whose command makes the DaemonSet. */
async function openAtApply(name: string, size: { columns?: number; rows?: number } = {}): Promise<LaunchedTerminal> {
  const terminal = home.open(['run', await home.copyLab(name), '--trust', 'all'], size)
  await runProposed(terminal, 'git clone')
  await runProposed(terminal, 'cd kubelabs')
  await terminal.until('Enter next step')
  terminal.write(keys.enter)
  await terminal.until(screen => promptOf(screen).includes('kubectl apply -f'))
  return terminal
}

it('a step that fails says why, stays watched, and is repaired in another way', async () => {
  const terminal = await openAtApply('fails')
  type(terminal, 'kubectl aply -f daemonset.yml')
  await terminal.until(/Did you mean this\?[^]*Exit code 1: read what it says/)
  // What the lesson proposes is still there.
  expect(promptOf(terminal.screen())).toContain('kubectl apply -f daemonset.yml')

  type(terminal, 'sed -i s/node-exporter/node-exportr/ daemonset.yml')
  await terminal.until(/RAN +sed .*exit 0/)
  await runProposed(terminal, 'kubectl apply -f')
  const failed = await terminal.until(/! +failed/)
  expect(failed.join('\n')).toMatch(/Why +.*prom\/node-exportr[^]*Try +/)
  expect(failed.join('\n')).toContain('Still watching')

  type(terminal, 'kubectl set image ds/prometheus-daemonset prometheus=prom/node-exporter:v1.8.2')
  await terminal.until('Done your way: kubectl set image')
  await terminal.until('2 of 2 ok')
  await home.kubectl('delete', 'ds', '--all')
})

it('a step that is done in another terminal is done, and says so', async () => {
  const terminal = await openAtApply('elsewhere')
  await home.kubectl('create', '-f', `${home.folder}/elsewhere/daemonset.yml`)
  await terminal.until('Done, from elsewhere.', { timeoutMs: 30_000 })
  await home.kubectl('delete', 'ds', '--all')
})

it('Ctrl-C ends a running command with all of its children, and not the app', async () => {
  const terminal = await openAtApply('interrupted')
  const children = () =>
    readdirSync('/proc').filter(pid => {
      try {
        return /^sleep\0(4711|4712)\0$/.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
      } catch {
        return false
      }
    })
  type(terminal, 'setsid sleep 4711 & sleep 4712')
  await expect.poll(children).toHaveLength(2)
  await terminal.until('Ctrl-C stop it')
  terminal.write(keys.control('c'))
  await terminal.until(/RAN +setsid sleep 4711 & sleep 4712 +stopped/)
  expect(children()).toEqual([])
  // The prompt is back, with what the lesson proposes.
  await terminal.until(screen => promptOf(screen).includes('kubectl apply -f'))
  type(terminal, 'echo "still" "there"')
  await terminal.until('still there')
})

it('one pane at a time is enough in 40x12, and the prompt keeps its row', async () => {
  const terminal = await openAtApply('small', { columns: 40, rows: 12 })
  const row = terminal.screen().findIndex(each => each.startsWith(' $'))
  expect(row).toBe(10)
  await runProposed(terminal, 'kubectl apply -f')
  const done = await terminal.until(/ Done\./, { timeoutMs: 30_000 })
  expect(done.filter(each => each.length > 40)).toEqual([])
  expect(done[10]).toMatch(/^ \$/)
  expect(done[0]).toMatch(/^ Run one pod on every node +2\/11/)
  expect(done.join('\n')).toContain('CHECK  2 of 2 ok')
  terminal.write(keys.tab)
  await terminal.until('LESSON')
  terminal.resize(100, 30)
  await terminal.until(/LESSON[^]*MAP[^]*CHECK {2}2 of 2 ok/)
  terminal.resize(60, 16)
  await terminal.until(screen => screen[15]?.includes('Enter next step') === true)
  // Nothing is left of a picture before.
  terminal.resize(59, 24)
  await terminal.until(screen => screen[23]?.includes('Enter next step') === true && !screen.join('').includes('─'))
  terminal.resize(40, 12)
  const small = await terminal.until(screen => screen[11]?.includes('Enter next step') === true)
  expect(small.filter(each => each.includes('MAP'))).toEqual([])
  await home.kubectl('delete', 'ds', '--all')
})

it('a terminal that tells no size is taken for 80x24, and one that cannot move its cursor gets the plain prompt', async () => {
  const lab = await home.copyLab('odd')
  const sizeless = home.open(['run', lab, '--trust', 'all'], {
    columns: 0,
    rows: 0,
    env: { NO_COLOR: '1', FORCE_COLOR: '1' }
  })
  await sizeless.until(screen => promptOf(screen).includes('git clone') && /2 nodes$/.test(screen[0] ?? ''))
  const colour = new RegExp(`${String.fromCharCode(27)}\\[(3[0-7]|9[0-7])m`)
  expect(sizeless.raw()).not.toMatch(colour)
  sizeless.write('q')
  await sizeless.exited
  const coloured = home.open(['run', lab, '--trust', 'all'], { env: { FORCE_COLOR: '1' } })
  await coloured.until('2 nodes')
  await runProposed(coloured, 'git clone')
  await coloured.until(/exit 0/)
  expect(coloured.raw()).toMatch(colour)
  coloured.write('q')
  await coloured.exited
  const dumb = home.open(['run', lab, '--trust', 'all'], { env: { TERM: 'dumb' } })
  await dumb.until(/^> *$/m)
  dumb.write(`echo "it" "runs"${keys.enter}`)
  await dumb.until(/it runs\nRan, exit 0/)
  dumb.write(keys.control('d'))
  await dumb.exited
  expect(dumb.raw()).not.toContain(String.fromCharCode(27))
})

it('a second kubewalk in the same lab is refused in one sentence', async () => {
  const lab = await home.copyLab('twice')
  const first = home.open(['run', lab, '--trust', 'all'])
  await first.until('git clone')
  const second = home.openInShell(['run', lab, '--trust', 'all'])
  await second.until('that is all')
  const said = second.scrollback().join('\n')
  expect(said).toContain('exit code 4')
  expect(said.replaceAll('\n', '')).toMatch(
    /kubewalk: "DaemonSets: .*" is already open in another kubewalk \(process \d+\)/
  )
  first.write('q')
  await first.exited
  const third = home.open(['run', lab, '--trust', 'all'])
  await third.until('git clone')
})

it('letters that mean something begin words too; a space or a colon makes anything text', async () => {
  const terminal = await openAtApply('words')
  terminal.write(`pwd${keys.enter}`)
  await terminal.until(/RAN +pwd .*exit 0/)
  expect(terminal.screen()[0]).toContain('Run one pod')
  terminal.write(':q')
  await terminal.until(screen => promptOf(screen) === ' $ q')
  terminal.write(keys.escape)
  await terminal.until(screen => promptOf(screen).includes('kubectl apply -f'))
  terminal.paste('no hint\nno shell')
  await terminal.until(screen => promptOf(screen).startsWith(' $ no hint'))
  expect(terminal.screen().join('\n')).not.toContain('RAN  no hint')
  terminal.write(keys.escape)
  await terminal.until(screen => promptOf(screen).includes('kubectl apply -f'))
  terminal.write('h')
  await terminal.until('Hint 1 of 3')
  terminal.write(keys.right)
  await terminal.until('Esc clear')
  terminal.write(` --dry-run=client -o name${keys.enter}`)
  await terminal.until(/RAN +kubectl apply -f daemonset.yml --dry-run=client[^]*daemonset.apps\/prometheus-daemonset/)
})
