import { justify, lineWidth, truncate, widthOf, type Line } from '../../markdown/styled.ts'
import type { ClusterPicture, NodePicture } from '../../map/picture.ts'
import { wrap } from '../../markdown/wrap.ts'
import { plain } from '../../shell/sanitise.ts'
import { mapTexts } from '../../texts/texts.ts'
import type { MapOptions } from './rows.ts'
import { legendRows, markRun, signRun, styleOf } from './signs.ts'
import { exceptions, type Exception } from './exceptions.ts'
import { countsOf } from './words.ts'

/** A row of signs is counted at a glance when it has so many. */
const signsInRow = 25

/**
 * Many nodes: one sign a node, 25 in a row, and below them only what is not as it should be, told once for all nodes of
 * which it is so.
 *
 * @param head rows that stay above.
 */
export function condensedRows({ nodes, unplaced }: ClusterPicture, head: readonly Line[], options: MapOptions): Line[] {
  const { rows } = options
  const signs = signRows(nodes, options)
  // Signs come first: they are the map. What makes pods is told as far as there is room beside one row of exceptions.
  const kept = head.slice(0, Math.max(0, rows - signs.length - 1))
  const room = rows - kept.length - signs.length
  const told = exceptions(nodes, unplaced.length, options.columns - 12)
  const whole = told.flatMap(exception => exceptionRows(exception, options))
  if (whole.length <= room) {
    const legend = legendRows(options.columns, false)
    const air = room - whole.length - legend.length
    return [...kept, ...signs, ...whole, ...(air < 0 ? [] : [...Array.from({ length: air }, () => []), ...legend])]
  }
  const shown = told.length <= room ? told : told.slice(0, Math.max(0, room - 1))
  const left = told.length - shown.length
  return [
    ...kept,
    ...signs,
    ...shown.map(exception => truncate(exceptionLine(exception, options), options.columns - 1, options.ellipsis)),
    ...(left > 0 && room > 0 ? [[{ text: ` ${mapTexts.more(left)}`, dim: true }]] : [])
  ].slice(0, rows)
}

function signRows(nodes: readonly NodePicture[], { columns }: MapOptions): Line[] {
  const each = Math.max(5, Math.min(signsInRow, columns - 5))
  const rows: Line[] = []
  for (let at = 0; at < nodes.length; at += each) {
    const number = String(at + 1).padStart(3)
    rows.push([{ text: ` ${number} `, dim: true }, ...nodes.slice(at, at + each).map(node => signRun(node.state))])
  }
  return rows
}

/** As many names as fit before the words, and how many more; of many nodes of which hardly one fits only how many. */
function exceptionLine({ words, state, names, marked }: Exception, { columns }: MapOptions): Line {
  const room = columns - 1 - widthOf(`>!   ${words}`)
  const fitting = names
    .map((_, index) => {
      const left = names.length - index - 1
      return `${names.slice(0, index + 1).join(' ')}${left === 0 ? '' : ` +${left}`}`
    })
    .findLast(text => widthOf(text) <= room)
  const text = fitting ?? (names.length === 1 ? (names[0] ?? '') : mapTexts.nodes(names.length))
  return [
    markRun(marked),
    signRun(state),
    { text: ` ${plain(text)}  `, bold: true },
    { text: plain(words), ...(state === 'ready' ? { dim: true } : styleOf(state)) }
  ]
}

function exceptionRows(exception: Exception, options: MapOptions): Line[] {
  const row = exceptionLine(exception, options)
  const words = row.slice(-1)
  return wrap(words, options.columns - 1, row.slice(0, -1), [{ text: '    ' }])
}

/**
 * The map on one row: `1/3: node1 + node2 ~ node3 ~`. Where the nodes do not fit, how many there are of each sign and
 * the names of those that fail.
 */
export function mapLine(picture: ClusterPicture | undefined, columns: number, ellipsis: string): Line {
  if (picture === undefined) return [{ text: ` ${mapTexts.waiting}`, dim: true }]
  const { nodes } = picture
  const counts = countsOf(picture)
  const head = counts === undefined ? mapTexts.nodes(nodes.length) : `${counts.ready}/${counts.desired}`
  const start: Line = [{ text: ` ${head}: `, bold: true }]
  const end: Line = picture.live ? [] : [{ text: `${mapTexts.notLive} `, colour: 'waiting' }]
  const room = columns - (end.length === 0 ? 1 : lineWidth(end) + 1)
  const each = nodes.flatMap((node, index): Line => [
    { text: `${index === 0 ? '' : ' '}${plain(node.name)} ` },
    signRun(node.state),
    ...(node.cordoned ? [{ text: ` ${mapTexts.cordoned}`, colour: 'waiting' as const }] : [])
  ])
  const whole = [...start, ...each]
  if (lineWidth(whole) <= room) return justify(whole, end, columns)
  const states = (['ready', 'coming', 'failing', 'stopping', 'empty'] as const).flatMap((state): Line => {
    const count = nodes.filter(node => node.state === state).length
    return count === 0 ? [] : [{ text: `${count} ` }, signRun(state), { text: ' ' }]
  })
  const failing = nodes.filter(node => node.state === 'failing').map(node => plain(node.name))
  const names: Line = failing.length === 0 ? [] : [{ text: failing.join(' '), colour: 'bad' }]
  return justify(truncate([...start, ...states, ...names], room, ellipsis), end, columns)
}
