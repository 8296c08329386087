import { expect, test } from 'vitest'
import { isProposed, ownWay, proposableCommands, proposal } from '../../../src/session/proposal.ts'
import type { CommandView } from '../../../src/session/state.ts'
import { command, step } from './lab-fixture.ts'

const apply = step('apply', {
  commands: [
    command('git clone https://example.com/labs', 'setup'),
    command('cd labs', 'setup'),
    command('kubectl create -f a.yml', 'alternative'),
    command('kubectl apply -f a.yml'),
    command('kubectl get pods')
  ]
})

function ran(text: string, exit = 0): CommandView {
  return { text, running: false, exit, by: 'learner' }
}

test('the first command is proposed first, alternatives are not', () => {
  expect(proposal(apply, [])).toEqual({ text: 'git clone https://example.com/labs', index: 0, of: 4 })
})

test('a command that failed is proposed again', () => {
  expect(proposal(apply, [ran('git clone https://example.com/labs', 1)])?.index).toBe(0)
})

test('the same verb with other arguments counts, another verb does not', () => {
  const done = [ran('git clone https://example.com/labs'), ran('cd ./labs')]
  expect(proposal(apply, [...done, ran('kubectl apply -f ./a.yml')])?.text).toBe('kubectl get pods')
  expect(proposal(apply, [...done, ran('kubectl describe pod x')])?.text).toBe('kubectl apply -f a.yml')
})

test('a later line typed early moves the proposal past it', () => {
  expect(proposal(apply, [ran('kubectl apply -f a.yml')])?.text).toBe('kubectl get pods')
})

test('nothing is proposed once all have run', () => {
  expect(
    proposal(
      apply,
      apply.commands.filter(c => c.role !== 'alternative').map(c => ran(c.text))
    )
  ).toBeUndefined()
})

test('what the lesson did not propose is told apart', () => {
  expect(isProposed(apply, 'kubectl apply --server-side -f a.yml')).toBe(true)
  expect(isProposed(apply, 'kubectl patch ds x')).toBe(false)
})

test("done as proposed is no way of one's own, whatever was looked at besides", () => {
  const all = proposableCommands(apply).map(each => ran(each.text))
  expect(ownWay(apply, all)).toBeUndefined()
  expect(ownWay(apply, [...all, ran('kubectl describe ds a')])).toBeUndefined()
})

test("a command in place of a proposed one is a way of one's own, and so is a repair", () => {
  const patch = { kind: 'command', text: 'kubectl patch ds a' }
  expect(ownWay(apply, [ran('kubectl patch ds a'), ran('kubectl describe ds a')])).toEqual(patch)
  const all = proposableCommands(apply).map(each => ran(each.text))
  expect(ownWay(apply, [...all, ran('kubectl patch ds a')])).toEqual(patch)
  expect(ownWay(step('look', { commands: [command('kubectl get ds')] }), [ran('kubectl describe ds')])).toEqual({
    kind: 'command',
    text: 'kubectl describe ds'
  })
})

test('with no command that ran well, it was done elsewhere', () => {
  expect(ownWay(apply, [])).toEqual({ kind: 'elsewhere' })
  expect(ownWay(apply, [ran('kubectl apply -f b.yml', 1)])).toEqual({ kind: 'elsewhere' })
})

test('what runs beside the lesson counts at once and stays counted when it is interrupted, but not when it fails', () => {
  const watching = step('watch', {
    commands: [command('kubectl get pods -w', 'watch'), command('kubectl delete pod a')]
  })
  const beside: CommandView = { text: 'kubectl get pods -w', running: true, by: 'learner', beside: true }
  expect(proposal(watching, [beside])?.text).toBe('kubectl delete pod a')
  const interrupted = { ...beside, running: false, exit: 130, interrupted: true }
  expect(proposal(watching, [interrupted])?.text).toBe('kubectl delete pod a')
  expect(ownWay(watching, [interrupted, ran('kubectl delete pod a')])).toBeUndefined()
  const failed = { ...beside, running: false, exit: 1, interrupted: false }
  expect(proposal(watching, [failed])?.text).toBe('kubectl get pods -w')
})
