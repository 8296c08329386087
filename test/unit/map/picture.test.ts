import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from '../../../src/cluster/kubectl.ts'
import type { WatchEvent } from '../../../src/cluster/watch/events.ts'
import { noObjects, reduceObjects } from '../../../src/cluster/watch/objects.ts'
import { clusterPicture, type ClusterPicture } from '../../../src/map/picture.ts'
import { lastPicture, picturesOf, plainFocus } from './recording.ts'

const node = (name: string, spec: object = {}, labels: Record<string, string> = {}, ready = 'True') => ({
  metadata: { name, uid: name, labels: { 'kubernetes.io/hostname': name, ...labels } },
  spec,
  status: { conditions: [{ type: 'Ready', status: ready }] }
})
const daemonSet = (template: object = {}, extra: object = {}) => ({
  kind: 'DaemonSet',
  metadata: { name: 'agent', uid: 'agent', generation: 1, ...extra },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: { spec: template } },
  status: { observedGeneration: 1, desiredNumberScheduled: 1, numberReady: 0 }
})
const deployment = (replicas: number) => ({
  kind: 'Deployment',
  metadata: { name: 'web', uid: 'web', generation: 1 },
  spec: { replicas, template: { spec: {} } },
  status: { observedGeneration: 1, readyReplicas: replicas }
})

function picture(
  lists: Partial<Record<'Node' | 'Pod' | 'DaemonSet' | 'Deployment', readonly object[]>>
): ClusterPicture {
  const all = { Node: [node('node1')], Pod: [], DaemonSet: [], Deployment: [], ...lists }
  const events = Object.entries(all).map(
    ([kind, objects]) =>
      ({
        type: 'listed',
        list: { kind, namespace: kind === 'Node' ? undefined : 'default' },
        objects: objects as KubernetesObject[]
      }) as WatchEvent
  )
  const drawn = clusterPicture(
    events.reduce((before, event) => reduceObjects(before, event), noObjects),
    plainFocus
  )
  if (drawn === undefined) throw new Error('no picture')
  return drawn
}

const on = (drawn: ClusterPicture, name: string) => {
  const found = drawn.nodes.find(each => each.name === name)
  return found?.pods.map(({ short, word, state }) => [short, word, state])
}

describe('what a 1.20 cluster told', () => {
  it('is pods that come, run and stop on their nodes', () => {
    const states = picturesOf('kubernetes-1.20').map(each => on(each, 'node2'))
    const distinct = states.filter((state, index) => JSON.stringify(state) !== JSON.stringify(states[index - 1]))
    expect(distinct).toEqual([
      [],
      [['7cxld', 'Pending', 'coming']],
      [['7cxld', 'ContainerCreating', 'coming']],
      [['7cxld', 'Running', 'ready']],
      [['7cxld', 'Terminating', 'stopping']]
    ])
  })

  it('is a DaemonSet that becomes ready and goes', () => {
    const counts = picturesOf('kubernetes-1.20').map(({ workloads }) =>
      workloads.map(({ title, ready, desired, state }) => `${title} ${ready}/${desired} ${state}`).join()
    )
    expect(counts.filter((count, index) => count !== counts[index - 1])).toEqual([
      '',
      'ds/prometheus-daemonset 0/2 coming',
      'ds/prometheus-daemonset 1/2 coming',
      'ds/prometheus-daemonset 2/2 ready',
      ''
    ])
  })
})

describe('what the sandbox told', () => {
  const last = lastPicture('sandbox')

  it('is an image that is being pulled, in the words of the events', () => {
    const words = picturesOf('sandbox').map(each => on(each, 'node1')?.[0]?.[1])
    expect(words.filter((word, index) => word !== undefined && word !== words[index - 1])).toEqual([
      'Pending',
      'ContainerCreating',
      'pulling image',
      'ContainerCreating',
      'Running'
    ])
  })

  it('is a cordoned node, one with a taint that keeps the DaemonSet off, and a pod that fails', () => {
    expect(
      last.nodes.map(({ name, ready, cordoned, taints, state }) => [name, ready, cordoned, taints, state])
    ).toEqual([
      ['node1', 'Ready', false, [], 'failing'],
      ['node2', 'Ready', true, [], 'ready'],
      ['node3', 'Ready', false, ['gpu=true:NoSchedule'], 'empty']
    ])
    expect(last.nodes[2]?.empty).toEqual({ because: 'taint', detail: 'gpu=true:NoSchedule' })
    expect(on(last, 'node1')).toContainEqual(['2dhbc', 'ImagePullBackOff', 'failing'])
    expect(last.workloads.map(({ title, ready, desired, state }) => [title, ready, desired, state])).toEqual([
      ['ds/prometheus-daemonset', 2, 2, 'ready'],
      ['deploy/web', 0, 1, 'failing']
    ])
  })

  it('shows the labels that matter, and the host name only where it is not the name', () => {
    const focus = { labelKeys: new Set(['disk', 'kubernetes.io/hostname']), marks: () => false }
    expect(lastPicture('sandbox', focus).nodes.map(({ labels }) => labels)).toEqual([[], ['disk=ssd'], []])
    expect(last.nodes.map(({ labels }) => labels)).toEqual([[], [], []])
  })

  it('marks what the step is about', () => {
    const focus = { labelKeys: new Set<string>(), marks: (object: KubernetesObject) => object.kind === 'DaemonSet' }
    const { workloads, nodes } = lastPicture('sandbox', focus)
    expect(workloads.map(({ marked }) => marked)).toEqual([true, false])
    expect(nodes.some(each => each.marked || each.pods.some(pod => pod.marked))).toBe(false)
  })
})

