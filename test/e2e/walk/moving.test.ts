import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys } from '../../terminal.ts'
import { Home, promptOf, runProposed, type } from './home.ts'

let home: Home

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

it('the outline finds a step, catches up to it, and resets a step and the lab', async () => {
  const lab = await home.copyLab('moving')
  const terminal = home.open(['run', lab, '--trust', 'all'])
  await terminal.until(screen => promptOf(screen).includes('git clone') && /2 nodes/.test(screen[0] ?? ''))
  terminal.write('o')
  await terminal.until(/c catch up to here {2}r reset step {2}R reset lab/)
  terminal.write('/story')
  await terminal.until(/Find: story[^]*Esc back/)
  await terminal.until(/> \. not yet +Read its story/)
  terminal.write(keys.escape)
  await terminal.until(screen => !screen.join('').includes('Find:'))
  terminal.write('c')
  await terminal.until('Do what is missing before this step for you?')
  terminal.write('y')
  await terminal.until('Doing what is missing')
  await terminal.until(/Read its story[^]*Enter run/, { timeoutMs: 40_000 })
  expect(terminal.screen()[0]).toContain('Read its story')
  terminal.write('o')
  await terminal.until(/~ shown +Get the files[^]*~ shown +Run one pod[^]*~ shown +Read the numbers/)

  // The step before is set back; the others stay.
  terminal.write(keys.up)
  await terminal.until(/> ~ shown +Read the numbers/)
  terminal.write('r')
  await terminal.until('Forget what you did in this step?')
  terminal.write('y')
  await terminal.until(screen => screen[0]?.includes('Read the numbers') === true)
  await runProposed(terminal, 'kubectl get daemonsets')
  await terminal.until(' Done.')
  terminal.write('q')
  await terminal.exited
  expect(await home.kubectl('get', 'ds', '-o', 'name')).toContain('prometheus-daemonset')

  const again = home.open(['run', lab, '--trust', 'all'])
  await again.until(screen => screen[0]?.includes('Read the numbers') === true && /2 nodes/.test(screen[0]))
  again.write('o')
  await again.until(/~ shown +Run one pod[^]*\+ done +Read the numbers/)
  again.write('R')
  await again.until('Begin the lab anew?')
  again.write('y')
  await again.until(/The lab begins anew/)
  await again.until(screen => promptOf(screen).includes('git clone'))
  expect(await home.kubectl('get', 'ds', '-o', 'name')).toBe('')
  type(again, 'ls "$PWD" | wc -l')
  await again.until(/^ 0$/m)
})

it('a catch-up ends with Ctrl-C where it stands', async () => {
  const terminal = home.open(['run', await home.copyLab('stops'), '--trust', 'all'])
  await terminal.until(screen => promptOf(screen).includes('git clone') && /2 nodes/.test(screen[0] ?? ''))
  terminal.write('o')
  await terminal.until('c catch up to here')
  terminal.write(`${keys.end}c`)
  await terminal.until('Do what is missing')
  terminal.write('y')
  await terminal.until(screen => screen[0]?.includes('Run one pod on every node') === true)
  terminal.write(keys.control('c'))
  await terminal.until('Stopped at "')
  type(terminal, 'echo "still" "there"')
  await terminal.until('still there')
})

it('why a command failed is said in a sentence, with one thing to try', async () => {
  const terminal = home.open(['run', await home.copyLab('causes'), '--trust', 'all'])
  await runProposed(terminal, 'git clone')
  await runProposed(terminal, 'cd kubelabs')
  await terminal.until('Enter next step')
  terminal.write(keys.enter)
  await terminal.until(screen => promptOf(screen).includes('kubectl apply -f'))
  type(
    terminal,
    String.raw`printf 'spec:\n  a:\n\tb: 1\n' > tab.yml; sed s/DaemonSet/DaemonSett/ daemonset.yml > kind.yml`
  )
  await terminal.until(/RAN +printf .*exit 0/)
  type(terminal, 'kubectl apply -f tab.yml')
  await terminal.until(/Why {2}Line 3 of tab\.yml is indented with a tab; YAML allows only spaces\s+there/)
  expect(terminal.screen().join('\n')).toMatch(/Try {2}Replace it with 4 spaces/)
  type(terminal, 'kubectl apply -f kind.yml')
  await terminal.until(/Why {2}The cluster knows no kind DaemonSett[^]*Try {2}Line \d+ of kind\.yml: `?kind: DaemonSet/)
})
