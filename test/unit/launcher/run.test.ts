import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ended } from '../../e2e/launcher/fresh-clone.ts'

const runFile = path.resolve('bin/launcher/run.js')
let folder: string
let witness: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-run-'))
  witness = path.join(folder, 'witness')
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function run(script: string) {
  const program = `
    require(${JSON.stringify(runFile)})
      .run('/bin/sh', ['-c', ${JSON.stringify(script)}])
      .then(({ exit, output }) => console.log(exit, output))`
  return await ended(spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'pipe'] }))
}

it('gives the exit code and all output', async () => {
  expect(await run('echo out; echo err >&2; exit 3')).toMatchObject({ exit: 0, stdout: '3 out\nerr\n\n' })
})

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('ends the program first when %s comes, then itself', async signal => {
  const name = signal.slice(3)
  // The program takes a while to end, and tells whether its parent was there to the last.
  const script = `
    trap 'sleep 0.2; kill -0 $PPID && echo yes >"${witness}"; exit' ${name}
    kill -${name} $PPID
    while kill -0 $PPID; do sleep 0.05; done`
  expect(await run(script)).toMatchObject({ exit: null, signal, stdout: '' })
  expect(await readFile(witness, 'utf8')).toBe('yes\n')
})