describe('why a node is empty', () => {
  const why = (lists: Parameters<typeof picture>[0]) => picture(lists).nodes[0]?.empty

  it('is that nothing asks for a pod', () => {
    expect(why({})).toEqual({ because: 'nothing asks' })
    expect(why({ Deployment: [deployment(0)] })).toEqual({ because: 'nothing asks' })
    const going = daemonSet({}, { deletionTimestamp: '2026-01-01T00:00:00Z' })
    expect(why({ DaemonSet: [going] })).toEqual({ because: 'nothing asks' })
  })

  it('is a pod that is still to come, or a node that is not ready for it', () => {
    expect(why({ DaemonSet: [daemonSet()] })).toEqual({ because: 'coming' })
    expect(why({ DaemonSet: [daemonSet()], Node: [node('node1', {}, {}, 'Unknown')] })).toEqual({
      because: 'not ready'
    })
  })

  it('is a node selector that does not match', () => {
    expect(why({ DaemonSet: [daemonSet({ nodeSelector: { disk: 'ssd' } })] })).toEqual({
      because: 'label',
      detail: 'disk=ssd'
    })
    const byName = { nodeSelector: { 'kubernetes.io/hostname': 'node2' } }
    expect(why({ DaemonSet: [daemonSet(byName)] })).toEqual({ because: 'other node', detail: 'node2' })
    expect(why({ DaemonSet: [daemonSet({ nodeName: 'node3' })] })).toEqual({ because: 'other node', detail: 'node3' })
  })

  it('is a cordon for what the scheduler places, and not for a DaemonSet', () => {
    const cordoned = [
      node('node1', {
        unschedulable: true,
        taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]
      })
    ]
    expect(why({ Node: cordoned, Deployment: [deployment(2)] })).toEqual({ because: 'cordoned' })
    expect(why({ Node: cordoned, DaemonSet: [daemonSet()] })).toEqual({ because: 'coming' })
    expect(why({ Deployment: [deployment(2)] })).toEqual({ because: 'not needed' })
  })

  it('does not hide a DaemonSet that belongs there behind one that does not', () => {
    const other = { ...daemonSet({ nodeSelector: { disk: 'ssd' } }), metadata: { name: 'other', uid: 'other' } }
    expect(why({ DaemonSet: [other, daemonSet()] })).toEqual({ because: 'coming' })
  })
})

it('node2 stands before node10', () => {
  expect(picture({ Node: ['node10', 'node2', 'node1'].map(name => node(name)) }).nodes.map(({ name }) => name)).toEqual(
    ['node1', 'node2', 'node10']
  )
})

it('a Deployment stands for its ReplicaSets, and a pod that is on no node is told', () => {
  const pod = {
    metadata: {
      name: 'web-5d4f-x2k7p',
      uid: 'p',
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-5d4f', uid: 'rs', controller: true }],
      labels: { 'pod-template-hash': '5d4f' }
    },
    spec: { containers: [{ name: 'web' }] },
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }
  }
  const { unplaced, workloads } = picture({ Pod: [pod], Deployment: [deployment(1)] })
  expect(unplaced.map(({ short, maker, word }) => [maker, short, word])).toEqual([
    ['web', 'x2k7p', 'Pending, no node takes it']
  ])
  expect(workloads.map(({ title }) => title)).toEqual(['deploy/web'])
})

it('there is no picture before the nodes and pods are told; what is lost afterwards stays, and is not live', () => {
  expect(clusterPicture(noObjects, plainFocus)).toBeUndefined()
  const lost = { type: 'lost', list: { kind: 'Node', namespace: undefined }, why: 'Nobody answers.' } as const
  expect(clusterPicture(reduceObjects(noObjects, lost), plainFocus)).toMatchObject({ live: false, nodes: [] })
  const listed = [
    { type: 'listed', list: { kind: 'Node', namespace: undefined }, objects: [node('node1')] },
    { type: 'listed', list: { kind: 'Pod', namespace: 'default' }, objects: [] }
  ] as const
  const known = listed.reduce<typeof noObjects>((before, event) => reduceObjects(before, event), noObjects)
  expect(clusterPicture(known, plainFocus)).toMatchObject({ live: true })
  expect(clusterPicture(reduceObjects(known, lost), plainFocus)).toMatchObject({
    live: false,
    trouble: 'Nobody answers.',
    nodes: [{ name: 'node1' }]
  })
})
