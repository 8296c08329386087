import { describe, expect, it } from 'vitest'
import { rejects, type Rejection } from '../../../../src/sandbox/scheduler/filters.ts'
import { failedScheduling } from '../../../../src/sandbox/scheduler/messages.ts'
import { parseQuantity } from '../../../../src/sandbox/scheduler/quantity.ts'
import { podRequests } from '../../../../src/sandbox/scheduler/resources.ts'
import type { Pod, PodSpec } from '../../../../src/sandbox/controllers/types/core.ts'
import { aNode, aPod } from '../controllers/objects.ts'

function podWith(spec: Partial<PodSpec>): Pod {
  const pod = aPod('p')
  return { ...pod, spec: { ...pod.spec, ...spec } }
}

const asking = (requests: Record<string, string>): Pod =>
  podWith({ containers: [{ name: 'c', resources: { requests } }] })
const onPort = (hostPort: number, hostIP?: string): Pod =>
  podWith({
    containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort, ...(hostIP === undefined ? {} : { hostIP }) }] }]
  })

describe('why a pod does not fit a node', () => {
  it('fits when nothing speaks against it', () => {
    expect(rejects(asking({ cpu: '1' }), aNode('n'), [asking({ cpu: '3' })])).toBeUndefined()
  })

  it('names what is insufficient', () => {
    const rejection = rejects(asking({ cpu: '1500m', memory: '64Gi' }), aNode('n'), [asking({ cpu: '3' })])
    expect(rejection?.reasons).toEqual(['Insufficient cpu', 'Insufficient memory'])
  })

  it('sees taken host ports, by address and protocol', () => {
    const taken = [onPort(9100, '10.0.0.1')]
    expect(rejects(onPort(9100), aNode('n'), taken)?.reasons).toEqual([
      "node(s) didn't have free ports for the requested pod ports"
    ])
    expect(rejects(onPort(9100, '10.0.0.2'), aNode('n'), taken)).toBeUndefined()
    expect(rejects(onPort(9101), aNode('n'), taken)).toBeUndefined()
  })

  it('sees cordons and taints, unless they are tolerated', () => {
    const cordoned = { ...aNode('n'), spec: { unschedulable: true } }
    expect(rejects(asking({}), cordoned, [])?.reasons).toEqual(['node(s) were unschedulable'])
    const tainted = aNode('n', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] })
    expect(rejects(asking({}), tainted, [])?.reasons).toEqual(['node(s) had untolerated taint {dedicated: db}'])
    expect(rejects(podWith({ tolerations: [{ operator: 'Exists' }] }), tainted, [])).toBeUndefined()
  })

  it('counts the pods that a node takes', () => {
    const full = Array.from({ length: 110 }, (_each, index) => aPod(`p${index}`))
    expect(rejects(asking({}), aNode('n'), full)?.reasons).toEqual(['Too many pods'])
  })
})

describe('the sentence of FailedScheduling', () => {
  const selector: Rejection = { reasons: ["node(s) didn't match Pod's node affinity/selector"], preemptable: false }
  const memory: Rejection = { reasons: ['Insufficient memory'], preemptable: true }

  it('counts nodes by reason', () => {
    expect(failedScheduling([memory, selector, memory], '')).toBe(
      "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 Insufficient memory."
    )
  })

  it('says what came of preemption', () => {
    expect(failedScheduling([selector], 'not eligible due to preemptionPolicy=Never.')).toBe(
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: not eligible due to preemptionPolicy=Never."
    )
  })

  it('knows a cluster without nodes', () =>
    expect(failedScheduling([], 'nothing')).toBe('no nodes available to schedule pods'))
})

describe('quantities', () => {
  it.each([
    ['100m', 0.1],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['2e3', 2000],
    ['1k', 1000],
    ['0', 0],
    ['.5', 0.5]
  ])('%s', (text, value) => expect(parseQuantity(text)).toBeCloseTo(value))

  it('are not numbers when they are not quantities', () => expect(parseQuantity('much')).toBeNaN())
})

describe('what a pod asks for', () => {
  it('is the larger of its containers together and its largest init container, and its overhead', () => {
    const cpu = (amount: string): object => ({ name: 'c', resources: { requests: { cpu: amount } } })
    const spec = {
      containers: [cpu('1'), cpu('500m')],
      initContainers: [cpu('2'), cpu('1')],
      overhead: { cpu: '100m' }
    }
    expect(podRequests(spec as PodSpec).get('cpu')).toBeCloseTo(2.1)
  })
})
