import type { Pod } from 'kubernetes-types/core/v1.js'
import { condition, isTerminating, labelsOf, listAt, nameOf, textAt } from '../check/fields.ts'
import { isPodReady } from '../check/pod.ts'
import type { KubernetesObject } from '../cluster/kubectl.ts'
import { podCells } from '../sandbox/api/kinds/pods/columns.ts'
import { timeOf } from './latest-events.ts'
import type { MapState } from './map-state.ts'
import { podTexts } from '../texts/texts.ts'

export interface PodPicture {
  readonly name: string
  /** The end of the name that tells it from others of the same making; the whole name when nothing made it. */
  readonly short: string
  /** The name without that end and its hash: that of the Deployment or DaemonSet. Empty when nothing made it. */
  readonly maker: string
  readonly state: MapState
  /** What kubectl prints as its STATUS, or something that says more. */
  readonly word: string
  /** Milliseconds since the epoch. */
  readonly created: number
  /** Whether the present step is about it. */
  readonly marked: boolean
}

const failures =
  /BackOff|Err|Invalid|OOMKilled|Evicted|Unknown|ExitCode|Signal|NodeLost|CannotRun|DeadlineExceeded|StartError/

/**
 * A pod as the map shows it.
 *
 * @param events those of its namespace; they tell what it is being waited for.
 */
export function podPicture(pod: KubernetesObject, events: readonly KubernetesObject[], marked: boolean): PodPicture {
  const status = statusOf(pod)
  const state = stateOf(pod, status)
  return {
    name: nameOf(pod),
    ...partsOfName(pod),
    state,
    word: state === 'coming' ? comingWord(pod, status, events) : status,
    created: Date.parse(textAt(pod, 'metadata', 'creationTimestamp')),
    marked
  }
}

/** The column STATUS of `kubectl get pods`. */
function statusOf(pod: KubernetesObject): string {
  const reason = podCells(pod as Pod, 0)[2]
  return typeof reason === 'string' && reason !== '' ? reason : 'Pending'
}

function stateOf(pod: KubernetesObject, status: string): MapState {
  if (isTerminating(pod)) return 'stopping'
  if (isPodReady(pod) || status === 'Completed' || status === 'Succeeded') return 'ready'
  return textAt(pod, 'status', 'phase') === 'Failed' || failures.test(status) ? 'failing' : 'coming'
}

function comingWord(pod: KubernetesObject, status: string, events: readonly KubernetesObject[]): string {
  if (status === 'Running') return podTexts.notReady
  if (status === 'Pending' && condition(pod, 'PodScheduled')?.status === 'False') return podTexts.unplaced
  return status === 'ContainerCreating' && isPulling(pod, events) ? podTexts.pulling : status
}

/** A pull began, and none has ended since. */
function isPulling(pod: KubernetesObject, events: readonly KubernetesObject[]): boolean {
  const uid = pod.metadata?.uid
  const last = (...reasons: string[]): number =>
    Math.max(
      ...events
        .filter(event => textAt(event, 'involvedObject', 'uid') === uid && reasons.includes(textAt(event, 'reason')))
        .map(timeOf),
      -Infinity
    )
  return last('Pulling') > last('Pulled', 'Failed')
}

/** Controllers name their pods after themselves: the Deployment `web` makes the ReplicaSet `web-5d4f`, and it `web-5d4f-x2k7p`. */
function partsOfName(pod: KubernetesObject): { readonly short: string; readonly maker: string } {
  const name = nameOf(pod)
  const owner = textAt(controllerOf(pod), 'name')
  if (owner === '' || !name.startsWith(`${owner}-`)) return { short: name, maker: '' }
  const hash = labelsOf(pod)['pod-template-hash']
  const maker = hash !== undefined && owner.endsWith(`-${hash}`) ? owner.slice(0, -hash.length - 1) : owner
  return { short: name.slice(owner.length + 1), maker }
}

/** The owner reference of what made an object and looks after it; undefined for one that nobody looks after. */
export function controllerOf(object: KubernetesObject): unknown {
  return listAt(object, 'metadata', 'ownerReferences').find(
    owner => (owner as { controller?: unknown }).controller === true
  )
}
