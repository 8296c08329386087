import { describe, expect, test } from 'vitest'
import { selectionOf } from '../../../../src/sandbox/api/selection.ts'
import { manifest, refusal, testApi } from './api.ts'

const core = { group: '', resource: 'events' }
const newer = { group: 'events.k8s.io', resource: 'events' }
const involvedObject = { kind: 'Pod', namespace: 'default', name: 'web', fieldPath: 'spec.containers{main}' }
const old = (fields: object = {}) =>
  manifest('v1', 'Event', 'web.1', {
    involvedObject,
    reason: 'Started',
    message: ' Started container ',
    source: { component: 'kubelet', host: 'node1' },
    firstTimestamp: '2024-05-06T07:08:09Z',
    lastTimestamp: '2024-05-06T07:08:19Z',
    count: 3,
    type: 'Normal',
    ...fields
  })
const fresh = (fields: object = {}) =>
  manifest('events.k8s.io/v1', 'Event', 'web.2', {
    regarding: involvedObject,
    reason: 'Started',
    note: 'Started container',
    eventTime: '2024-05-06T07:08:09.000000Z',
    reportingController: 'example.com/kubelet',
    reportingInstance: 'node1',
    action: 'Start',
    type: 'Normal',
    ...fields
  })

describe('an event', () => {
  test('is one object in both groups', () => {
    const { client } = testApi()
    client.create(core, old())
    client.create(newer, fresh())
    expect(client.get(newer, 'default', 'web.1')).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      regarding: involvedObject,
      note: ' Started container ',
      deprecatedSource: { component: 'kubelet', host: 'node1' },
      deprecatedFirstTimestamp: '2024-05-06T07:08:09Z',
      deprecatedLastTimestamp: '2024-05-06T07:08:19Z',
      deprecatedCount: 3
    })
    const { metadata: _, ...converted } = client.get(core, 'default', 'web.2')!
    expect(converted).toEqual({
      apiVersion: 'v1',
      kind: 'Event',
      involvedObject,
      reason: 'Started',
      message: 'Started container',
      eventTime: '2024-05-06T07:08:09.000000Z',
      reportingComponent: 'example.com/kubelet',
      reportingInstance: 'node1',
      action: 'Start',
      type: 'Normal'
    })
    client.delete(core, 'default', 'web.2')
    expect(client.list(newer).map(({ metadata }) => metadata.name)).toEqual(['web.1'])
  })

  test.each([core, newer])('has the same row in $group', resource => {
    const { client, row, pass } = testApi()
    client.create(core, old())
    pass(70)
    expect(row(resource, 'default', 'web.1')).toEqual({
      'Last Seen': '60s',
      Type: 'Normal',
      Reason: 'Started',
      Object: 'pod/web',
      Subobject: 'spec.containers{main}',
      Source: 'kubelet, node1',
      Message: 'Started container',
      'First Seen': '70s',
      Count: 3,
      Name: 'web.1'
    })
  })

  test('counts the first of a series with it', () => {
    const { client, row } = testApi()
    client.create(newer, fresh({ series: { count: 4, lastObservedTime: '2024-05-06T07:08:09.000000Z' } }))
    expect(row(newer, 'default', 'web.2')).toMatchObject({ Count: 5, Source: 'example.com/kubelet, node1' })
  })

  test.each([
    [core, 'involvedObject.name=web', true],
    [core, 'involvedObject.name=other', false],
    [core, 'involvedObject.kind=Pod,involvedObject.namespace=default,reason=Started,type=Normal,source=kubelet', true],
    [core, 'type!=Warning', true],
    [newer, 'regarding.name=web,reportingController=', true]
  ])('of %j is selected by %s: %s', (resource, selector, wanted) => {
    const { client, info } = testApi()
    client.create(core, old())
    const object = client.get(resource, 'default', 'web.1')!
    expect(selectionOf(info(resource), null, selector).matches(object)).toBe(wanted)
  })

  test.each([
    [
      core,
      old({ involvedObject: { ...involvedObject, namespace: 'other' } }),
      'involvedObject.namespace: Invalid value: "other": does not match event.namespace'
    ],
    [newer, fresh({ eventTime: null }), 'eventTime: Required value'],
    [newer, fresh({ type: 'Foo' }), 'type: Invalid value: "": has invalid value: Foo'],
    [newer, fresh({ deprecatedCount: 2 }), 'count: Invalid value: "": needs to be unset'],
    [newer, fresh({ action: '' }), 'action: Required value'],
    [
      newer,
      fresh({ series: { count: 1, lastObservedTime: '2024-05-06T07:08:09.000000Z' } }),
      'series.count: Invalid value: "": should be at least 2'
    ]
  ])('is refused', (resource, object, message) => {
    const { client } = testApi()
    expect(refusal(() => client.create(resource, object))).toContain(message)
  })

  test('may not be told otherwise afterwards', () => {
    const { client } = testApi()
    const stored = client.create(newer, fresh())
    expect(refusal(() => client.update(newer, { ...stored, reason: 'Other' }))).toContain(
      'reason: Invalid value: "Other": field is immutable'
    )
    expect(client.patch(newer, 'default', 'web.2', { note: 'other' }).note).toBe('other')
    const series = { count: 2, lastObservedTime: '2024-05-06T07:08:19.000000Z' }
    expect(client.patch(newer, 'default', 'web.2', { series }).series).toEqual(series)
  })
})
