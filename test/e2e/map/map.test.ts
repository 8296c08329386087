import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys, type LaunchedTerminal } from '../../terminal.ts'
import { Home, labFolder, type } from '../walk/home.ts'

let home: Home
const manifest = path.join(labFolder, 'daemonset.yml')

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

/** The rows beside the lesson, without the line that parts them. */
function mapOf(screen: readonly string[]): string[] {
  return screen.flatMap(row => /[│|] ?(.*)$/.exec(row.slice(40))?.[1]?.trimEnd() ?? [])
}
const mapHas =
  (...rows: readonly RegExp[]) =>
  (screen: readonly string[]) => {
    const map = mapOf(screen)
    return rows.every(row => map.some(each => row.test(each)))
  }

it('the map beside the lesson shows what becomes of the cluster, whoever changes it', async () => {
  const terminal = home.open(['run', labFolder, '--trust', 'all'])
  await terminal.until(mapHas(/MAP {2}2 nodes +live/, /^node1 {2}Ready$/, /no pod: nothing asks for one/))
  await home.kubectl('apply', '-f', manifest)
  await terminal.until(
    mapHas(/^ds\/prometheus-daemonset +0\/2/, /~ \w{5} {2}(Pending|ContainerCreating|pulling image)/)
  )
  await terminal.until(mapHas(/^ds\/prometheus-daemonset +2\/2/, /^ {2}\+ \w{5} {2}Running +(<?\d+s)/))
  await home.kubectl('cordon', 'node2')
  await terminal.until(mapHas(/^node2 {2}Ready, cordoned$/))
  await home.kubectl('uncordon', 'node2')
  await home.kubectl('taint', 'node', 'node1', 'gpu=true:NoExecute')
  await terminal.until(mapHas(/^ds\/prometheus-daemonset +1\/1/, /no pod: taint gpu=true/))
  await home.kubectl('taint', 'node', 'node1', 'gpu-')
  await terminal.until(mapHas(/^ds\/prometheus-daemonset +2\/2/))

  terminal.resize(40, 12)
  await terminal.until(screen => /^ 2\/2: node1 \+ node2 \+$/.test(screen[1] ?? ''))
  await home.kubectl('delete', '-f', manifest)
  await terminal.until(screen => /^ 2 nodes: node1 \. node2 \.$/.test(screen[1] ?? ''))
  await quit(terminal)
})

it('the map follows to the namespace that the learner chooses', async () => {
  const terminal = home.open(['run', await home.copyLab('namespace'), '--trust', 'all'])
  await terminal.until(mapHas(/MAP {2}2 nodes +live/))
  await terminal.until('Enter run')
  type(
    terminal,
    'kubectl create ns shop && kubectl create deployment web --image=nginx -n shop && kubectl config set-context --current --namespace=shop'
  )
  await terminal.until(mapHas(/deploy\/web +1\/1/))
  await home.kubectl('delete', 'ns', 'shop')
  await quit(terminal)
})

it('the present step’s objects are marked, and everything is told without colour and without Unicode', async () => {
  await home.kubectl('apply', '-f', manifest)
  const terminal = home.open(['run', labFolder, '--trust', 'all'], { env: { NO_COLOR: '1', LC_ALL: 'C' } })
  await terminal.until(mapHas(/^ds\/prometheus-daemonset +2\/2/))
  expect(terminal.screen().join('\n')).toMatch(/^[\n\u0020-\u007e]*$/)
  terminal.write('n')
  await terminal.until(screen => screen.some(row => row.includes('|>ds/prometheus-daemonset')))
  expect(mapOf(terminal.screen()).filter(row => /Running/.test(row))).toEqual([
    expect.stringMatching(/^> {2}\+ \w{5} {2}Running/),
    expect.stringMatching(/^> {2}\+ \w{5} {2}Running/)
  ])
  await quit(terminal)
})

it('in the sandbox a key adds a node and takes it away again, and the last one stays', async () => {
  const terminal = home.open(['run', labFolder, '--trust', 'all'])
  await terminal.until(mapHas(/MAP {2}2 nodes +live/))
  terminal.write('+')
  await terminal.until('node3 joins the cluster.')
  await terminal.until(mapHas(/MAP {2}3 nodes/, /^node3 {2}Ready$/))
  terminal.write('-')
  await terminal.until('node3 leaves the cluster')
  await terminal.until(mapHas(/MAP {2}2 nodes/))
  terminal.write('-')
  await terminal.until(mapHas(/MAP {2}1 node /))
  terminal.write('-')
  await terminal.until('The last node stays')
  terminal.write('+')
  await terminal.until(mapHas(/MAP {2}2 nodes/, /^node2 {2}Ready$/))
  expect(terminal.screen().join('\n')).not.toContain('RAN')
  await quit(terminal)
})

it('at the plain prompt the word "map" tells it in sentences', async () => {
  await home.kubectl('apply', '-f', manifest)
  const terminal = home.open(['run', labFolder, '--trust', 'all', '--plain'], { columns: 120, rows: 100 })
  await terminal.until(/Command 1 of[^]*\n> *$/m)
  terminal.write(`map${keys.enter}`)
  await terminal.until(/^node2, Ready: prometheus-daemonset-\w{5}, ready, Running\.$/m)
  await home.kubectl('cordon', 'node2')
  await expect
    .poll(
      () => {
        terminal.write(`map${keys.enter}`)
        return terminal.screen().join('\n')
      },
      { interval: 200 }
    )
    .toMatch(/^node2, Ready, cordoned: /m)
  await home.kubectl('uncordon', 'node2')
  terminal.write(`quit${keys.enter}`)
  expect(await terminal.exited).toEqual({ code: 0, signal: 0 })
})

async function quit(terminal: LaunchedTerminal): Promise<void> {
  terminal.write(keys.control('c'))
  await terminal.until('Ctrl-C again')
  terminal.write(keys.control('c'))
  expect(await terminal.exited, terminal.scrollback().join('\n')).toEqual({ code: 130, signal: 0 })
}
