import { describe, expect, it } from 'vitest'
import { daemonSetReadiness } from '../../../src/check/daemon-set.ts'
import { eligibility } from '../../../src/check/eligible.ts'
import { readinessOf } from '../../../src/check/readiness.ts'
import type { KubernetesObject } from '../../../src/cluster/kubectl.ts'
import { daemonSet, node, pod } from './objects.ts'

const nodes = [node('node1'), node('node2')]
const both = [pod('a', 'node1', 'ready'), pod('b', 'node2', 'ready')]
const taint = (key: string, value = '') => ({ key, value, effect: 'NoSchedule' })

describe('a DaemonSet is ready', () => {
  it('when each node that may run it has a ready pod of this version', () => {
    expect(daemonSetReadiness(daemonSet(), nodes, both)).toMatchObject({ ready: true, actual: '2 of 2 ready' })
  })

  it('never by a status that is older than it', () => {
    expect(daemonSetReadiness(daemonSet({ generation: 2, observed: 1 }), nodes, both).ready).toBe(false)
    expect(daemonSetReadiness(daemonSet({ updated: 1 }), nodes, both)).toMatchObject({
      ready: false,
      actual: '2 of 2 ready; 1 pod of an older version'
    })
  })

  it('not while a pod is on its way', () => {
    const pods = [pod('a', 'node1', 'ready'), pod('b', 'node2', 'pulling')]
    expect(daemonSetReadiness(daemonSet(), nodes, pods)).toMatchObject({
      ready: false,
      actual: '1 of 2 ready; node2: ContainerCreating',
      cause: undefined
    })
  })

  it('not while a pod is left where it no longer belongs', () => {
    const selected = daemonSet({ nodeSelector: { 'kubernetes.io/hostname': 'node1' }, updated: 1 })
    const stopping = daemonSetReadiness(selected, nodes, [pod('a', 'node1', 'ready'), pod('b', 'node2', 'stopping')])
    expect(stopping).toMatchObject({ ready: false, actual: '1 of 1 ready; 1 pod not yet gone from node2' })
    expect(daemonSetReadiness(selected, nodes, [pod('a', 'node1', 'ready')]).ready).toBe(true)
  })

  it('not with pods of another owner', () => {
    const foreign = { ...pod('b', 'node2', 'ready'), metadata: { name: 'b', ownerReferences: [{ uid: 'other' }] } }
    expect(daemonSetReadiness(daemonSet(), nodes, [pod('a', 'node1', 'ready'), foreign])).toMatchObject({
      actual: '1 of 2 ready; node2: no pod yet'
    })
  })

  it('not when a taint set by hand silently leaves a node out', () => {
    const tainted = [node('node1'), node('node2', {}, [taint('dedicated', 'db')])]
    const readiness = daemonSetReadiness(daemonSet({ updated: 1 }), tainted, [pod('a', 'node1', 'ready')])
    expect(readiness.ready).toBe(false)
    expect(readiness.cause).toEqual({
      why: 'node2 has the taint dedicated=db:NoSchedule, which this DaemonSet does not tolerate, so node2 gets no pod.',
      hint: expect.stringContaining('`kubectl taint node node2 dedicated:NoSchedule-`'),
      lasting: true
    })
    const tolerating = daemonSet({ tolerations: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] })
    expect(daemonSetReadiness(tolerating, tainted, both).ready).toBe(true)
  })

  it('without the nodes that the cluster keeps for itself', () => {
    const cluster = [node('node1', {}, [taint('node-role.kubernetes.io/control-plane')]), node('node2')]
    expect(daemonSetReadiness(daemonSet({ updated: 1 }), cluster, [pod('b', 'node2', 'ready')]).ready).toBe(true)
  })

  it('never on no node, and at once tells which label none has', () => {
    const wrong = daemonSetReadiness(daemonSet({ nodeSelector: { disk: 'sdd' } }), [node('node1', { disk: 'ssd' })], [])
    expect(wrong.ready).toBe(false)
    expect(wrong.cause).toMatchObject({
      why: expect.stringContaining('No node has disk=sdd'),
      hint: expect.stringContaining('disk=ssd'),
      lasting: true
    })
    expect(daemonSetReadiness(daemonSet(), [], []).ready).toBe(false)
  })

  it('never with an image that is not there, which waiting cannot cure', () => {
    const pods = [pod('a', 'node1', 'ready'), pod('b', 'node2', 'no image')]
    expect(daemonSetReadiness(daemonSet(), nodes, pods).cause).toMatchObject({
      why: 'node2 cannot pull x:v9: no such image is there.',
      lasting: true
    })
  })
})

describe('eligibility', () => {
  const affinity = (operator: string, values: readonly string[]) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator, values }] }]
        }
      }
    }
  })
  it.each([
    ['In', ['ssd'], true],
    ['In', ['hdd'], false],
    ['NotIn', ['ssd'], false],
    ['Exists', [], true],
    ['DoesNotExist', [], false],
    ['Gt', ['1'], false]
  ])('by affinity %s %j', (operator, values, runs) => {
    expect(eligibility(affinity(operator, values), node('a', { disk: 'ssd' })).runs).toBe(runs)
  })

  it('tolerates what the controller makes DaemonSet pods tolerate', () => {
    const offline = node('a', {}, [taint('node.kubernetes.io/network-unavailable')])
    expect(eligibility({}, node('a', {}, [taint('node.kubernetes.io/unschedulable')])).runs).toBe(true)
    expect(eligibility({}, node('a', {}, [{ key: 'x', effect: 'PreferNoSchedule' }])).runs).toBe(true)
    expect(eligibility({ tolerations: [{ operator: 'Exists' }] }, node('a', {}, [taint('x', 'y')])).runs).toBe(true)
    expect(eligibility({}, offline).runs).toBe(false)
    expect(eligibility({ hostNetwork: true }, offline).runs).toBe(true)
  })
})

describe('readiness of other kinds', () => {
  const deployment = (spec: number, status: object, generation = 1): KubernetesObject => ({
    kind: 'Deployment',
    metadata: { name: 'web', generation },
    spec: { replicas: spec },
    status: { observedGeneration: 1, ...status }
  })
  const good = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 }
  it.each<[string, KubernetesObject, boolean]>([
    ['deployment', deployment(2, good), true],
    ['deployment that still stops old pods', deployment(2, { ...good, replicas: 3, availableReplicas: 3 }), false],
    ['deployment half updated', deployment(2, { ...good, updatedReplicas: 1 }), false],
    ['deployment with an old status', deployment(2, good, 2), false],
    ['deployment without a status', { kind: 'Deployment', metadata: { generation: 1 }, spec: { replicas: 0 } }, false],
    ['completed job', { kind: 'Job', status: { conditions: [{ type: 'Complete', status: 'True' }] } }, true],
    ['running job', { kind: 'Job', status: { active: 1 } }, false],
    ['node', node('a'), true],
    ['node without a status', { kind: 'Node' }, false],
    ['bound claim', { kind: 'PersistentVolumeClaim', status: { phase: 'Bound' } }, true],
    ['pending claim', { kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } }, false],
    ['config map', { kind: 'ConfigMap' }, true],
    ['pod that is stopping', pod('a', 'b', 'stopping'), false]
  ])('%s', (_name, object, ready) => expect(readinessOf(object).ready).toBe(ready))
})
