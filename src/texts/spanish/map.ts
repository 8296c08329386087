import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

export const mapSigns = {
  ready: { sign: '+', word: 'listo' },
  coming: { sign: '~', word: 'en camino' },
  failing: { sign: '!', word: 'fallando' },
  stopping: { sign: '-', word: 'parando' },
  empty: { sign: '.', word: 'sin pod' },
  marked: 'este paso'
} satisfies Translation['mapSigns']

export const mapTexts = {
  title: 'MAPA',
  live: 'en vivo',
  notLive: 'no al día',
  waiting: 'Esperando al clúster.',
  looking: 'mirando',
  noNodes: 'El clúster no tiene nodos.',
  nodes: counted.nodes,
  pods: counted.pods,
  cordoned: 'acordonado',
  leaving: 'se va',
  tainted: (taint: string) => `taint ${taint}`,
  noPod: (why: string) => `sin pod: ${why}`,
  nothingAsks: 'nada pide uno',
  isComing: 'su pod está por llegar',
  nodeNotReady: 'el nodo no está listo',
  takesNone: 'no acepta nuevos',
  notNeeded: 'aquí no hace falta',
  lacks: (label: string) => `le falta ${label}`,
  affinity: 'la afinidad lo excluye',
  onlyOn: (node: string) => `solo se elige ${node}`,
  latestEvents: 'ÚLTIMOS EVENTOS',
  noNode: 'En ningún nodo',
  onNoNode: 'aún en ningún nodo',
  more: (count: number) => `y ${count} más`
} satisfies Translation['mapTexts']

export const mapSentenceTexts = {
  opening: (nodes: number) => `Mapa, ${counted.nodes(nodes)}.`,
  notLive: (why: string) => `No está al día: ${why}.`,
  workload: (title: string, ready: number, desired: number) => `${title}: ${ready} de ${desired} listos.`,
  label: (label: string) => `etiqueta ${label}`,
  noPod: (why: string) => `sin pod, ${why}`,
  unplaced: (pods: string) => `En ningún nodo: ${pods}.`,
  usual: (nodes: number) => `${counted.nodes(nodes)}: todo está bien.`,
  about: (names: string) => `Este paso trata de: ${names}.`
} satisfies Translation['mapSentenceTexts']
