import type { Client } from '../../client.ts'
import { timestamp, type Clock } from '../../clock.ts'
import type { KubeObject } from '../../object.ts'
import type { Event, ObjectReference } from '../types/core.ts'
import { eventCorrelator, type Correlation } from './event-correlator.ts'
import { reasonOf, unless } from './errors.ts'
import { events } from './resources.ts'

/** Writes core/v1 Events about objects, as client-go's `tools/record`. */
export interface EventRecorder {
  /**
   * @param type `Normal` or `Warning`.
   * @param fieldPath the part of the object that is meant, for example `spec.containers{web}`.
   */
  event(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void
}

/**
 * A recorder for one component. What is told again is counted, combined or dropped as client-go does
 * (event-correlator.ts).
 *
 * @param host the node, for a kubelet.
 */
export function eventRecorder(client: Client, clock: Clock, component: string, host?: string): EventRecorder {
  const correlator = eventCorrelator(clock)

  function write(involvedObject: ObjectReference, type: string, reason: string, correlation: Correlation): void {
    if (correlation.outcome === 'dropped') return
    const { key, message } = correlation
    if (correlation.outcome === 'again') {
      const { namespace, name } = correlation.written
      const count = correlation.written.count + 1
      const patch = { count, message, lastTimestamp: timestamp(clock) }
      if (unless(['NotFound'], () => client.patch(events, namespace, name, patch)) !== undefined) {
        correlator.remember(key, { namespace, name, count })
        return
      }
    }
    const event = newEvent(clock, involvedObject, type, reason, message, { component, host })
    try {
      client.create(events, event)
    } catch (error) {
      // Events are told, not kept: a namespace that is being deleted takes none.
      if (reasonOf(error) === undefined) throw error
      return
    }
    const { namespace = 'default', name } = event.metadata
    correlator.remember(key, { namespace, name, count: 1 })
  }

  return {
    event(object, type, reason, message, fieldPath) {
      const involvedObject = referenceTo(object, fieldPath)
      const { kind, namespace, name, uid } = involvedObject
      const subject = [kind, namespace, name, uid].join('\u0000')
      const similar = [subject, fieldPath, type, reason].join('\u0000')
      write(involvedObject, type, reason, correlator.correlate({ subject, kind: similar, message }))
    }
  }
}

/** A reference to an object as events and endpoints carry it. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { name, namespace, uid, resourceVersion } = object.metadata
  return {
    kind: object.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(uid === undefined ? {} : { uid }),
    apiVersion: object.apiVersion,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(fieldPath === undefined ? {} : { fieldPath })
  }
}

let lastNanoseconds = 0n

/** The object's name and the time in hexadecimal nanoseconds, as client-go names its events; never the same twice. */
export function eventName(clock: Clock, objectName: string): string {
  const now = BigInt(Math.floor(clock.now())) * 1_000_000n
  lastNanoseconds = now > lastNanoseconds ? now : lastNanoseconds + 1n
  return `${objectName}.${lastNanoseconds.toString(16)}`
}

function newEvent(
  clock: Clock,
  involvedObject: ObjectReference,
  type: string,
  reason: string,
  message: string,
  source: { component: string; host: string | undefined }
): Event {
  const now = timestamp(clock)
  const host = source.host === undefined ? {} : { host: source.host }
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: eventName(clock, involvedObject.name ?? ''),
      namespace: involvedObject.namespace ?? 'default'
    },
    involvedObject,
    reason,
    message,
    source: { component: source.component, ...host },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: source.component,
    reportingInstance: source.host ?? ''
  }
}
