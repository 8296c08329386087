// `npm run screens`: walks a lab in the built app, in a pseudo-terminal of 80x24, and draws its main screens into
// docs/screens/, for the README. What differs from run to run is made the same.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { keys, launch, type LaunchedTerminal } from '../../test/terminal.ts'
import { screenAfter } from './cells.ts'
import { steady } from './steady.ts'
import { renderSvg } from './svg.ts'

const root = path.resolve(import.meta.dirname, '../..')
const target = path.join(root, 'docs/screens')
const program = path.join(root, 'dist/kubewalk.js')
const home = mkdtempSync(path.join(tmpdir(), 'kubewalk-screens-'))
const [columns, rows] = [80, 24]
const apply = 'kubectl apply -f daemonset.yml'
const patient = { timeoutMs: 90_000 }

const environment = {
  KUBEWALK_HOME: home,
  KUBEWALK_LANG: 'en',
  KUBECONFIG: undefined,
  LANG: 'C.UTF-8',
  LC_ALL: undefined,
  CI: 'false'
}

const childEnvironment: NodeJS.ProcessEnv = { ...process.env, ...environment }

function open(...args: string[]): LaunchedTerminal {
  return launch(process.execPath, [program, ...args], { columns, rows, cwd: root, env: environment })
}

async function draw(terminal: LaunchedTerminal, name: string, title: string): Promise<void> {
  const screen = await screenAfter(terminal.raw(), columns, rows)
  writeFileSync(path.join(target, `${name}.svg`), renderSvg(steady(screen), title))
  process.stdout.write(`docs/screens/${name}.svg\n`)
}

const keyLine = (screen: readonly string[]): string => screen.at(-1) ?? ''
const prompt = (screen: readonly string[]): string => screen.findLast(row => row.startsWith(' $')) ?? ''

/** Presses Enter for whatever comes next, until the lesson proposes a command. */
async function walkTo(terminal: LaunchedTerminal, command: string): Promise<void> {
  for (;;) {
    const screen = await terminal.until(shown => / Enter (run|next step)/.test(keyLine(shown)), patient)
    if (prompt(screen).includes(command)) return
    terminal.write(keys.enter)
    await terminal.until(shown => shown.join() !== screen.join())
  }
}

async function run(terminal: LaunchedTerminal, command: string, wanted: RegExp): Promise<void> {
  terminal.write(` ${command}${keys.enter}`)
  await terminal.until(wanted, patient)
}

/** The small lab of the tests, which stays as it is, with an image that takes long to pull: a moment to be seen must last. */
function slowLab(): string {
  const folder = path.join(home, 'daemonset101')
  cpSync(path.join(root, 'test/fixtures/labs/daemonset101'), folder, { recursive: true })
  appendFileSync(path.join(folder, 'images.yml'), '- image: prom/node-exporter\n  size: 4000Mi\n')
  return folder
}

async function drawMenu(): Promise<void> {
  const menu = open()
  await menu.until(/Enter open/)
  await draw(menu, 'menu', 'The menu: the labs, and how far you are')
  await menu.close()
}

async function drawWalk(): Promise<void> {
  const walk = open('run', slowLab(), '--trust', 'all')
  await walkTo(walk, apply)
  await run(walk, 'sed -i s/node-exporter/node-exportr/ daemonset.yml', /RAN {2}sed/)
  await run(walk, apply, /failed[^]*Why[^]*Try/)
  await draw(walk, 'failure', 'A check that failed, why, and what to try')
  await run(walk, 'kubectl delete -f daemonset.yml', /RAN {2}kubectl delete/)
  await run(walk, 'sed -i s/node-exportr/node-exporter/ daemonset.yml', /RAN {2}sed/)
  await run(walk, apply, /~ \w{5} [^]*RAN {2}kubectl apply/)
  await draw(
    walk,
    'pods-coming-up',
    'A step: the lesson, the map with pods coming up, the command that ran, its checks'
  )
  await walk.until(shown => keyLine(shown).includes('Enter next step'), patient)
  walk.write('o')
  await walk.until(/outline[^]*Enter go there/)
  await draw(walk, 'outline', 'The outline: every step with its state')
  walk.write(keys.end)
  walk.write('c')
  await walk.until(/Do what is missing/)
  walk.write('y')
  await walk.until(shown => keyLine(shown).includes('Enter see what you did'), patient)
  walk.write(keys.enter)
  await walk.until(shown => shown.join().includes('finished') && !shown.join().includes('Looking at it'), patient)
  await draw(walk, 'end', 'The end: what you did, what is left in the cluster, what you learned')
  await walk.close()
}

mkdirSync(target, { recursive: true })
try {
  await drawMenu()
  await drawWalk()
} finally {
  spawnSync(process.execPath, [program, 'sandbox', 'stop'], { env: childEnvironment })
  rmSync(home, { recursive: true, force: true })
}
