import { textAt } from '../check/fields.ts'
import type { KubernetesObject } from '../cluster/kubectl.ts'

/** Something that a part of Kubernetes said of a pod. */
export interface EventPicture {
  /** The pod's name, or the end of it that tells it from others of the same making. */
  readonly pod: string
  readonly reason: string
  readonly message: string
  readonly warning: boolean
  /** When it was said last, in milliseconds since the epoch. */
  readonly at: number
}

const most = 8

/**
 * What was said last of pods, the newest first; what was said again is told once.
 *
 * @param names the short names of pods, by UID; a pod that is gone is told by its whole name.
 */
export function latestEvents(events: readonly KubernetesObject[], names: ReadonlyMap<string, string>): EventPicture[] {
  const newest = [...events].sort((a, b) => timeOf(b) - timeOf(a))
  const told = new Set<string>()
  return newest
    .filter(event => {
      const key = `${textAt(event, 'involvedObject', 'uid')} ${textAt(event, 'reason')}`
      const isNew = !told.has(key)
      told.add(key)
      return isNew
    })
    .slice(0, most)
    .map(event => ({
      pod: names.get(textAt(event, 'involvedObject', 'uid')) ?? textAt(event, 'involvedObject', 'name'),
      reason: textAt(event, 'reason'),
      message: textAt(event, 'message'),
      warning: textAt(event, 'type') === 'Warning',
      at: timeOf(event)
    }))
}

/** When an event was seen last; those of `events.k8s.io` tell it otherwise than the older ones. */
export function timeOf(event: KubernetesObject): number {
  const times = [textAt(event, 'lastTimestamp'), textAt(event, 'eventTime')]
  return Date.parse(times.find(time => time !== '') ?? textAt(event, 'metadata', 'creationTimestamp'))
}
