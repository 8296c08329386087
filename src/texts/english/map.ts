import type { MapState } from '../../map/map-state.ts'
import { counted } from './counted.ts'

/** The map's words. A state is a sign and a word; colour only repeats it. */
export const mapSigns: Readonly<Record<MapState, { readonly sign: string; readonly word: string }>> & {
  /** What the present step is about. */
  readonly marked: string
} = {
  ready: { sign: '+', word: 'ready' },
  coming: { sign: '~', word: 'on its way' },
  failing: { sign: '!', word: 'failing' },
  stopping: { sign: '-', word: 'stopping' },
  empty: { sign: '.', word: 'no pod' },
  marked: 'this step'
}

export const mapTexts = {
  title: 'MAP',
  live: 'live',
  notLive: 'not live',
  waiting: 'Waiting for the cluster.',
  looking: 'looking',
  noNodes: 'The cluster has no nodes.',
  nodes: counted.nodes,
  pods: counted.pods,
  cordoned: 'cordoned',
  leaving: 'leaving',
  tainted: (taint: string) => `taint ${taint}`,
  noPod: (why: string) => `no pod: ${why}`,
  nothingAsks: 'nothing asks for one',
  isComing: 'its pod is to come',
  nodeNotReady: 'the node is not ready',
  takesNone: 'it takes no new ones',
  notNeeded: 'not needed here',
  lacks: (label: string) => `it lacks ${label}`,
  affinity: 'node affinity leaves it out',
  onlyOn: (node: string) => `only ${node} is chosen`,
  latestEvents: 'LATEST EVENTS',
  noNode: 'On no node',
  onNoNode: 'on no node yet',
  more: (count: number) => `and ${count} more`
}

export const mapSentenceTexts = {
  opening: (nodes: number) => `Map, ${mapTexts.nodes(nodes)}.`,
  notLive: (why: string) => `Not live: ${why}.`,
  workload: (title: string, ready: number, desired: number) => `${title}: ${ready} of ${desired} ready.`,
  label: (label: string) => `label ${label}`,
  noPod: (why: string) => `no pod, ${why}`,
  unplaced: (pods: string) => `On no node: ${pods}.`,
  usual: (nodes: number) => `${mapTexts.nodes(nodes)}: all is well.`,
  about: (names: string) => `This step is about: ${names}.`
}
