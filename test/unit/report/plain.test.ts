import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../src/check/verdict.ts'
import type { Step } from '../../../src/lab/lab.ts'
import type { Block } from '../../../src/markdown/blocks.ts'
import { createPlainPrinter } from '../../../src/report/plain-printer.ts'
import { changeLines, summaryLines } from '../../../src/report/plain.ts'
import type { CheckView, CommandView, SessionState, StepView } from '../../../src/session/state.ts'

const renderBlocks = (blocks: readonly Block[]): string =>
  blocks.map(block => (block.type === 'paragraph' ? block.inlines.map(({ text }) => text).join('') : '')).join('\n')
const options = { renderBlocks }
const paragraph = (text: string): Block => ({ type: 'paragraph', inlines: [{ text }], line: 1 })

function stepOf(title: string, walked = true): Step {
  return {
    id: title,
    title,
    line: 1,
    level: 2,
    blocks: [paragraph(`About ${title}.`)],
    commands: walked ? [{ text: 'kubectl get nodes', line: 3, role: 'run' }] : [],
    checks: [],
    hints: [{ text: 'look closer', line: 5 }],
    needs: [],
    questions: []
  }
}

const view = (step: Step, change: Partial<StepView> = {}): StepView => ({
  step,
  progress: 'not yet',
  checks: [],
  commands: [],
  questions: [],
  hintsShown: 0,
  ...change
})

const steps = [stepOf('Why', false), stepOf('Apply'), stepOf('Delete')]

function stateOf(change: Partial<SessionState> = {}): SessionState {
  return {
    lab: {
      name: 'daemonset101',
      title: 'DaemonSets',
      file: '/labs/README.md',
      folder: '/labs',
      requires: {},
      introduction: [paragraph('Welcome.')],
      steps,
      repositories: []
    },
    clusterLabel: 'sandbox',
    nodes: { ready: 2, total: 2 },
    steps: steps.map(step => view(step)),
    current: 0,
    busy: false,
    finished: false,
    resumed: false,
    spent: { milliseconds: 0 },
    ...change
  }
}

/** The state with its second step (the first walked one) changed. */
const withStep = (change: Partial<StepView>): SessionState =>
  stateOf({ current: 1, steps: [view(steps[0]!), view(steps[1]!, change), view(steps[2]!)] })

const command = (change: Partial<CommandView> = {}): CommandView => ({
  text: 'kubectl get nodes',
  running: true,
  by: 'learner',
  ...change
})

const check = (verdict: Partial<Verdict>, change: Partial<CheckView> = {}): CheckView => ({
  that: 'the nodes are ready',
  withinMs: 60_000,
  verdict: { status: 'waiting', expected: '2 of 2', actual: '1 of 2', ...verdict },
  ...change
})

