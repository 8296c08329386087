import { justify, line, lineWidth, truncate, widthOf, type Line, type Run } from '../../markdown/styled.ts'
import { wrap } from '../../markdown/wrap.ts'
import type { ClusterPicture, NodePicture } from '../../map/picture.ts'
import { bySeverity } from '../../map/map-state.ts'
import type { PodPicture } from '../../map/pod.ts'
import type { WorkloadPicture } from '../../map/workload.ts'
import { plain } from '../../shell/sanitise.ts'
import { mapTexts } from '../../texts/texts.ts'
import { ageText } from './age.ts'
import { condensedRows } from './condensed.ts'
import { eventRows } from './event-rows.ts'
import { legendRows, markRun, signRun, styleOf } from './signs.ts'
import { nodeWords, noPodWords, specialWords } from './words.ts'

export interface MapOptions {
  readonly columns: number
  readonly rows: number
  /** Milliseconds since the epoch. */
  readonly now: number
  /** What tells that text was cut. */
  readonly ellipsis: string
}

/** So many columns show a pod's whole name, and where a node is. */
const wideFrom = 44

/**
 * The map: a title, what makes pods, every node with its pods and what is special about it. What does not fit is told
 * shorter: first the events go, then the legend, then each node has one row, then each has one sign, with the exceptions named.
 */
export function mapRows(picture: ClusterPicture | undefined, options: MapOptions): Line[] {
  const rows = options.rows <= 0 ? [] : rowsThatFit(picture, options)
  return rows.map(row => truncate(row, options.columns, options.ellipsis))
}

function rowsThatFit(picture: ClusterPicture | undefined, options: MapOptions): Line[] {
  const { columns, rows } = options
  const title = titleRow(picture, columns)
  if (picture === undefined) return [title, line(` ${mapTexts.waiting}`, { dim: true })].slice(0, rows)
  const room = rows - 1
  const trouble = picture.trouble === undefined ? [] : troubleRows(picture.trouble, columns)
  const workloads = picture.workloads.map(workload => workloadRow(workload, options))
  const unplaced = picture.unplaced.length === 0 ? [] : unplacedRows(picture.unplaced, options)
  const full = [...trouble, ...workloads, ...nodesFull(picture, options), ...unplaced]
  const legend = legendRows(columns, hasMarks(picture))
  if (full.length + legend.length + 1 <= room) {
    const free = room - full.length - legend.length
    const events = columns < wideFrom ? [] : eventRows(picture.events, options, free - 1)
    return [title, ...full, ...events, ...Array.from({ length: free - events.length }, () => []), ...legend]
  }
  if (full.length + legend.length <= room) return [title, ...full, ...legend]
  if (full.length <= room) return [title, ...full]
  const short = [
    ...trouble.slice(0, 1),
    ...workloads,
    ...picture.nodes.map(node => nodeOnOneRow(node, options)),
    ...unplaced
  ]
  if (short.length <= room) return [title, ...short]
  return [title, ...condensedRows(picture, [...trouble.slice(0, 1), ...workloads], { ...options, rows: room })]
}

function titleRow(picture: ClusterPicture | undefined, columns: number): Line {
  const count = picture === undefined ? '' : `  ${mapTexts.nodes(picture.nodes.length)}`
  const right: Run =
    picture === undefined
      ? { text: mapTexts.looking, dim: true }
      : picture.live
        ? { text: mapTexts.live, dim: true }
        : { text: mapTexts.notLive, colour: 'waiting' }
  return justify([{ text: ` ${mapTexts.title}${count}`, dim: true }], [right, { text: ' ' }], columns)
}

function troubleRows(trouble: string, columns: number): Line[] {
  return wrap([{ text: plain(trouble), colour: 'waiting' }], columns - 1, [{ text: ' ' }]).slice(0, 3)
}

function hasMarks({ nodes, workloads, unplaced }: ClusterPicture): boolean {
  const all = [...workloads, ...unplaced, ...nodes, ...nodes.flatMap(node => node.pods)]
  return all.some(({ marked }) => marked)
}

function workloadRow(
  { title, ready, desired, state, marked }: WorkloadPicture,
  { columns, ellipsis }: MapOptions
): Line {
  const right: Line = [{ text: `${ready}/${desired} `, ...styleOf(state) }]
  const left = truncate([{ text: plain(title) }], columns - lineWidth(right) - 2, ellipsis)
  return justify([markRun(marked), ...left], right, columns)
}

function nodesFull({ nodes, workloads }: ClusterPicture, options: MapOptions): Line[] {
  if (nodes.length === 0) return [line(` ${mapTexts.noNodes}`, { dim: true })]
  return nodes.flatMap(node => [
    nodeRow(node, options),
    ...factRows(node, options),
    ...(node.empty === undefined
      ? node.pods.map(pod => podRow(pod, workloads.length, options))
      : [indented([{ text: noPodWords(node.empty, options.columns - 4), dim: true }], options)])
  ])
}

