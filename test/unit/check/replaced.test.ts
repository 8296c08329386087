import { afterAll, describe, expect, it } from 'vitest'
import { createEvaluator } from '../../../src/check/cel/worker-evaluator.ts'
import { observe } from '../../../src/check/observe.ts'
import { beginningKeys } from '../../../src/check/replaced.ts'
import { Seen, type World } from '../../../src/check/world.ts'
import type { KubernetesObject } from '../../../src/cluster/kubectl.ts'
import type { Check } from '../../../src/lab/lab.ts'
import { answering, daemonSet, pod } from './objects.ts'

const evaluator = createEvaluator()
afterAll(() => evaluator.close())

const seen = new Seen()
const pods = 'pods -l app=agent'
const world = (answers: Record<string, KubernetesObject | KubernetesObject[] | string>): World => ({
  kubectl: answering(answers),
  folder: '/',
  cwd: '/',
  results: [],
  seen,
  evaluator
})
const check: Check = { that: 'one was replaced', withinMs: 1000, line: 7, kind: 'replaced', target: pods }
const look = (...found: KubernetesObject[]) => observe(check, world({ [pods]: found }))

describe('replaced', () => {
  it('is a way: one goes, another comes and is ready', async () => {
    expect(await look()).toMatchObject({ status: 'waiting', actual: `there is nothing of ${pods}` })
    const [a, b, c] = [pod('a', 'node1', 'ready'), pod('b', 'node2', 'ready'), pod('c', 'node1', 'ready')]
    expect(await look(a, b)).toMatchObject({ status: 'waiting', actual: 'still those of before: a, b' })
    expect(await look(pod('a', 'node1', 'stopping'), b)).toMatchObject({ status: 'waiting' })
    expect(await look(b)).toMatchObject({ actual: 'one is gone, and none has come in its place' })
    expect(await look(b, pod('c', 'node1', 'pulling'))).toMatchObject({
      status: 'waiting',
      actual: 'c: ContainerCreating'
    })
    expect(await look(b, c)).toMatchObject({ status: 'passed', actual: 'new: c' })
    expect(await look(pod('a', 'node1', 'ready'), b, c)).toMatchObject({ status: 'waiting' })
  })

  it('begins anew when its beginning is forgotten', async () => {
    seen.forget(beginningKeys([check]))
    expect(await look(pod('c', 'node1', 'ready'))).toMatchObject({ actual: 'still those of before: c' })
  })

  it('wants what it keeps to be the same as before', async () => {
    const keeping: Check = { ...check, line: 9, target: 'daemonset/agent', keeping: pods }
    const at = (uid: string, ...found: KubernetesObject[]) =>
      observe(
        keeping,
        world({ 'daemonset/agent': { ...daemonSet(), metadata: { name: 'agent', uid } }, [pods]: found })
      )
    const [a, b] = [pod('a', 'node1', 'ready'), pod('b', 'node1', 'ready')]
    expect(await at('first', a)).toMatchObject({ status: 'waiting' })
    expect(await at('second', b)).toMatchObject({ status: 'waiting', actual: `${pods}: not those of before` })
    expect(await at('second', a)).toMatchObject({ status: 'passed', actual: 'new: agent' })
  })
})
