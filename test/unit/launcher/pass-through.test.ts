import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ended, type Ended } from '../../e2e/launcher/fresh-clone.ts'

const passThroughFile = path.resolve('bin/launcher/pass-through.js')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-pass-through-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Runs a script of the shell through the launcher. `before` is done by the launcher's process first. */
async function passThrough(file: string, args: readonly string[], before = ''): Promise<Ended> {
  const script = `${before}
    require(${JSON.stringify(passThroughFile)}).passThrough(${JSON.stringify(file)}, ${JSON.stringify(args)})`
  return await ended(spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] }))
}

it('hands on a signal that comes while the program is being started', async () => {
  // The program signals the launcher at once; on a busy machine that is before `spawn` has returned.
  const sent = path.join(folder, 'sent')
  const slowSpawn = `
    const childProcess = require('node:child_process')
    const { spawn } = childProcess
    childProcess.spawn = (...all) => {
      const child = spawn(...all)
      const pause = new Int32Array(new SharedArrayBuffer(4))
      while (!require('node:fs').existsSync(${JSON.stringify(sent)})) Atomics.wait(pause, 0, 0, 5)
      return child
    }`
  const program = `trap 'echo got it; exit 42' TERM; kill -TERM $PPID; touch '${sent}'; while kill -0 $PPID; do sleep 0.05; done`
  const { exit, signal, stdout } = await passThrough('/bin/sh', ['-c', program], slowSpawn)
  expect({ exit, signal, stdout }).toEqual({ exit: 42, signal: null, stdout: 'got it\n' })
})

it.each(['SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGINT'])('hands %s on, and the exit code that comes of it', async signal => {
  const name = signal.slice(3)
  const program = `trap 'echo ${name}; exit 9' ${name}; kill -${name} $PPID; while kill -0 $PPID; do sleep 0.05; done`
  expect(await passThrough('/bin/sh', ['-c', program])).toMatchObject({ exit: 9, signal: null, stdout: `${name}\n` })
})

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('ends by %s when the program did', async signal => {
  const end = await passThrough('/bin/sh', ['-c', `kill -${signal.slice(3)} $$`])
  expect(end).toMatchObject({ exit: null, signal })
})

it.each([
  ['KILL', 137],
  ['PIPE', 141]
])('gives 128 + n for SIG%s, which it cannot or must not end by', async (name, exit) => {
  expect(await passThrough('/bin/sh', ['-c', `kill -${name} $$`])).toMatchObject({ exit, signal: null })
})

it('says which program cannot be started', async () => {
  const missing = path.join(folder, 'missing')
  const { exit, stderr } = await passThrough(missing, [])
  expect(exit).toBe(3)
  expect(stderr).toContain(`kubewalk: ${missing} could not be started`)
  await writeFile(missing, 'no program')
  expect(await passThrough(missing, [])).toMatchObject({ exit: 3 })
})
