import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys, type LaunchedTerminal } from '../../terminal.ts'
import { Home, runProposed, type } from './home.ts'

let home: Home

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

const second = 'Run one pod on every node'
const third = 'Read the numbers'

/** Walks a lab into its second step. */
async function walkToTheSecond(lab: string): Promise<LaunchedTerminal> {
  const terminal = home.open(['run', lab, '--trust', 'all'])
  await runProposed(terminal, 'git clone')
  await runProposed(terminal, 'cd kubelabs')
  await next(terminal)
  await terminal.until(screen => screen[0]?.includes(second) === true && /2 nodes/.test(screen[0]))
  return terminal
}

/** Walks a lab into its third step: two are done, and the cluster has a DaemonSet. */
async function walkToTheThird(lab: string): Promise<LaunchedTerminal> {
  const terminal = await walkToTheSecond(lab)
  await runProposed(terminal, 'kubectl apply')
  await next(terminal)
  await terminal.until(screen => screen[0]?.includes(third) === true)
  return terminal
}

async function next(terminal: LaunchedTerminal): Promise<void> {
  await terminal.until('Enter next step')
  terminal.write(keys.enter)
}

function sessionFolder(lab: string): string {
  const sessions = path.join(home.folder, 'kubewalk/data/sessions')
  const name = readdirSync(sessions).find(each => each.startsWith(`${path.basename(lab)}-`))
  return path.join(sessions, name ?? 'none')
}

it('one goes on at the step one left, in the folder one left, after a look at the cluster', async () => {
  const lab = await home.copyLab('left')
  const first = await walkToTheThird(lab)
  type(first, 'COLOUR=green; cd ..')
  await first.until(/RAN .*COLOUR=green.*exit 0/)
  first.write('q')
  expect(await first.exited).toEqual({ code: 0, signal: 0 })

  const again = home.open(['run', lab, '--trust', 'all'])
  const screen = await again.until(shown => shown[0]?.includes(third) === true && /2 nodes/.test(shown[0]))
  expect(screen.join('\n')).toContain('Run in an earlier session')
  again.write('o')
  await again.until(/\+ done +Get the files[^]*\+ done +Run one pod/)
  again.write(keys.escape)
  await again.until('LESSON')
  type(again, 'echo "$COLOUR in ${PWD##*/}"')
  await again.until('green in kubelabs')
  // What ran before is in the history, also after a new start.
  again.write(keys.up + keys.up)
  await again.until('$ COLOUR=green; cd ..')
  again.write(keys.escape)
  // Steps done are not done anew: the check of an earlier one stays done whatever the cluster says now.
  await home.kubectl('delete', 'ds', '--all')
  again.write('p')
  await again.until(shown => shown[0]?.includes(second) === true && shown.join('\n').includes(' Done.'))
})

it('a program that was killed loses nothing, and what ran in it is told as cut off', async () => {
  const lab = await home.copyLab('killed')
  const first = await walkToTheThird(lab)
  type(first, 'sleep 300')
  await first.until('running')
  first.kill('SIGKILL')
  await first.exited

  const again = home.openInShell(['run', lab, '--trust', 'all'])
  await again.until(shown => shown[0]?.includes(third) === true && /RAN +sleep 300 .*cut off/.test(shown.join('\n')))
  await runProposed(again, 'kubectl get daemonsets')
  await again.until(/ Done\./)
  await home.kubectl('delete', 'ds', '--all')
})

it('a sandbox that was stopped between is started again, with its objects', async () => {
  const lab = await home.copyLab('stopped')
  const first = await walkToTheThird(lab)
  first.write('q')
  await first.exited
  expect(await home.run(['sandbox', 'stop'])).toMatchObject({ exit: 0 })

  const again = home.open(['run', lab, '--trust', 'all'])
  await again.until(shown => shown[0]?.includes(third) === true)
  await runProposed(again, 'kubectl get daemonsets')
  await again.until(/prometheus-daemonset +2 +2 [^]* Done\./)
})

it('files of state that are damaged cost no more than what stood in the damaged lines', async () => {
  const lab = await home.copyLab('damaged')
  const first = await walkToTheSecond(lab)
  first.write('q')
  await first.exited
  const folder = sessionFolder(lab)
  const journal = path.join(folder, 'journal.jsonl')
  const lines = readFileSync(journal, 'utf8').split('\n')
  lines.splice(2, 0, '{"v":1,"type":"observed","step":', '\u0000\u0000not json')
  writeFileSync(journal, lines.join('\n'))
  // The machine lost its power in the middle of a line.
  appendFileSync(journal, '{"v":1,"type":"entered","st')
  writeFileSync(path.join(folder, 'workspace/shell.json'), '{"cwd":')
  writeFileSync(path.join(folder, 'lock'), 'nonsense')

  const again = home.open(['run', lab, '--trust', 'all'])
  await again.until(screen => screen[0]?.includes(second) === true && /2 nodes/.test(screen[0]))
  again.write('o')
  await again.until(/\+ done +Get the files/)
  again.write(keys.escape)
  await again.until('LESSON')
  // The shell begins anew where its state is gone; the files are there.
  type(again, 'ls kubelabs/DaemonSet101')
  await again.until('daemonset.yml')
})

it('a sandbox that is another one than before is told', async () => {
  const lab = await home.copyLab('anew')
  const first = await walkToTheSecond(lab)
  first.write('q')
  await first.exited
  const journal = path.join(sessionFolder(lab), 'journal.jsonl')
  writeFileSync(journal, readFileSync(journal, 'utf8').replace(/"uid":"[^"]*"/, '"uid":"that-of-another-cluster"'))
  const again = home.open(['run', lab, '--trust', 'all'])
  await again.until('This is a new cluster')
})
