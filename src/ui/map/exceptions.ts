import { bySeverity } from '../../map/map-state.ts'
import type { NodePicture } from '../../map/picture.ts'
import { mapTexts } from '../../texts/texts.ts'
import { noPodWords, specialWords } from './words.ts'

/** What is so of some nodes. */
export interface Exception {
  readonly words: string
  readonly state: NodePicture['state']
  readonly names: string[]
  readonly marked: boolean
}

/**
 * What is not as it should be, told once for all nodes of which it is so; the worst first.
 *
 * @param columns room for the words of one.
 */
export function exceptions(nodes: readonly NodePicture[], unplaced: number, columns: number): Exception[] {
  const found = new Map<string, Exception>()
  for (const node of nodes) {
    const words = exceptionWords(node, columns)
    if (words === '') continue
    const known = found.get(words)
    if (known === undefined) found.set(words, { words, state: node.state, names: [node.name], marked: node.marked })
    else known.names.push(node.name)
  }
  const sorted = bySeverity([...found.values()])
  if (unplaced > 0)
    sorted.unshift({
      words: mapTexts.onNoNode,
      state: 'coming',
      names: [mapTexts.pods(unplaced)],
      marked: false
    })
  return sorted
}

/** What is not as it should be with a node; nothing when all is well. */
function exceptionWords(node: NodePicture, columns: number): string {
  const pod = node.pods.find(({ state }) => state === node.state)
  return [
    ...specialWords(node),
    ...(pod === undefined || pod.state === 'ready' ? [] : [pod.word]),
    ...(node.empty === undefined ? [] : [noPodWords(node.empty, columns)]),
    ...(node.empty === undefined ? node.taints.map(mapTexts.tainted) : [])
  ].join(', ')
}
