import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { isWalked } from '../../../src/lab/lab.ts'
import { proposableCommands } from '../../../src/session/proposal.ts'
import type { Session } from '../../../src/session/session.ts'
import type { StepView } from '../../../src/session/state.ts'
import { root } from './home.ts'
import { LabSessions } from './lab-session.ts'
import { otherWays } from './other-ways.ts'

/** The whole lab several times, on a machine that may have other work. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 })

let sessions: LabSessions

beforeAll(async () => {
  sessions = await LabSessions.make(path.join(root, 'labs/daemonset101/README.md'))
})

afterEach(async () => {
  // Each walk begins with two machines.
  const session = await sessions.open('between')
  await session.execute('kubewalk sandbox node remove node3')
  await session.close()
})

afterAll(() => sessions.close())

/** Goes to each step, finds it undone, does it, finds it done. */
async function walkThrough(session: Session, perform: (view: StepView) => Promise<void>): Promise<StepView[]> {
  const ended: StepView[] = []
  const viewAt = (index: number): StepView => session.state.steps[index] as StepView
  for (const [index, { step }] of session.state.steps.entries()) {
    if (!isWalked(step)) continue
    session.goTo(index)
    await expect
      .poll(() => viewAt(index).checks.map(check => check.verdict.actual), { timeout: 20_000 })
      .not.toContain('not looked at yet')
    const before = viewAt(index)
    expect(before.progress, step.id).toBe('not yet')
    // What the step changes is not so before it; what must stay as it is may be.
    expect(
      before.checks.some(({ verdict }) => verdict.status === 'not yet'),
      step.id
    ).toBe(true)
    await perform(before)
    await expect.poll(() => told(viewAt(index)), { timeout: 60_000 }).toMatch(/^[\w-]+: (done|shown)/)
    ended.push(viewAt(index))
  }
  return ended
}

/** The step and, while it is not done, what its checks see. */
function told({ step, progress, checks }: StepView): string {
  const open = checks.filter(({ verdict }) => verdict.status !== 'passed')
  return `${step.id}: ${progress} ${open.map(({ that, verdict }) => `(${that}: ${verdict.actual})`).join(' ')}`
}

async function perform(session: Session, lines: readonly string[], id: string): Promise<void> {
  for (const line of lines) {
    if (line === '+' || line === '-') {
      session.changeNodes(line === '+' ? 'add' : 'remove')
      const said = line === '+' ? 'node3 joins the cluster.' : 'node3 leaves the cluster, with its pods.'
      await expect.poll(() => session.state.notice, { timeout: 20_000 }).toBe(said)
    } else {
      const result = await session.execute(line)
      expect(result?.exit, `${id}: ${line}\n${result?.stdout ?? ''}${result?.stderr ?? ''}`).toBe(0)
    }
  }
}

it('the checks of every step fail before it and pass after its commands, and its questions have answers', async () => {
  const session = await sessions.open('proposed')
  const ended = await walkThrough(session, async ({ step }) => {
    await perform(
      session,
      proposableCommands(step).map(({ text }) => text),
      step.id
    )
  })
  expect(ended.map(({ step, ownWay }) => [step.id, ownWay])).toEqual(ended.map(({ step }) => [step.id, undefined]))
  const asked = session.state.steps.flatMap(({ questions }) => questions)
  expect(asked).toHaveLength(12)
  for (const { ask, choices, right } of asked) expect(choices, ask).toContain(right)
  await session.close()
})

// The third way by `npm run soak`, for its time.
it.each([['another', 0] as const, ...(process.env.KUBEWALK_SOAK === undefined ? [] : [['a third', 1] as const])])(
  'they pass as well when it is done in %s way',
  async (name, index) => {
    expect(Object.keys(otherWays)).toEqual(sessions.lab.steps.filter(isWalked).map(({ id }) => id))
    const session = await sessions.open(name)
    const ended = await walkThrough(session, ({ step }) => perform(session, otherWays[step.id]?.[index] ?? [], step.id))
    expect(ended.map(({ progress }) => progress)).toEqual(ended.map(() => 'done'))
    await session.close()
  }
)
