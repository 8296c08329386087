// `npm run bench [RUNS]`: how long a learner waits. First frame of `npm start`, sandbox start and a whole headless run of
// the founding lab, as medians of several runs and as ratios. Prints a Markdown table; README.md holds the last one.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathFolders, plainEnvironment } from '../../test/e2e/launcher/fresh-clone.ts'
import { launch } from '../../test/terminal.ts'
import { installKubectlClock } from './kubectl-clock.ts'
import { renderTable, type Measured } from './table.ts'

const root = path.resolve(import.meta.dirname, '../..')
const kubewalk = path.join(root, 'bin/kubewalk')
const lab = path.join(root, 'test/fixtures/labs/daemonset101')
const runs = Number(process.argv[2] ?? 5)

interface Ran {
  readonly milliseconds: number
  readonly exit: number | null
  readonly output: string
}

function timed(file: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const from = performance.now()
    const child = spawn(file, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', exit => resolve({ milliseconds: performance.now() - from, exit, output }))
  })
}

async function mustPass(file: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const ran = await timed(file, args, environment)
  if (ran.exit !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${ran.exit}:\n${ran.output}`)
  return ran
}

interface Opened {
  readonly frame: number
  readonly ready: number
}

/**
 * `npm start` in a terminal of 80x24, with the Node that the machine has: from Enter in a shell to the first screen with
 * the lab on it, and until the sandbox, which did not run before, is there to run a command on.
 */
async function openLab(home: string): Promise<Opened> {
  const none = Object.fromEntries(Object.keys(process.env).map(name => [name, undefined]))
  const PATH = pathFolders().join(path.delimiter)
  const from = performance.now()
  const terminal = launch('npm', ['start'], {
    cwd: root,
    env: { ...none, ...plainEnvironment(), PATH, KUBEWALK_HOME: home, CI: 'false' }
  })
  try {
    await terminal.until(/^ Enter \w+/m)
    const frame = performance.now() - from
    await terminal.until(/ 2 nodes/)
    return { frame, ready: performance.now() - from }
  } finally {
    await terminal.close()
    await stopSandbox(home)
  }
}

async function startSandbox(home: string): Promise<number> {
  try {
    const args = [kubewalk, 'sandbox', 'start']
    return (await mustPass(process.execPath, args, { KUBEWALK_HOME: home })).milliseconds
  } finally {
    await stopSandbox(home)
  }
}

async function stopSandbox(home: string): Promise<void> {
  await mustPass(process.execPath, [kubewalk, 'sandbox', 'stop'], { KUBEWALK_HOME: home })
}

async function repeat<T>(what: string, measure: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let run = 0; run < runs; run++) {
    process.stderr.write(`${what}: run ${run + 1} of ${runs}\n`)
    results.push(await measure())
  }
  return results
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function findKubectl(): Promise<string> {
  const { output } = await mustPass('bash', ['-c', '[ -n "$EPOCHREALTIME" ] && command -v kubectl'])
  return output.trim()
}

async function main(): Promise<void> {
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`RUNS must be a whole number from 1, not ${process.argv[2]}`)
  const real = await findKubectl()
  const node = await repeat('node -e 0', async () => (await mustPass(process.execPath, ['-e', '0'])).milliseconds)
  // One start that is not counted: it fills the disk cache and builds what is missing.
  await mustPass(process.execPath, [kubewalk, 'list'])

  const opened = await repeat('first frame', () => withFolder(openLab))
  const starts = await repeat('sandbox start', () => withFolder(startSandbox))
  const walks = await repeat('headless run', () =>
    withFolder(async home => {
      const clock = await installKubectlClock(home, real)
      const environment = {
        KUBEWALK_HOME: path.join(home, 'kubewalk'),
        PATH: [home, process.env.PATH].join(path.delimiter)
      }
      const { milliseconds } = await mustPass(process.execPath, [kubewalk, 'test', lab, '--trust', 'all'], environment)
      return { milliseconds, kubectl: await clock.take() }
    })
  )
  const calls = walks.at(-1)?.kubectl.calls ?? 0
  const measured: readonly Measured[] = [
    { what: '`npm start`: first frame', times: opened.map(({ frame }) => frame) },
    { what: '`npm start`: its sandbox is ready', times: opened.map(({ ready }) => ready) },
    { what: '`kubewalk sandbox start`', times: starts },
    {
      what: `\`kubewalk test\` of a lab of eleven steps (${calls} kubectl calls)`,
      times: walks.map(({ milliseconds }) => milliseconds),
      kubectlTimes: walks.map(({ kubectl }) => kubectl.milliseconds)
    }
  ]
  process.stdout.write(`${renderTable(node, measured)}\n`)
}

await main()
