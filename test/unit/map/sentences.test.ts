import { expect, it } from 'vitest'
import { mapSentences } from '../../../src/ui/map/sentences.ts'
import { lastPicture, picturesOf } from './recording.ts'

it('the map is told in sentences: what makes pods, the nodes, their pods, and what the step is about', () => {
  const focus = { labelKeys: new Set(['disk']), marks: ({ kind }: { kind?: string }) => kind === 'DaemonSet' }
  expect(mapSentences(lastPicture('sandbox', focus))).toEqual([
    'Map, 3 nodes.',
    'ds/prometheus-daemonset: 2 of 2 ready.',
    'deploy/web: 0 of 1 ready.',
    'node1, Ready: prometheus-daemonset-76qrd, ready, Running; web-769b87c64d-2dhbc, failing, ImagePullBackOff.',
    'node2, Ready, cordoned, label disk=ssd: prometheus-daemonset-l5mxw, ready, Running.',
    'node3, Ready, taint gpu=true:NoSchedule: no pod, taint gpu=true:NoSchedule.',
    'This step is about: ds/prometheus-daemonset.'
  ])
})

it('of many nodes only what is not as it should be is told', () => {
  const [node] = lastPicture('sandbox').nodes.slice(1)
  if (node === undefined) throw new Error('no node')
  const nodes = Array.from({ length: 50 }, (_, index) => ({ ...node, name: `node${index + 1}`, cordoned: index === 3 }))
  expect(mapSentences({ live: true, nodes, unplaced: [], workloads: [], events: [] })).toEqual([
    'Map, 50 nodes.',
    'node4: cordoned.',
    '49 nodes: all is well.'
  ])
})

it('what is not known, or not known any more, is said', () => {
  expect(mapSentences(undefined)).toEqual(['Waiting for the cluster.'])
  const [first] = picturesOf('sandbox')
  if (first === undefined) throw new Error('no picture')
  expect(mapSentences({ ...first, live: false, trouble: 'Nobody answers.' })[0]).toBe('Not live: Nobody answers.')
})