function nodeRow(node: NodePicture, { columns, ellipsis }: MapOptions): Line {
  const address = columns >= wideFrom && node.address !== '' ? [{ text: `${plain(node.address)} `, dim: true }] : []
  const left: Line = [{ text: plain(node.name), bold: true }, { text: '  ' }, nodeWordsRun(node)]
  return justify(
    [markRun(node.marked), ...truncate(left, columns - 2 - lineWidth(address), ellipsis)],
    address,
    columns
  )
}

function nodeWordsRun(node: NodePicture): Run {
  if (node.ready === 'NotReady') return { text: nodeWords(node), colour: 'bad', bold: true }
  return node.cordoned || node.leaving
    ? { text: nodeWords(node), colour: 'waiting' }
    : { text: nodeWords(node), dim: true }
}

/** Labels and taints; a taint that is named as the reason for an empty node is not named twice. */
function factRows(node: NodePicture, options: MapOptions): Line[] {
  const named = node.empty?.because === 'taint' ? node.empty.detail : undefined
  const facts = [...node.labels, ...node.taints.filter(taint => taint !== named).map(mapTexts.tainted)]
  return facts.length === 0 ? [] : [indented([{ text: plain(facts.join('  ')), dim: true }], options)]
}

function indented(runs: Line, { columns, ellipsis }: MapOptions): Line {
  return truncate([{ text: '   ' }, ...runs], columns - 1, ellipsis)
}

/** Sign, name, state, age. The state is told whole: the name gives way to it, and the age to both. */
function podRow(pod: PodPicture, makers: number, { columns, now, ellipsis }: MapOptions): Line {
  const word = plain(pod.word)
  const age = ageText(pod.created, now, pod.state)
  const name = nameInRoom(pod, makers, columns, ellipsis)
  const all = columns - widthOf(`   ~   ${word} `)
  const beside = all - widthOf(`  ${age}`)
  const hasAge = beside >= Math.min(widthOf(name), readableName)
  const room = hasAge ? beside : all
  const left: Line = [
    markRun(pod.marked),
    { text: '  ' },
    signRun(pod.state),
    { text: ` ${cutMiddle(name, Math.max(leastName, room), ellipsis)}  ` },
    { text: word, ...(pod.state === 'ready' ? { dim: true } : styleOf(pod.state)) }
  ]
  return justify(truncate(left, columns - 1, ellipsis), hasAge ? [{ text: `${age} `, dim: true }] : [], columns)
}

/** So much of a long name is enough beside its age. */
const readableName = 12

/** A mark of what was cut, and the five characters that controllers put at the end of a name. */
const leastName = 6

/** A pod's name: whole where there is room, else without what all of them share. */
function nameInRoom({ name, short, maker }: PodPicture, makers: number, columns: number, ellipsis: string): string {
  if (columns >= wideFrom || maker === '') return plain(name)
  return plain(makers === 1 ? short : `${maker}${ellipsis}${short}`)
}

/** A name cut in its middle: its end tells pods apart. */
export function cutMiddle(name: string, width: number, ellipsis: string): string {
  if (widthOf(name) <= width) return name
  const room = width - widthOf(ellipsis)
  const end = Math.min(leastName - 1, room)
  return `${name.slice(0, room - end).replace(/[-.…~]+$/, '')}${ellipsis}${name.slice(-end)}`
}

function unplacedRows(pods: readonly PodPicture[], options: MapOptions): Line[] {
  const most = 3
  return [
    line(` ${mapTexts.noNode}`, { bold: true }),
    ...pods.slice(0, most).map(pod => podRow(pod, 1, options)),
    ...(pods.length > most ? [indented([{ text: mapTexts.more(pods.length - most), dim: true }], options)] : [])
  ]
}

/** A node, its pod or how many, and what is special, on one row. */
function nodeOnOneRow(node: NodePicture, { columns, ellipsis }: MapOptions): Line {
  const left: Line = [
    markRun(node.marked || node.pods.some(pod => pod.marked)),
    signRun(node.state),
    { text: ` ${plain(node.name)}  `, bold: true }
  ]
  const special = specialWords(node).map(word => `${word}, `)
  const room = columns - 1 - lineWidth(left) - widthOf(special.join(''))
  const text = `${special.join('')}${podsOnOneRow(node, room)}`
  const style = node.state === 'ready' ? { dim: true } : styleOf(node.state)
  return truncate([...left, { text: plain(text), ...style }], columns - 1, ellipsis)
}

/** The worst first: where there is not room for all, that counts. */
function podsOnOneRow({ pods, empty }: NodePicture, columns: number): string {
  if (empty !== undefined) return noPodWords(empty, columns)
  const [first, ...others] = pods
  if (first !== undefined && others.length === 0) return first.word
  const words = new Map<string, number>()
  for (const pod of bySeverity(pods)) words.set(pod.word, (words.get(pod.word) ?? 0) + 1)
  return [...words].map(([word, count]) => `${count} ${word}`).join(', ')
}
