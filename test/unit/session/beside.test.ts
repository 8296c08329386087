import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEvaluator } from '../../../src/check/cel/worker-evaluator.ts'
import { observe } from '../../../src/check/observe.ts'
import { Seen } from '../../../src/check/world.ts'
import type { Check, Step } from '../../../src/lab/lab.ts'
import type { SessionEvent } from '../../../src/session/events.ts'
import { initialState } from '../../../src/session/reduce.ts'
import { resume } from '../../../src/session/resume.ts'
import { Session } from '../../../src/session/session.ts'
import { walkUnattended } from '../../../src/session/walk.ts'
import { openShell } from '../../../src/shell/session.ts'
import { answering } from '../check/objects.ts'
import { command, lab as labOf, step } from './lab-fixture.ts'

const evaluator = createEvaluator()
let folder: string
let session: Session
let events: SessionEvent[]

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-beside-')))
})
afterEach(async () => {
  await session.close()
  await rm(folder, { recursive: true, force: true })
})

/** A session in a real shell; there is no cluster to look at. */
function open(...steps: Step[]): ReturnType<typeof labOf> {
  const lab = labOf(...steps)
  const shell = openShell({ cwd: folder, environment: { PATH: process.env.PATH ?? '' } })
  events = []
  session = new Session({
    lab,
    state: initialState(lab, 'sandbox'),
    shell,
    look: (check, results) =>
      observe(check, { kubectl: answering({}), folder, cwd: shell.cwd, results, seen: new Seen(), evaluator, shell }),
    identify: () => Promise.resolve(undefined),
    knownUid: undefined,
    countNodes: () => Promise.resolve(undefined),
    record: event => events.push(event),
    release: () => shell.close()
  })
  session.start()
  return lab
}

const watching = 'while true; do echo "tick $((++n))"; sleep 0.1; done'
const ticks: Check = {
  kind: 'result',
  expect: `stdout.contains('tick 2')`,
  that: 'it ticks',
  withinMs: 20_000,
  line: 1
}
const done = (index: number): boolean => session.state.steps[index]?.progress === 'done'
const last = (index: number) => session.state.steps[index]?.commands.at(-1)

test('it streams while other commands run, settles its step, and ends when the step is left', async () => {
  const lab = open(
    step('watch', { commands: [command(watching, 'watch'), command('touch made')], checks: [ticks] }),
    step('next')
  )
  const heard: string[] = []
  session.onOutput(({ text, beside }) => heard.push(`${beside === true ? 'beside ' : ''}${text}`))
  session.run(watching)
  expect(session.state).toMatchObject({ busy: false, steps: [{ proposed: { text: 'touch made' } }, {}] })
  session.run('echo meanwhile')
  await expect.poll(() => heard.includes('meanwhile\n')).toBe(true)
  await expect.poll(() => heard.some(text => text.startsWith('beside tick 3'))).toBe(true)
  await expect.poll(() => done(0)).toBe(true)
  expect(session.state.steps[0]?.commands).toMatchObject([{ running: true, beside: true }, { exit: 0 }])

  session.next()
  await expect.poll(() => session.state.steps[0]?.commands[0]).toMatchObject({ running: false, interrupted: true })
  expect(done(0)).toBe(true)
  expect(events).toContainEqual({ type: 'command-started', step: 'watch', text: watching, by: 'learner', beside: true })
  expect(events.find(event => event.type === 'command-ended' && event.text === watching)).toMatchObject({
    beside: true,
    interrupted: true
  })
  expect(resume(lab, 'sandbox', events).state.steps[0]).toMatchObject({ progress: 'done' })
})

test('an interruption ends the one that began last, and is no failure', async () => {
  open(step('watch', { commands: [command(watching, 'watch')], checks: [ticks] }))
  session.run('while true; do echo first; sleep 0.1; done')
  session.run(watching)
  await expect.poll(() => done(0)).toBe(true)
  session.interrupt()
  await expect.poll(() => last(0)).toMatchObject({ running: false, interrupted: true })
  expect(session.state.steps[0]?.commands[0]?.running).toBe(true)
  expect(done(0)).toBe(true)
  session.interrupt()
  await expect.poll(() => session.state.steps[0]?.commands[0]?.running).toBe(false)
})

test('one that fails at once is told and proposed again', async () => {
  open(step('watch', { commands: [command('tail -f missing', 'watch')], checks: [ticks] }))
  session.run('tail -f missing')
  await expect.poll(() => last(0)).toMatchObject({ running: false, exit: 1, interrupted: false })
  expect(session.state.steps[0]?.proposed?.text).toBe('tail -f missing')
  expect(done(0)).toBe(false)
})

test('the same line once more takes the place of the first', async () => {
  open(step('watch', { commands: [command(watching, 'watch')] }))
  session.run(watching)
  await expect.poll(() => done(0)).toBe(true)
  session.run(watching)
  await expect.poll(() => session.state.steps[0]?.commands).toMatchObject([{ running: false }, { running: true }])
})

test('a step that was reset knows nothing of what it said', async () => {
  open(step('watch', { commands: [command(watching, 'watch')], checks: [ticks] }))
  session.run(watching)
  await expect.poll(() => done(0)).toBe(true)
  session.resetStep(0)
  await session.endBeside()
  await session.lookedOnce()
  expect(session.state.steps[0]).toMatchObject({ progress: 'not yet', commands: [] })
})

test('with nobody there a server runs until the checks of its step are decided, and the walk goes on', async () => {
  const server = 'node -e \'require("net").createServer(s=>s.end("hello\\n")).listen("sock",()=>console.log("up"))\' &'
  const ask = 'node -e \'require("net").connect("sock").pipe(process.stdout)\''
  const answered: Check = { ...ticks, expect: `stdout == 'hello\\n'`, command: 'connect', that: 'it answers' }
  open(
    step('serve', { commands: [command(server, 'background'), command(ask)], checks: [answered] }),
    step('only-watch', { commands: [command(watching, 'watch')] }),
    step('on-the-screen', { commands: [command('watch date', 'watch'), command('touch made')] }),
    step('nothing-else', { commands: [command('watch date', 'watch')] })
  )
  const walked = await walkUnattended(session)
  expect(walked.map(({ status, reason }) => [status, reason])).toEqual([
    ['passed', ''],
    ['passed', ''],
    ['passed', ''],
    ['skipped', 'It needs somebody at the keyboard for `watch date`.']
  ])
  expect(session.state.steps.flatMap(({ commands }) => commands).filter(({ running }) => running)).toEqual([])
})

test('a walk with nobody there ends at a check on a command that the step does not have', async () => {
  const described: Check = { ...ticks, expect: 'exit == 0', command: 'describe', that: 'it was described' }
  open(step('look', { commands: [command('true')], checks: [described] }))
  const [walked] = await walkUnattended(session)
  expect(walked).toMatchObject({
    status: 'failed',
    reason: 'None of its commands is one that this check looks at: it was described'
  })
})
