import { mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEvaluator } from '../../../src/check/cel/worker-evaluator.ts'
import type { Verdict } from '../../../src/check/verdict.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import { parseLab } from '../../../src/lab/parse.ts'
import { mistakeIn } from '../../../src/check/cel/syntax.ts'
import { lackOf } from '../../../src/session/lacks.ts'
import { isMistaken, openQuestion, prepare } from '../../../src/session/questions.ts'
import { initialState } from '../../../src/session/reduce.ts'
import { Session } from '../../../src/session/session.ts'
import { walkUnattended } from '../../../src/session/walk.ts'
import { openShell } from '../../../src/shell/session.ts'
import { answering, node, pod } from '../check/objects.ts'

const text = `# Files

## Chapter one

<!-- chapter
minutes: 10
from: nothing is there
start: rm -f one two three
-->

### One

<!-- question
ask: How many files will there be?
predict: true
choices: [none, one]
answer: one
because: touch makes one.
-->

\`\`\`shell
touch one
\`\`\`

<!-- check
- file: one
  expect: "true"
-->

### Add a machine

<!-- needs: machines -->

\`\`\`shell
touch machine
\`\`\`

## Chapter two

<!-- chapter
from: the file one is there
start: touch one
-->

### Two

\`\`\`shell
touch two
\`\`\`

<!-- check
- file: two
  expect: "true"
-->
<!-- question
- ask: Which node has the pod?
  get: nodes,pods
  choices: items.filter(o, o.kind == 'Node').map(o, o.metadata.name)
  answer: items.filter(o, o.kind == 'Pod')[0].spec.nodeName
-->

### Three

\`\`\`shell
touch three
\`\`\`

<!-- check
- file: three
  expect: "true"
-->
`

const parsed = parseLab(text, { file: '/lab/README.md', expressions: mistakeIn })
if (!parsed.ok) throw new Error(parsed.failure.message)
const lab: Lab = parsed.value
const evaluator = createEvaluator()
const kubectl = answering({ 'nodes,pods': [node('node1'), node('node2'), pod('a', 'node2', 'ready')] })

