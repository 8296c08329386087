import { expect, test } from 'vitest'
import { failure, success, type Outcome } from '../../../src/failure.ts'
import { OpeningSession } from '../../../src/session/opening.ts'
import { initialState } from '../../../src/session/reduce.ts'
import { Session } from '../../../src/session/session.ts'
import type { CommandResult } from '../../../src/shell/shell.ts'
import { lab as labOf, step as stepOf } from './lab-fixture.ts'

const lab = labOf(stepOf('first'), stepOf('second'))
const state = initialState(lab, 'sandbox')

function session(ran: string[]): Session {
  const environment = { KUBECONFIG: 'private' }
  const shell = {
    cwd: '/lab',
    environment,
    close: () => Promise.resolve(),
    run(text: string) {
      ran.push(text)
      const result: CommandResult = {
        text,
        exit: 0,
        interrupted: false,
        stdout: '',
        stderr: '',
        milliseconds: 1,
        cwd: '/lab'
      }
      return { result: Promise.resolve(result), soFar: () => result, interrupt: () => undefined }
    }
  }
  return new Session({
    lab,
    state,
    shell,
    look: check => Promise.resolve({ status: 'not yet', expected: check.that, actual: '' }),
    identify: () => Promise.resolve(undefined),
    knownUid: undefined,
    countNodes: () => Promise.resolve(undefined),
    record: () => undefined,
    release: () => Promise.resolve()
  })
}

test('shows where the learner left while the cluster starts, and does what was asked when it is there', async () => {
  const opening = Promise.withResolvers<Outcome<Session>>()
  const face = new OpeningSession(state, opening.promise, 'Starting the sandbox …')
  let changes = 0
  face.subscribe(() => changes++)
  expect(face.state).toMatchObject({ current: 0, notice: 'Starting the sandbox …' })
  expect(face.shellContext()).toBeUndefined()

  face.next()
  face.run('echo asked early')
  const ran: string[] = []
  opening.resolve(success(session(ran)))
  await expect.poll(() => face.state.steps[1]?.commands[0]).toMatchObject({ text: 'echo asked early', running: false })
  expect(ran).toEqual(['echo asked early'])
  expect(face.state.notice).toBeUndefined()
  expect(changes).toBeGreaterThan(0)
  expect(face.shellContext()).toMatchObject({ cwd: '/lab', environment: { KUBECONFIG: 'private' } })
  await face.close()
})

test('stays as it is when there will be no cluster', async () => {
  const face = new OpeningSession(state, Promise.resolve(failure('tool-missing', 'no')), 'Starting the sandbox …')
  face.run('echo never')
  await face.close()
  expect(face.state).toMatchObject({ notice: 'Starting the sandbox …', steps: [{ commands: [] }, { commands: [] }] })
})
