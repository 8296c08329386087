import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { openSandboxCluster } from '../../../src/cluster/sandbox.ts'
import type { Cluster } from '../../../src/cluster/kubectl.ts'
import type { Outcome } from '../../../src/failure.ts'
import { isWalked, type Lab } from '../../../src/lab/lab.ts'
import { readLab } from '../../../src/lab/read.ts'
import { beginSession } from '../../../src/session/open.ts'
import { proposableCommands } from '../../../src/session/proposal.ts'
import type { Session } from '../../../src/session/session.ts'
import type { StepView } from '../../../src/session/state.ts'
import { root } from './home.ts'
import { otherWays } from './other-ways.ts'

/** The whole lab several times, on a machine that may have other work. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 })

let folder: string
let lab: Lab
let cluster: Cluster

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-daemonset101-'))
  lab = value(await readLab(path.join(root, 'labs/daemonset101/README.md')))
  const paths = {
    data: path.join(folder, 'data'),
    config: path.join(folder, 'config'),
    cache: path.join(folder, 'cache')
  }
  cluster = value(await openSandboxCluster({ paths, nodes: 2, temporary: true, instant: true }))
})

afterEach(async () => {
  // Each walk begins with two machines.
  const session = await openSession('between')
  await session.execute('kubewalk sandbox node remove node3')
  await session.close()
})

afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true, force: true })
})

/** A session of its own, on the sandbox that all of them share. */
async function openSession(name: string): Promise<Session> {
  const begun = value(await beginSession({ lab, cluster, dataFolder: path.join(folder, name) }))
  return value(await begun.equip({ ...cluster, close: () => Promise.resolve() }))
}

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
  const session = await openSession('proposed')
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
    expect(Object.keys(otherWays)).toEqual(lab.steps.filter(isWalked).map(({ id }) => id))
    const session = await openSession(name)
    const ended = await walkThrough(session, ({ step }) => perform(session, otherWays[step.id]?.[index] ?? [], step.id))
    expect(ended.map(({ progress }) => progress)).toEqual(ended.map(() => 'done'))
    await session.close()
  }
)
