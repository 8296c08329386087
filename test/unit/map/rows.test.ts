import { describe, expect, it } from 'vitest'
import type { ClusterPicture, NodePicture } from '../../../src/map/picture.ts'
import type { MapState } from '../../../src/map/map-state.ts'
import type { PodPicture } from '../../../src/map/pod.ts'
import { lineText, lineWidth, type Line } from '../../../src/markdown/styled.ts'
import { ageText, nextAgeIn } from '../../../src/ui/map/age.ts'
import { mapLine } from '../../../src/ui/map/condensed.ts'
import { cutMiddle, mapRows } from '../../../src/ui/map/rows.ts'
import { lastPicture, picturesOf } from './recording.ts'

const now = Date.parse('2026-11-25T22:16:12Z')
const draw = (picture: ClusterPicture | undefined, columns: number, rows: number) =>
  textOf(mapRows(picture, { columns, rows, now, ellipsis: '…' }))
const textOf = (rows: readonly Line[]) => rows.map(row => lineText(row).trimEnd())

const pod = (index: number, state: MapState, word: string): PodPicture => ({
  name: `web-${index}`,
  short: String(index),
  maker: 'web',
  state,
  word,
  created: now - 3000,
  marked: false
})
const node = (index: number, pods: readonly PodPicture[], change: Partial<NodePicture> = {}): NodePicture => ({
  name: `node${index}`,
  ready: 'Ready',
  cordoned: false,
  leaving: false,
  taints: [],
  labels: [],
  address: '10.0.0.1',
  pods,
  ...(pods.length === 0 && { empty: { because: 'nothing asks' } as const }),
  state: pods[0]?.state ?? 'empty',
  marked: false,
  ...change
})
const cluster = (nodes: readonly NodePicture[]): ClusterPicture => ({
  live: true,
  nodes,
  unplaced: [],
  events: [],
  workloads: [{ name: 'web', title: 'ds/web', ready: 1, desired: nodes.length, state: 'coming', marked: true }]
})
const many = (count: number, state: (index: number) => MapState = () => 'ready') =>
  cluster(
    Array.from({ length: count }, (_, index) => node(index + 1, [pod(index, state(index + 1), state(index + 1))]))
  )

describe('with room for everything', () => {
  it('shows what makes pods, and every node with its pods and what is special about it', () => {
    const focus = { labelKeys: new Set(['disk']), marks: ({ kind }: { kind?: string }) => kind === 'DaemonSet' }
    expect(draw(lastPicture('sandbox', focus), 50, 16)).toEqual([
      ' MAP  3 nodes                                live',
      '>ds/prometheus-daemonset                      2/2',
      ' deploy/web                                   0/1',
      ' node1  Ready                          172.18.0.2',
      '   + prometheus-daemonset-76qrd  Running      20s',
      '   ! web-769b87c64d-2dhbc  ImagePullBackOff   10s',
      ' node2  Ready, cordoned                172.18.0.3',
      '   disk=ssd',
      '   + prometheus-daemonset-l5mxw  Running      20s',
      ' node3  Ready                          172.18.0.4',
      '   no pod: taint gpu=true:NoSchedule',
      '',
      '',
      '',
      ' + ready       ~ on its way  ! failing',
      ' - stopping    > this step'
    ])
  })

  it('a wide map has the latest events below, the newest first, as far as there is room for two', () => {
    const events = (rows: number) => draw(lastPicture('sandbox'), 60, rows).slice(10, -2)
    expect(events(15).join('')).toBe('')
    const [air, heading, ...told] = events(17)
    expect([air, heading]).toEqual(['', ' LATEST EVENTS'])
    expect(told.length).toBeGreaterThanOrEqual(2)
    for (const row of told) expect(row).toMatch(/^ +<?\d+s {2}\w+ {2}\w{5}: \w/)
    expect(events(40).filter(row => / {2}\w+: /.test(row)).length).toBeGreaterThan(3)
    expect(draw(lastPicture('sandbox'), 43, 40).join('')).not.toContain('LATEST')
  })

  it('at 33 columns gives the state whole, and cuts names where they do not differ', () => {
    expect(draw(lastPicture('sandbox'), 33, 10)).toEqual([
      ' MAP  3 nodes               live',
      ' ds/prometheus-daemonset     2/2',
      ' deploy/web                  0/1',
      ' node1  Ready',
      '   + prometh…76qrd  Running  20s',
      '   ! web…2dhbc  ImagePullBackOff',
      ' node2  Ready, cordoned',
      '   + prometh…l5mxw  Running  20s',
      ' node3  Ready',
      '   no pod: taint gpu=true'
    ])
    expect(draw(lastPicture('sandbox'), 33, 9)).toEqual([
      ' MAP  3 nodes               live',
      ' ds/prometheus-daemonset     2/2',
      ' deploy/web                  0/1',
      ' ! node1  1 ImagePullBackOff, 1…',
      ' + node2  cordoned, Running',
      ' . node3  no pod: taint gpu=true'
    ])
  })
})

