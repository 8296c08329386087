import type { KubeObject } from '../../../object.ts'

/** Fields that the two forms of an event name differently: core/v1 first, then events.k8s.io/v1. */
const names = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController']
] as const

const toNew = new Map<string, string>(names)
const toCore = new Map<string, string>(names.map(([core, other]) => [other, core]))

/** An event of core/v1 as events.k8s.io/v1 has it (pkg/apis/events/v1/conversion.go). */
export function asNewEvent(event: KubeObject): KubeObject {
  return { ...renamed(event, toNew), apiVersion: 'events.k8s.io/v1' }
}

/** An event of events.k8s.io/v1 as core/v1 has it, which is how events are stored. */
export function asCoreEvent(event: KubeObject): KubeObject {
  return { involvedObject: {}, ...renamed(event, toCore), apiVersion: 'v1' }
}

function renamed(event: KubeObject, to: ReadonlyMap<string, string>): KubeObject {
  const fields = Object.entries(event).map(([name, value]) => [to.get(name) ?? name, value])
  return Object.fromEntries(fields) as KubeObject
}
