import type { ClusterPicture, NodePicture } from '../../map/picture.ts'
import type { PodPicture } from '../../map/pod.ts'
import { plain } from '../../shell/sanitise.ts'
import { mapSentenceTexts as texts, mapSigns, mapTexts } from '../../texts/texts.ts'
import { exceptions } from './exceptions.ts'
import { emptyWords, nodeWords } from './words.ts'

/** More nodes than this are not told one by one. */
const mostNodes = 12

/**
 * The map in sentences, one a line, for those who hear it or have no screen to draw on: the nodes with their pods; of
 * many nodes only what is not as it should be.
 */
export function mapSentences(picture: ClusterPicture | undefined): string[] {
  if (picture === undefined) return [mapTexts.waiting]
  const { nodes, workloads, unplaced, trouble } = picture
  const marked = [...workloads.map(({ title, marked: is }) => [title, is] as const), ...markedObjects(picture)]
  const about = marked.filter(([, is]) => is).map(([name]) => name)
  return [
    ...(trouble === undefined ? [] : [texts.notLive(trouble.replace(/\.$/, ''))]),
    texts.opening(nodes.length),
    ...workloads.map(({ title, ready, desired }) => texts.workload(title, ready, desired)),
    ...(nodes.length <= mostNodes ? nodes.map(nodeSentence) : manySentences(picture)),
    ...(unplaced.length === 0 ? [] : [texts.unplaced(unplaced.map(podWords).join('; '))]),
    ...(about.length === 0
      ? []
      : [texts.about(about.length > 6 ? `${about.slice(0, 6).join(', ')}, …` : about.join(', '))])
  ].map(plain)
}

function markedObjects({ nodes, unplaced }: ClusterPicture): (readonly [name: string, marked: boolean])[] {
  const pods = [...nodes.flatMap(node => node.pods), ...unplaced]
  return [...nodes, ...pods].map(({ name, marked }) => [name, marked] as const)
}

function nodeSentence(node: NodePicture): string {
  const facts = [...node.labels.map(texts.label), ...node.taints.map(mapTexts.tainted)]
  const state = [nodeWords(node), ...facts].join(', ')
  const pods = node.empty === undefined ? node.pods.map(podWords).join('; ') : texts.noPod(emptyWords(node.empty))
  return `${node.name}, ${state}: ${pods}.`
}

function podWords({ name, state, word }: PodPicture): string {
  return `${name}, ${mapSigns[state].word}, ${word}`
}

function manySentences({ nodes }: ClusterPicture): string[] {
  const found = exceptions(nodes, 0, Infinity)
  const usual = nodes.length - found.reduce((sum, { names }) => sum + names.length, 0)
  return [
    ...found.map(({ names, words }) =>
      names.length > 6 ? `${mapTexts.nodes(names.length)}: ${words}.` : `${names.join(', ')}: ${words}.`
    ),
    ...(usual > 0 ? [texts.usual(usual)] : [])
  ]
}
