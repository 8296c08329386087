// `npm run bench:ui [RUNS]`: the terminal app as a learner feels it. The first frame beside that of a bare Ink "hello",
// bundled the same way; then, while a command prints 100 MB: the delay of a key, the longest time that nothing else could
// happen (a frame is no longer), and how much memory is added. Prints a Markdown table.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { plainEnvironment } from '../../test/e2e/launcher/fresh-clone.ts'
import { keys, launch, type LaunchedTerminal } from '../../test/terminal.ts'

const root = path.resolve(import.meta.dirname, '../..')
const program = path.join(root, 'dist/kubewalk.js')
const runs = Number(process.argv[2] ?? 5)
const folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-bench-ui-'))
const foreign = Object.fromEntries(Object.keys(process.env).map(name => [name, undefined]))
const environment = {
  ...foreign,
  ...plainEnvironment(),
  PATH: process.env.PATH,
  KUBEWALK_HOME: folder,
  CI: 'false',
  // As the launcher does for the app: what was compiled once is kept.
  NODE_COMPILE_CACHE: path.join(folder, 'compiled')
}
const walk = [program, 'run', path.join(root, 'test/fixtures/labs/daemonset101'), '--trust', 'all']
const megabytes = 100

function open(args: readonly string[]): LaunchedTerminal {
  return launch(process.execPath, args, { cwd: root, env: environment })
}

/** A program that shows one line with Ink, built as scripts/build.js builds the app. */
async function buildHello(): Promise<string> {
  await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "import{createElement}from'react';import{render,Text}from'ink';" +
        "render(createElement(Text,null,'hello'),{alternateScreen:true});setTimeout(()=>{},60000)",
      resolveDir: root
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // As in the app: what Ink loads with DEV=true alone is a chunk of its own, and never asked for.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    minifySyntax: true,
    minifyWhitespace: true,
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    external: ['react-devtools-core'],
    banner: {
      js: "import{createRequire as helloRequire}from'node:module';const require=helloRequire(import.meta.url);"
    }
  })
  return path.join(folder, 'stdin.mjs')
}

async function firstFrame(args: readonly string[], wanted: RegExp): Promise<number> {
  const from = performance.now()
  const terminal = open(args)
  try {
    await terminal.until(wanted)
    return performance.now() - from
  } finally {
    await terminal.close()
  }
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

interface Streamed {
  readonly delays: readonly number[]
  readonly longestBlock: number
  readonly addedMb: number
}

async function stream(): Promise<Streamed> {
  const result = path.join(folder, 'longest-block')
  const hook = path.join(folder, 'hook.mjs')
  writeFileSync(
    hook,
    "import{monitorEventLoopDelay}from'node:perf_hooks';import{writeFileSync}from'node:fs';" +
      'const delay=monitorEventLoopDelay({resolution:5});setTimeout(()=>delay.enable(),3000).unref();' +
      `process.on('exit',()=>{try{writeFileSync(${JSON.stringify(result)},String(delay.max/1e6))}catch{}})`
  )
  const terminal = open(['--import', hook, ...walk])
  try {
    await terminal.until(/git clone/)
    await terminal.until(/2 nodes/)
    // A first command, so that what is loaded for any command is no part of the measure.
    terminal.write(` seq 1 100000${keys.enter}`)
    await terminal.until(/RAN +seq.*exit 0/)
    await new Promise(resolve => setTimeout(resolve, 3500))
    const before = residentKb(terminal.pid)
    let most = before
    terminal.write(` yes 'a line of output, as long as such lines are' | head -c ${megabytes}000000${keys.enter}`)
    await terminal.until(/RUNS +yes/)
    const delays: number[] = []
    for (let index = 0; terminal.screen().some(row => /RUNS +yes/.test(row)); index++) {
      const word = `x${index}`
      const from = performance.now()
      terminal.write(word)
      await terminal.until(screen => screen.some(row => row.trimEnd() === ` $ ${word}`))
      delays.push(performance.now() - from)
      terminal.write(keys.control('u'))
      await terminal.until(screen => !screen.some(row => row.startsWith(` $ ${word}`)))
      most = Math.max(most, residentKb(terminal.pid))
    }
    await terminal.until(/RAN +yes.*exit 0/)
    most = Math.max(most, residentKb(terminal.pid))
    terminal.write('q')
    await terminal.exited
    return { delays, longestBlock: Number(readFileSync(result, 'utf8')), addedMb: (most - before) / 1024 }
  } finally {
    await terminal.close()
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

try {
  spawnSync(process.execPath, [program, 'sandbox', 'start'], { env: { ...process.env, KUBEWALK_HOME: folder } })
  const hello = await buildHello()
  const frames: { hello: number; app: number }[] = []
  for (let run = 0; run <= runs + 1; run++) {
    const frame = { hello: await firstFrame([hello], /^hello\s*$/m), app: await firstFrame(walk, /step 1 of/) }
    // The first two of each fill the caches.
    if (run > 1) frames.push(frame)
  }
  const bare = median(frames.map(frame => frame.hello))
  const app = median(frames.map(frame => frame.app))
  const { delays, longestBlock, addedMb } = await stream()
  process.stdout.write(
    [
      '| What | Measured | Wanted |',
      '| --- | --- | --- |',
      `| First frame, to that of a bare Ink "hello" (${bare.toFixed(0)} ms) | ${(app / bare).toFixed(2)}x | 1.3x |`,
      `| A key while ${megabytes} MB stream, median of ${delays.length} | ${median(delays).toFixed(0)} ms | 50 ms |`,
      `| The longest of them | ${Math.max(...delays).toFixed(0)} ms | |`,
      `| Longest block of the app meanwhile | ${longestBlock.toFixed(0)} ms | 50 ms |`,
      `| Memory added | ${addedMb.toFixed(1)} MB | 20 MB |`,
      ''
    ].join('\n')
  )
} finally {
  spawnSync(process.execPath, [program, 'sandbox', 'stop'], { env: { ...process.env, KUBEWALK_HOME: folder } })
  rmSync(folder, { recursive: true, force: true })
}
