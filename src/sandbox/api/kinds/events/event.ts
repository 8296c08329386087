import type { Event } from 'kubernetes-types/core/v1.js'
import { nameOf } from '../../tables/cells.ts'
import { age } from '../../tables/duration.ts'
import { invalid, required, type FieldError } from '../../validation/field.ts'
import { pathSegment, qualifiedName } from '../../validation/names.ts'
import { defineKind, type Cell, type Column, type KindContext } from '../kind.ts'

/** pkg/registry/core/event/strategy.go (v1.35). */
export const eventKind = defineKind<Event>({
  resource: { group: '', resource: 'events' },
  nameCheck: pathSegment,
  allowCreateOnUpdate: true,
  defaults(event) {
    // The type says that it is there, but a manifest may leave it out.
    ;(event as Partial<Event>).involvedObject ??= {}
  },
  validate: eventErrors,
  selectableFields: {
    'involvedObject.kind': event => event.involvedObject.kind ?? '',
    'involvedObject.namespace': event => event.involvedObject.namespace ?? '',
    'involvedObject.name': event => event.involvedObject.name ?? '',
    'involvedObject.uid': event => event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': event => event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': event => event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': event => event.involvedObject.fieldPath ?? '',
    reason: event => event.reason ?? '',
    reportingComponent: event => event.reportingComponent ?? '',
    source: event => event.source?.component || (event.reportingComponent ?? ''),
    type: event => event.type ?? ''
  },
  columns: eventColumns(),
  cells: eventCells
})

export function eventColumns(): Column[] {
  return [
    { name: 'Last Seen' },
    { name: 'Type' },
    { name: 'Reason' },
    { name: 'Object' },
    { name: 'Subobject', priority: 1 },
    { name: 'Source', priority: 1 },
    { name: 'Message' },
    { name: 'First Seen', priority: 1 },
    { name: 'Count', priority: 1 },
    { name: 'Name', priority: 1, format: 'name' }
  ]
}

export function eventCells(event: Event, { clock }: KindContext): Cell[] {
  const since = (time: unknown): string => age(time as string | undefined, clock.now())
  const { involvedObject, series, source } = event
  const first = since(event.firstTimestamp ?? event.eventTime)
  const last = series ? since(series.lastObservedTime) : event.lastTimestamp ? since(event.lastTimestamp) : first
  // The first event of a series is not counted in it.
  const count = series ? (series.count ?? 0) + 1 : event.count || 1
  const kind = (involvedObject.kind ?? '').toLowerCase()
  const host = source?.host || event.reportingInstance
  const component = source?.component || (event.reportingComponent ?? '')
  return [
    last,
    event.type ?? '',
    event.reason ?? '',
    involvedObject.name ? `${kind}/${involvedObject.name}` : kind,
    involvedObject.fieldPath ?? '',
    host ? `${component}, ${host}` : component,
    (event.message ?? '').trim(),
    first,
    count,
    nameOf(event)
  ]
}

/** What every event must fulfil, in whichever group it came: legacyValidateEvent of pkg/apis/core/validation/events.go. */
export function eventErrors(event: Event): FieldError[] {
  const { involvedObject, reportingComponent = '', reportingInstance = '', action = '', reason = '' } = event
  const namespace = event.metadata.namespace ?? ''
  const wrongNamespace = invalid(
    'involvedObject.namespace',
    involvedObject.namespace ?? '',
    'does not match event.namespace'
  )
  if (!event.eventTime) {
    const matches = involvedObject.namespace
      ? namespace === involvedObject.namespace
      : ['', 'default'].includes(namespace)
    return matches ? [] : [wrongNamespace]
  }
  const errors: FieldError[] = []
  if (!involvedObject.namespace && namespace !== 'default' && namespace !== 'kube-system') errors.push(wrongNamespace)
  if (reportingComponent === '') errors.push(required('reportingController'))
  for (const problem of qualifiedName(reportingComponent))
    errors.push(invalid('reportingController', reportingComponent, problem))
  const texts = [
    ['reportingInstance', reportingInstance, 128],
    ['action', action, 128],
    ['reason', reason, 128]
  ] as const
  for (const [field, text, most] of texts) {
    if (text === '') errors.push(required(field))
    if (text.length > most) errors.push(invalid(field, '', `can have at most ${most} characters`))
  }
  if ((event.message ?? '').length > 1024) errors.push(invalid('message', '', 'can have at most 1024 characters'))
  return errors
}
