import { microTimestamp } from '../clock.ts'
import type { ControllerContext } from '../controllers/runtime/controller.ts'
import { reasonOf, unless } from '../controllers/runtime/errors.ts'
import { eventName, referenceTo } from '../controllers/runtime/event-recorder.ts'
import { events } from '../controllers/runtime/resources.ts'
import type { Event, Pod } from '../controllers/types/core.ts'

export const schedulerName = 'default-scheduler'

/** One thing to be told of a pod. */
export interface Told {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly action: string
  readonly message: string
  /** Another pod that it has to do with. */
  readonly related?: Pod
}

export interface SchedulingEvents {
  /** @returns the event as stored; `undefined` when its namespace takes no more. */
  record(pod: Pod, told: Told): Event | undefined
  /** The same again is counted in the event's series (client-go tools/events). */
  countAgain(event: Event, count: number): void
}

/** The scheduler's events, which are in the form of events.k8s.io. */
export function schedulingEvents({ client, clock }: Pick<ControllerContext, 'client' | 'clock'>): SchedulingEvents {
  return {
    record(pod, { type, reason, action, message, related }) {
      const { namespace = 'default', name } = pod.metadata
      const event: Event = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: eventName(clock, name), namespace },
        involvedObject: referenceTo(pod),
        ...(related === undefined ? {} : { related: referenceTo(related) }),
        reason,
        message,
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        type,
        eventTime: microTimestamp(clock),
        action,
        reportingComponent: schedulerName,
        reportingInstance: `${schedulerName}-sandbox`
      }
      try {
        return client.create<Event>(events, event)
      } catch (error) {
        // A namespace that is being deleted takes no events.
        if (reasonOf(error) === undefined) throw error
        return undefined
      }
    },
    countAgain(event, count) {
      const { namespace, name } = event.metadata
      const series = { count, lastObservedTime: microTimestamp(clock) }
      unless(['NotFound'], () => client.patch(events, namespace, name, { series }))
    }
  }
}
