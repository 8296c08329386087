import { describe, expect, it } from 'vitest'
import { affinityTo, daemonTolerations, placementOn } from '../../../../src/sandbox/controllers/daemonset/placement.ts'
import { aDaemonSet, aNode } from './objects.ts'

const everywhere = { shouldRun: true, shouldContinue: true }
const nowhere = { shouldRun: false, shouldContinue: false }

describe('where a DaemonSet runs', () => {
  it('is every node when nothing is asked for', () => {
    expect(placementOn(aDaemonSet(), aNode('node1'))).toEqual(everywhere)
  })

  it('follows the node selector', () => {
    const daemonSet = aDaemonSet({ nodeSelector: { disk: 'ssd' } })
    expect(placementOn(daemonSet, aNode('node1', { labels: { disk: 'ssd' } }))).toEqual(everywhere)
    expect(placementOn(daemonSet, aNode('node2'))).toEqual(nowhere)
  })

  it('follows the required node affinity, where a term without requirements matches nothing', () => {
    const asks = (nodeSelectorTerms: object[]): ReturnType<typeof aDaemonSet> =>
      aDaemonSet({
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } }
      })
    const notOnNode1 = asks([
      { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['node1'] }] }
    ])
    expect(placementOn(notOnNode1, aNode('node1'))).toEqual(nowhere)
    expect(placementOn(notOnNode1, aNode('node2'))).toEqual(everywhere)
    expect(placementOn(asks([{}]), aNode('node1'))).toEqual(nowhere)
    const byCores = asks([{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['8'] }] }])
    expect(placementOn(byCores, aNode('node1', { labels: { cores: '16' } }))).toEqual(everywhere)
    expect(placementOn(byCores, aNode('node1', { labels: { cores: '8' } }))).toEqual(nowhere)
  })

  it('creates nothing under an untolerated NoSchedule and keeps what is there', () => {
    const tainted = aNode('node2', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] })
    expect(placementOn(aDaemonSet(), tainted)).toEqual({ shouldRun: false, shouldContinue: true })
    const tolerating = aDaemonSet({ tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'db' }] })
    expect(placementOn(tolerating, tainted)).toEqual(everywhere)
    const mistaken = aDaemonSet({ tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'web' }] })
    expect(placementOn(mistaken, tainted).shouldRun).toBe(false)
  })

  it('leaves a node with an untolerated NoExecute', () => {
    const tainted = aNode('node2', { taints: [{ key: 'out', effect: 'NoExecute' }] })
    expect(placementOn(aDaemonSet(), tainted)).toEqual(nowhere)
  })

  it('stays on cordoned and on unreachable nodes', () => {
    const cordoned = aNode('node1', { taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] })
    const lost = aNode('node1', { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] })
    expect(placementOn(aDaemonSet(), cordoned)).toEqual(everywhere)
    expect(placementOn(aDaemonSet(), lost)).toEqual(everywhere)
  })

  it('tolerates a missing network only on the host network', () => {
    const keys = (hostNetwork: boolean): unknown[] =>
      daemonTolerations({ containers: [], hostNetwork }).map(({ key }) => key)
    expect(keys(true)).toContain('node.kubernetes.io/network-unavailable')
    expect(keys(false)).not.toContain('node.kubernetes.io/network-unavailable')
  })

  it('names the node in place of the terms of the template, and keeps preferences', () => {
    const preferred = [{ weight: 1, preference: {} }]
    const affinity = affinityTo('node1', {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: preferred,
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [] }] }
      }
    })
    expect(affinity.nodeAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: preferred,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node1'] }] }]
      }
    })
  })
})
