import type { Event as CoreEvent } from 'kubernetes-types/core/v1.js'
import type { Event } from 'kubernetes-types/events/v1.js'
import type { KubeObject } from '../../../object.ts'
import { equalJson } from '../../json.ts'
import { invalid, required, type FieldError } from '../../validation/field.ts'
import { defineKind } from '../kind.ts'
import { asCoreEvent, asNewEvent } from './conversion.ts'
import { eventCells, eventColumns, eventErrors } from './event.ts'

const core = (event: Event): CoreEvent => asCoreEvent(event as unknown as KubeObject) as unknown as CoreEvent

/** Events of events.k8s.io/v1: the same objects as those of core/v1, under stricter rules (pkg/apis/core/validation/events.go). */
export const newEventKind = defineKind<Event>({
  resource: { group: 'events.k8s.io', resource: 'events' },
  stored: { as: { group: '', resource: 'events' }, toStored: asCoreEvent, fromStored: asNewEvent },
  allowCreateOnUpdate: true,
  validateCreate: event => [...seriesErrors(event), ...strictErrors(event)],
  validate: event => eventErrors(core(event)),
  validateUpdate: (event, old) => [
    ...(equalJson(event.series, old.series) ? [] : seriesErrors(event)),
    ...changeErrors(core(event), core(old))
  ],
  selectableFields: {
    'regarding.kind': event => event.regarding?.kind ?? '',
    'regarding.namespace': event => event.regarding?.namespace ?? '',
    'regarding.name': event => event.regarding?.name ?? '',
    'regarding.uid': event => event.regarding?.uid ?? '',
    'regarding.apiVersion': event => event.regarding?.apiVersion ?? '',
    'regarding.resourceVersion': event => event.regarding?.resourceVersion ?? '',
    'regarding.fieldPath': event => event.regarding?.fieldPath ?? '',
    reason: event => event.reason ?? '',
    reportingController: event => event.reportingController ?? '',
    type: event => event.type ?? ''
  },
  columns: eventColumns(),
  cells: (event, context) => eventCells(core(event), context)
})

function seriesErrors({ series }: Event): FieldError[] {
  if (!series) return []
  const { count = 0, lastObservedTime } = series as Partial<typeof series>
  return [
    ...(count < 2 ? [invalid('series.count', '', 'should be at least 2')] : []),
    ...(lastObservedTime ? [] : [required('series.lastObservedTime')])
  ]
}

function strictErrors(event: Event): FieldError[] {
  const errors: FieldError[] = []
  if (!(event as Partial<Event>).eventTime) errors.push(required('eventTime'))
  const { type = '', deprecatedSource } = event
  if (type !== 'Normal' && type !== 'Warning') errors.push(invalid('type', '', `has invalid value: ${type}`))
  const deprecated = [
    ['firstTimestamp', event.deprecatedFirstTimestamp],
    ['lastTimestamp', event.deprecatedLastTimestamp],
    ['count', event.deprecatedCount],
    ['source', deprecatedSource?.component || deprecatedSource?.host]
  ] as const
  for (const [field, value] of deprecated) if (value) errors.push(invalid(field, '', 'needs to be unset'))
  return errors
}

const fixed = [
  'involvedObject',
  'reason',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'type',
  'eventTime',
  'action',
  'related',
  'reportingComponent',
  'reportingInstance'
] as const

/**
 * Of an event that was told, only the series, the note and the metadata may change. That a note may change is older
 * behaviour of Kubernetes, which its end-to-end suite of 1.20 relies on.
 */
function changeErrors(event: CoreEvent, old: CoreEvent): FieldError[] {
  return fixed
    .filter(field => !equalJson(event[field], old[field]))
    .map(field =>
      invalid(field === 'reportingComponent' ? 'reportingController' : field, event[field], 'field is immutable')
    )
}