let folder: string
let session: Session
/** Steps for which was asked what the cluster lacks. */
const asked: string[] = []
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-chapters-'))
})
beforeEach(() => {
  asked.length = 0
  session = open()
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(async () => {
  await evaluator.close()
  await rm(folder, { recursive: true })
})

const there = (name: string): boolean => existsSync(path.join(folder, name))

function open(kind: 'sandbox' | 'context' = 'context'): Session {
  const environment = { PATH: process.env.PATH ?? '', HOME: folder, KUBECONFIG: path.join(folder, 'kubeconfig') }
  const shell = openShell({ cwd: folder, environment })
  const opened = new Session({
    lab,
    state: initialState(lab, 'sandbox'),
    shell,
    look: (check): Promise<Verdict> =>
      Promise.resolve(
        check.kind === 'file' && there(check.file)
          ? { status: 'passed', expected: '', actual: '' }
          : { status: 'waiting', expected: '', actual: '' }
      ),
    identify: () => Promise.resolve(undefined),
    knownUid: undefined,
    countNodes: () => Promise.resolve(undefined),
    lack(step) {
      asked.push(step.id)
      return lackOf(step, {
        kind,
        kubectl: {
          ...kubectl,
          start: () => {
            throw new Error('nothing is started here')
          }
        }
      })
    },
    prepare: question => prepare(question, { kubectl, evaluator }),
    record: () => undefined,
    release: () => shell.close()
  })
  closing.push(() => opened.close())
  return opened
}

const viewOf = (id: string) => session.state.steps.find(({ step }) => step.id === id)!

describe('a chapter', () => {
  it('is begun alone: its start is brought about, and told', async () => {
    session.start()
    session.catchUp(lab.steps.findIndex(({ id }) => id === 'three'))
    await expect
      .poll(() => session.state.notice)
      .toBe('The cluster is where this chapter starts: the file one is there.')
    expect(['one', 'two', 'three'].map(there)).toEqual([true, true, false])
    expect(session.state.steps.map(({ progress }) => progress)).toEqual([
      'not yet',
      'not yet',
      'not yet',
      'shown',
      'shown',
      'not yet'
    ])
    expect(viewOf('three').step).toBe(session.state.steps[session.state.current]?.step)
  })

  it('begins anew from its heading, also when its steps are done', async () => {
    session.start()
    session.goTo(1)
    await session.execute('touch one')
    await expect.poll(() => viewOf('one').progress).toBe('done')
    session.catchUp(0)
    await expect.poll(() => session.state.notice).toContain('nothing is there')
    expect(there('one')).toBe(false)
    expect(viewOf('one')).toMatchObject({ progress: 'not yet', commands: [] })
  })
})

describe('a question', () => {
  it('is predicted before the command, and looked at again after it', async () => {
    await session.execute('rm -f one two three')
    session.goTo(1)
    await expect.poll(() => openQuestion(viewOf('one'))).toBe(0)
    expect(viewOf('one').questions[0]?.right).toBeUndefined()
    session.answer(7)
    session.answer(0)
    expect(viewOf('one').questions[0]).toMatchObject({ picked: 'none' })
    expect(isMistaken(viewOf('one').questions[0]!)).toBeUndefined()
    await session.execute('touch one')
    await expect.poll(() => isMistaken(viewOf('one').questions[0]!)).toBe(true)
    expect(viewOf('one').questions[0]).toMatchObject({ right: 'one', because: 'touch makes one.' })
    expect(openQuestion(viewOf('one'))).toBeUndefined()
  })

  it('is answered from live objects when the step is done', async () => {
    session.goTo(lab.steps.findIndex(({ id }) => id === 'two'))
    expect(openQuestion(viewOf('two'))).toBeUndefined()
    await session.execute('touch two')
    await expect.poll(() => openQuestion(viewOf('two'))).toBe(0)
    expect(viewOf('two').questions[0]).toMatchObject({ choices: ['node1', 'node2'], right: 'node2' })
    session.answer(1)
    expect(isMistaken(viewOf('two').questions[0]!)).toBe(false)
  })
})

it('a step that this cluster lacks something for is skipped, with the reason, and fails no walk', async () => {
  const walked = await walkUnattended(session)
  expect(walked.map(({ status, lacking = false }) => `${status} ${lacking}`)).toEqual([
    'passed false',
    'skipped true',
    'passed false',
    'passed false'
  ])
  expect(viewOf('add-a-machine').reason).toContain('machines')
  // The cluster is asked once each time that the step is entered, although the walk wants to know it too.
  expect(asked).toEqual(['add-a-machine'])
  session = open('sandbox')
  const index = lab.steps.findIndex(({ id }) => id === 'add-a-machine')
  session.goTo(index)
  await session.execute('touch machine')
  expect(viewOf('add-a-machine')).toMatchObject({ progress: 'waiting', commands: [{ exit: 0 }] })
})

it('a walk with nobody there goes on when what can be asked about a step has been asked', async () => {
  let late = 0
  session.subscribe(() => {
    const isNext = session.state.steps[session.state.current]?.step.id === 'three'
    if (isNext && viewOf('two').questions[0]?.right === undefined) late++
  })
  await walkUnattended(session)
  expect(viewOf('two').questions[0]?.right).toBe('node2')
  expect(late).toBe(0)
})

it.each([
  ['<!-- chapter\nminuets: 5\n-->', 'README.md:5: a chapter has no key "minuets"; did you mean "minutes"?'],
  ['<!-- needs: machine -->', 'README.md:5: a step cannot need "machine"; did you mean "machines"?'],
  [
    '<!-- question\nask: Why?\nchoices: [a, b]\nanswer: c\n-->',
    'README.md:6: the "answer" must be one of the choices.'
  ],
  ['<!-- question\nask: Why?\nchoices: it.kind\nanswer: c\n-->', 'README.md:6: "choices" is a list, or with "get"'],
  [
    '<!-- question\nask: Why?\nget: nodes\nchoices: [a, b]\nanswer: (c\n-->',
    'README.md:9: an expression of the question'
  ]
])('a mistake in %s is told', (annotation, sentence) => {
  const wrong = parseLab(`# T\n\n## A\n\n${annotation}\n`, { file: 'README.md', expressions: mistakeIn })
  expect(wrong.ok ? '' : wrong.failure.message).toContain(sentence)
})
