import { describe, expect, it } from 'vitest'
import {
  planNode,
  podsByNode,
  podsOfVanishedNodes,
  type PlanContext
} from '../../../../src/sandbox/controllers/daemonset/plan.ts'
import { planRollingUpdate, rolloutLimits } from '../../../../src/sandbox/controllers/daemonset/rolling-update.ts'
import { daemonSetStatus } from '../../../../src/sandbox/controllers/daemonset/status.ts'
import { isReady } from '../../../../src/sandbox/controllers/runtime/pods.ts'
import type { Pod } from '../../../../src/sandbox/controllers/types/core.ts'
import { aDaemonSet, aPod } from './objects.ts'

const runs = { shouldRun: true, shouldContinue: true }
const context: PlanContext = {
  allowsSurge: false,
  isUpdated: pod => pod.metadata.labels?.['controller-revision-hash'] === 'new',
  isAvailable: isReady,
  mayReplace: () => true
}

function plan(pods: Pod[] | undefined, fields: Partial<PlanContext> = {}, placement = runs): object {
  const { create, remove } = planNode('node1', placement, pods, { ...context, ...fields })
  return { create, remove: remove.map(pod => pod.metadata.name) }
}

describe('the pods of one node', () => {
  it('gets one pod where there is none', () => {
    expect(plan(undefined)).toEqual({ create: ['node1'], remove: [] })
  })

  it('waits for a terminating pod', () => {
    expect(plan([aPod('a', { node: 'node1', deleting: true })])).toEqual({ create: [], remove: [] })
  })

  it('keeps the oldest scheduled pod of several', () => {
    const pods = [
      aPod('young', { node: 'node1', age: 9 }),
      aPod('waiting', { age: 1 }),
      aPod('old', { node: 'node1', age: 5 })
    ]
    expect(plan(pods)).toEqual({ create: [], remove: ['young', 'waiting'] })
  })

  it('deletes failed pods unless they are held back', () => {
    const failed = aPod('failed', { node: 'node1', phase: 'Failed' })
    expect(plan([failed])).toEqual({ create: [], remove: ['failed'] })
    expect(plan([failed], { mayReplace: () => false })).toEqual({ create: [], remove: [] })
  })

  it('deletes all where nothing may run, and nothing where it may stay', () => {
    const pods = [aPod('a', { node: 'node1' }), aPod('b', { node: 'node1', deleting: true })]
    expect(plan(pods, {}, { shouldRun: false, shouldContinue: false })).toEqual({ create: [], remove: ['a'] })
    expect(plan(pods, {}, { shouldRun: false, shouldContinue: true })).toEqual({ create: [], remove: [] })
  })

  it('keeps an old and a new pod beside each other with surge, until the new one is available', () => {
    const old = aPod('old', { node: 'node1', hash: 'old' })
    const starting = aPod('starting', { node: 'node1', ready: false })
    const allowsSurge = true
    expect(plan([old, starting], { allowsSurge })).toEqual({ create: [], remove: [] })
    expect(plan([old, aPod('new', { node: 'node1' })], { allowsSurge })).toEqual({ create: [], remove: ['old'] })
    const broken = aPod('broken', { node: 'node1', hash: 'old', ready: false })
    expect(plan([broken, starting], { allowsSurge })).toEqual({ create: [], remove: ['broken'] })
  })

  it('does not count a finished pod that is on its way out', () => {
    const gone = aPod('gone', { node: 'node1', phase: 'Failed', deleting: true })
    expect(podsByNode([gone]).has('node1')).toBe(false)
  })

  it('deletes pods that wait for a node that is no more', () => {
    const waiting = aPod('waiting')
    waiting.spec.affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node9'] }] }]
        }
      }
    }
    const byNode = podsByNode([waiting, aPod('here', { node: 'node1' })])
    expect(podsOfVanishedNodes(byNode, node => node === 'node1').map(pod => pod.metadata.name)).toEqual(['waiting'])
  })
})

describe('a rolling update', () => {
  const nodes = (pods: Record<string, Pod[]>): Map<string, Pod[]> => new Map(Object.entries(pods))
  const update = (pods: Record<string, Pod[]>, limits: { maxUnavailable: number; maxSurge: number }): object => {
    const { create, remove } = planRollingUpdate(nodes(pods), limits, context)
    return { create, remove: remove.map(pod => pod.metadata.name) }
  }
  const old = (name: string, ready = true): Pod => aPod(name, { node: name, hash: 'old', ready })

  it('takes one node at a time by default', () => {
    const pods = { n1: [old('n1')], n2: [old('n2')], n3: [old('n3')] }
    expect(update(pods, rolloutLimits(aDaemonSet(), 3))).toEqual({ create: [], remove: ['n1'] })
  })

  it('waits while a node is without an available pod', () => {
    const limits = { maxUnavailable: 1, maxSurge: 0 }
    expect(update({ n1: [aPod('new', { ready: false })], n2: [old('n2')] }, limits)).toEqual({ create: [], remove: [] })
    expect(update({ n1: [], n2: [old('n2')] }, limits)).toEqual({ create: [], remove: [] })
    expect(update({ n1: [aPod('new')], n2: [old('n2')] }, limits)).toEqual({ create: [], remove: ['n2'] })
  })

  it('replaces old pods that are unavailable anyway, whatever the limit', () => {
    const pods = { n1: [old('n1', false)], n2: [old('n2', false)], n3: [old('n3')] }
    expect(update(pods, { maxUnavailable: 1, maxSurge: 0 })).toEqual({ create: [], remove: ['n1', 'n2'] })
  })

  it('rounds percentages up', () => {
    const rollingUpdate = { maxUnavailable: '30%', maxSurge: 0 }
    const daemonSet = aDaemonSet({}, { updateStrategy: { type: 'RollingUpdate', rollingUpdate } })
    expect(rolloutLimits(daemonSet, 4)).toEqual({ maxUnavailable: 2, maxSurge: 0 })
  })

  it('creates the new pod first with surge and deletes the old one when it is available', () => {
    const limits = { maxUnavailable: 0, maxSurge: 1 }
    expect(update({ n1: [old('n1')], n2: [old('n2')] }, limits)).toEqual({ create: ['n1'], remove: [] })
    const starting = { n1: [old('n1'), aPod('new', { ready: false })], n2: [old('n2')] }
    expect(update(starting, limits)).toEqual({ create: [], remove: [] })
    const there = { n1: [old('n1'), aPod('new')], n2: [old('n2')] }
    expect(update(there, limits)).toEqual({ create: ['n2'], remove: ['n1'] })
  })
})

describe('the status of a DaemonSet', () => {
  it('counts eligible nodes, and pods where none should be', () => {
    const placements = new Map([
      ['n1', runs],
      ['n2', runs],
      ['n3', runs],
      ['n4', { shouldRun: false, shouldContinue: true }]
    ])
    const pods = podsByNode([
      aPod('a', { node: 'n1' }),
      aPod('b', { node: 'n2', hash: 'old', ready: false }),
      aPod('c', { node: 'n4' })
    ])
    expect(daemonSetStatus(aDaemonSet(), placements, pods, context)).toEqual({
      desiredNumberScheduled: 3,
      currentNumberScheduled: 2,
      numberMisscheduled: 1,
      numberReady: 1,
      numberAvailable: 1,
      numberUnavailable: 2,
      updatedNumberScheduled: 1,
      observedGeneration: 1
    })
  })
})