describe('with less room', () => {
  const two = cluster([node(1, [pod(1, 'ready', 'Running')]), node(2, [pod(2, 'coming', 'pulling image')])])

  it('drops the legend first, then tells each node on one row, then by one sign', () => {
    expect(draw(two, 33, 9)).toContain(' ! failing     - stopping')
    expect(draw(two, 33, 7)).toEqual([
      ' MAP  2 nodes               live',
      '>ds/web                      1/2',
      ' node1  Ready',
      '   + 1  Running             <10s',
      ' node2  Ready',
      '   ~ 2  pulling image         3s'
    ])
    expect(draw(two, 33, 5)).toEqual([
      ' MAP  2 nodes               live',
      '>ds/web                      1/2',
      ' + node1  Running',
      ' ~ node2  pulling image'
    ])
    expect(draw(two, 33, 3)).toEqual([' MAP  2 nodes               live', '   1 +~', ' ~ node2  pulling image'])
  })

  it('of 50 nodes shows one sign each, 25 in a row, and names only those that are not as they should be', () => {
    const fifty = many(50, index => (index === 7 ? 'failing' : index > 44 ? 'coming' : 'ready'))
    const cordoned = fifty.nodes.map(each => (each.name === 'node3' ? { ...each, cordoned: true } : each))
    expect(draw({ ...fifty, nodes: cordoned }, 33, 10)).toEqual([
      ' MAP  50 nodes              live',
      '>ds/web                     1/50',
      '   1 ++++++!++++++++++++++++++',
      '  26 +++++++++++++++++++~~~~~~',
      ' ! node7  failing',
      ' ~ node45 node46 +4  coming',
      ' + node3  cordoned',
      '',
      ' + ready       ~ on its way',
      ' ! failing     - stopping'
    ])
  })

  it('says how many exceptions it could not name', () => {
    const bad = cluster(
      Array.from({ length: 12 }, (_, index) => node(index, [pod(index, 'failing', `Error ${index}`)]))
    )
    expect(draw(bad, 33, 6).slice(-2)).toEqual([' ! node1  Error 1', ' and 10 more'])
  })
})

describe('always', () => {
  const pictures = [
    ...picturesOf('sandbox'),
    ...picturesOf('kubernetes-1.20'),
    many(2),
    many(26),
    many(50),
    cluster([])
  ]

  it.each([20, 33, 44, 60])('no row is wider than %i columns, and there are never too many', columns => {
    for (const picture of pictures)
      for (let rows = 0; rows < 24; rows++) {
        const drawn = mapRows(picture, { columns, rows, now, ellipsis: '~' })
        expect(drawn.length).toBeLessThanOrEqual(rows)
        expect(Math.max(0, ...drawn.map(lineWidth))).toBeLessThanOrEqual(columns)
        expect(lineWidth(mapLine(picture, columns, '~'))).toBeLessThanOrEqual(columns)
      }
  })

  it('what an API sends is text, not orders to the terminal; without Unicode it is ASCII', () => {
    const evil = node(1, [{ ...pod(1, 'coming', 'a\u001b[2Jb'), maker: '', short: 'x\u001b]0;t\u0007y' }])
    for (const rows of [3, 4, 10]) {
      const text = mapRows(cluster([evil]), { columns: 33, rows, now, ellipsis: '~' })
        .map(lineText)
        .join('\n')
      expect(text).toMatch(/^[\n\u0020-\u007e]*$/)
    }
  })

  it('is readable without colour: every sign has its word', () => {
    const drawn = draw(
      many(4, index => (['ready', 'coming', 'failing', 'stopping'] as const)[index - 1] ?? 'ready'),
      33,
      14
    )
    expect(drawn.slice(-3)).toEqual([' + ready       ~ on its way', ' ! failing     - stopping', ' > this step'])
    expect(drawn).toContain('   ! 2  failing             <10s')
  })
})

