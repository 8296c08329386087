import { widthOf } from '../../markdown/styled.ts'
import { plain } from '../../shell/sanitise.ts'
import type { Emptiness } from '../../map/empty.ts'
import type { ClusterPicture, NodePicture } from '../../map/picture.ts'
import { mapTexts } from '../../texts/texts.ts'

/** How a node is: "Ready", "NotReady, cordoned". */
export function nodeWords(node: NodePicture): string {
  return [...(node.ready === 'Ready' ? [node.ready] : []), ...specialWords(node)].join(', ')
}

/** What is not as usual with a node itself. */
export function specialWords(node: NodePicture): string[] {
  return [
    ...(node.ready === 'Ready' ? [] : [node.ready]),
    ...(node.cordoned ? [mapTexts.cordoned] : []),
    ...(node.leaving ? [mapTexts.leaving] : [])
  ]
}

/**
 * Why a node has no pod.
 *
 * @param short leaves out what a taint does, which is the longest part of it.
 */
export function emptyWords(empty: Emptiness, short = false): string {
  switch (empty.because) {
    case 'nothing asks':
      return mapTexts.nothingAsks
    case 'coming':
      return mapTexts.isComing
    case 'not ready':
      return mapTexts.nodeNotReady
    case 'cordoned':
      return mapTexts.takesNone
    case 'not needed':
      return mapTexts.notNeeded
    case 'label':
      return mapTexts.lacks(empty.detail)
    case 'affinity':
      return mapTexts.affinity
    case 'other node':
      return mapTexts.onlyOn(empty.detail)
    case 'taint':
      return mapTexts.tainted(short ? empty.detail.replace(/:\w+$/, '') : empty.detail)
  }
}

/** Why a node has no pod, shorter where it does not fit. */
export function noPodWords(empty: Emptiness, columns: number): string {
  const texts = [emptyWords(empty), emptyWords(empty, true)].map(words => mapTexts.noPod(plain(words)))
  return texts.find(text => widthOf(text) <= columns) ?? texts[0] ?? ''
}

/** How many pods are ready of those that are wanted: of what the step is about, else of everything. */
export function countsOf({
  workloads
}: ClusterPicture): { readonly ready: number; readonly desired: number } | undefined {
  const marked = workloads.filter(workload => workload.marked)
  const counted = marked.length > 0 ? marked : workloads
  if (counted.length === 0) return undefined
  const sum = (of: (workload: (typeof counted)[number]) => number): number =>
    counted.reduce((total, workload) => total + of(workload), 0)
  return { ready: sum(({ ready }) => ready), desired: sum(({ desired }) => desired) }
}