describe('the lines of a plain walk', () => {
  it('begin with the lab, the cluster and the introduction', () => {
    const lines = changeLines(undefined, stateOf(), options)
    expect(lines[0]).toBe('DaemonSets: 2 steps, on the sandbox, 2 of 2 nodes ready.')
    expect(lines).toContain('Welcome.')
  })

  it('number only the steps that are walked', () => {
    expect(changeLines(undefined, stateOf(), options)).toContain('Why')
    const lines = changeLines(stateOf(), stateOf({ current: 1 }), options)
    expect(lines).toContain('Step 1 of 2: Apply')
    expect(lines).toContain('About Apply.')
  })

  it('say how a question is answered only where somebody is there', () => {
    const question = { ask: 'How many?', choices: ['one', 'two'], predict: true }
    const asked = withStep({ questions: [question] })
    const told = (unattended: boolean) => changeLines(withStep({}), asked, { ...options, unattended })
    expect(told(false)).toEqual([
      'Question, before you run it: How many?',
      '  1. one',
      '  2. two',
      'The number answers it.'
    ])
    expect(told(true)).toEqual(told(false).slice(0, -1))
  })

  it('say nothing when nothing changed', () => {
    const state = withStep({ checks: [check({})], commands: [command()] })
    expect(changeLines(state, { ...state }, options)).toEqual([])
  })

  it('show a command when it begins and how it ended', () => {
    const running = withStep({ commands: [command()] })
    expect(changeLines(withStep({}), running, options)).toEqual(['$ kubectl get nodes'])
    const ended = withStep({ commands: [command({ running: false, exit: 0, milliseconds: 320 })] })
    expect(changeLines(running, ended, options)).toEqual(['Ran, exit 0, 0.3 s.'])
    const cut = withStep({ commands: [command({ running: false, exit: 130, interrupted: true })] })
    expect(changeLines(running, cut, options)).toEqual(['Interrupted.'])
  })

  it('show a command that began and ended between two states', () => {
    const ended = withStep({ commands: [command({ running: false, exit: 1 })] })
    expect(changeLines(withStep({}), ended, options)).toEqual(['$ kubectl get nodes', 'Ran, exit 1.'])
  })

  it('say that a check waits once, and again every ten seconds', () => {
    const at = (waitedMs: number): SessionState => withStep({ checks: [check({}, { waitedMs })] })
    expect(changeLines(withStep({}), at(0), options)).toEqual([
      '~ Check, waiting, 0 s of 60 s: the nodes are ready (1 of 2)'
    ])
    expect(changeLines(at(0), at(9_900), options)).toEqual([])
    expect(changeLines(at(9_900), at(10_100), options)).toHaveLength(1)
    expect(changeLines(at(10_100), at(19_000), options)).toEqual([])
  })

  it('give a verdict with what was seen, why, and what to try', () => {
    const waiting = withStep({ checks: [check({}), check({ status: 'passed' })] })
    const failed = withStep({
      progress: 'failed',
      checks: [check({ status: 'failed', why: 'No image.', hint: 'Correct it.' }), check({ status: 'passed' })]
    })
    expect(changeLines(waiting, failed, options)).toEqual([
      '! Check 1 of 2, failed: the nodes are ready',
      '  Expected: 2 of 2',
      '  Seen: 1 of 2',
      '  Why: No image.',
      '  Try: Correct it.',
      '! Step failed.'
    ])
  })

  it('let no escape sequence of a name or a message through', () => {
    const wild = withStep({ checks: [check({ status: 'failed', actual: 'x\u001b]52;c;aGk=\u0007\ny' })] })
    expect(changeLines(withStep({}), wild, options).join('\n')).not.toMatch(/[^\n -~]/)
    expect(changeLines(withStep({}), wild, options)).toContain('  Seen: x y')
  })

  it('show only the hints that were just asked for', () => {
    expect(changeLines(withStep({}), withStep({ hintsShown: 1 }), options)).toEqual(['Hint 1 of 1: look closer'])
  })

  it('end with each walked step and its outcome', () => {
    const state = stateOf({
      steps: [
        view(steps[0]!),
        view(steps[1]!, { progress: 'done' }),
        view(steps[2]!, { progress: 'skipped', reason: 'no time' })
      ]
    })
    expect(summaryLines(state)).toEqual([
      '',
      'DaemonSets: 1 of 2 steps done.',
      '+ done     Apply',
      '- skipped  Delete (no time)'
    ])
  })
})

describe('the printer', () => {
  it('begins a new line after output that did not end its own', () => {
    let text = ''
    const printer = createPlainPrinter(part => (text += part), options)
    printer.update(stateOf({ current: 1 }))
    text = ''
    printer.update(withStep({ commands: [command()] }))
    printer.output({ step: 'Apply', text: 'no newline' })
    printer.update(withStep({ commands: [command({ running: false, exit: 0 })] }))
    printer.output({ step: 'Apply', text: 'late\n' })
    printer.summary(stateOf())
    expect(text).toMatch(/^\$ kubectl get nodes\nno newline\nRan, exit 0\.\nlate\n\nDaemonSets: 0 of 2 steps done\.\n/)
  })
})