describe('without nodes', () => {
  it('says that it waits, that there are none, or what is wrong', () => {
    expect(draw(undefined, 33, 5)).toEqual([' MAP                     looking', ' Waiting for the cluster.'])
    expect(draw({ live: true, nodes: [], workloads: [], unplaced: [], events: [] }, 33, 2)).toEqual([
      ' MAP  0 nodes               live',
      ' The cluster has no nodes.'
    ])
    const trouble = 'nodes is forbidden: User "learner" cannot list resource'
    const lost = draw({ live: false, trouble, nodes: [], workloads: [], unplaced: [], events: [] }, 33, 6)
    expect(lost[0]).toContain('not live')
    expect(lost.slice(1, 3)).toEqual([' nodes is forbidden: User', ' "learner" cannot list resource'])
  })
})

describe('on one row', () => {
  const line = (picture: ClusterPicture | undefined, columns: number) =>
    lineText(mapLine(picture, columns, '…')).trimEnd()

  it('names every node with its sign', () => {
    const three = many(3, index => (index === 1 ? 'ready' : 'coming'))
    expect(line(three, 40)).toBe(' 1/3: node1 + node2 ~ node3 ~')
    expect(line(undefined, 40)).toBe(' Waiting for the cluster.')
    expect(line({ ...three, live: false }, 40)).toBe(' 1/3: node1 + node2 ~ node3 ~  not live')
    expect(line({ ...cluster([node(1, [], { cordoned: true })]), workloads: [] }, 40)).toBe(' 1 node: node1 . cordoned')
  })

  it('counts many, and names those that fail', () => {
    expect(
      line(
        many(50, index => (index === 7 ? 'failing' : 'ready')),
        40
      )
    ).toBe(' 1/50: 49 + 1 ! node7')
  })
})

describe('ages', () => {
  it('count the seconds of what moves, and grow in steps once it is ready', () => {
    const ages = (state: MapState) => [3, 47, 130, 4000].map(seconds => ageText(now - seconds * 1000, now, state))
    expect(ages('coming')).toEqual(['3s', '47s', '2m', '60m'])
    expect(ages('ready')).toEqual(['<10s', '40s', '2m', '60m'])
  })

  it('say when one of them will read otherwise, and nothing when there is none', () => {
    const aged = (seconds: number, state: MapState) =>
      cluster([node(1, [{ ...pod(1, state, 'x'), created: now - seconds * 1000 }])])
    expect(nextAgeIn(aged(3.4, 'coming'), now)).toBeCloseTo(600)
    expect(nextAgeIn(aged(3, 'ready'), now)).toBe(7000)
    expect(nextAgeIn(aged(90, 'ready'), now)).toBe(30_000)
    expect(nextAgeIn(cluster([node(1, [])]), now)).toBeUndefined()
  })
})

it('a name is cut in its middle, and keeps the end that tells it apart', () => {
  expect(cutMiddle('prometheus-daemonset-nsjwx', 14, '…')).toBe('promethe…nsjwx')
  expect(cutMiddle('prometheus-daemonset-nsjwx', 26, '…')).toBe('prometheus-daemonset-nsjwx')
  expect(cutMiddle('prometheus-daemonset-nsjwx', 6, '…')).toBe('…nsjwx')
})
