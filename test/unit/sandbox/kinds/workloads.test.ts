import { describe, expect, test } from 'vitest'
import type { GroupResource, KubeObject } from '../../../../src/sandbox/object.ts'
import { manifest, problems, testApi } from './api.ts'

const apps = (resource: string): GroupResource => ({ group: 'apps', resource })
const [deployments, replicaSets, statefulSets] = [apps('deployments'), apps('replicasets'), apps('statefulsets')]
const controllers = { group: '', resource: 'replicationcontrollers' }
const revisions = apps('controllerrevisions')
const podTemplates = { group: '', resource: 'podtemplates' }

const labels = { app: 'web' }
const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx' }] } }

function workload(kind: string, spec: Record<string, unknown> = {}): KubeObject {
  return manifest('apps/v1', kind, 'web', { spec: { selector: { matchLabels: labels }, template, ...spec } })
}

const controller = (spec: Record<string, unknown> = {}): KubeObject =>
  manifest('v1', 'ReplicationController', 'web', { spec: { template, ...spec } })

const refused = (resource: GroupResource, object: KubeObject): string =>
  problems(() => testApi().client.create(resource, object))

const mismatch =
  'spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`'
const negative = 'must be greater than or equal to 0'

describe('defaults of', () => {
  const { client } = testApi()

  test('a Deployment', () => {
    const { metadata, spec } = client.create(deployments, workload('Deployment'))
    expect(metadata.generation).toBe(1)
    expect(spec).toMatchObject({
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
      template: { spec: { dnsPolicy: 'ClusterFirst', containers: [{ imagePullPolicy: 'Always' }] } }
    })
    const recreate = {
      ...workload('Deployment', { strategy: { type: 'Recreate' } }),
      metadata: { name: 'r', namespace: 'default' }
    }
    expect(client.create(deployments, recreate).spec).toMatchObject({ strategy: { type: 'Recreate' } })
  })

  test('a ReplicaSet', () => {
    const { spec, status } = client.create(replicaSets, workload('ReplicaSet'))
    expect(spec).toMatchObject({ replicas: 1, template: { spec: { restartPolicy: 'Always' } } })
    expect(status).toEqual({ replicas: 0 })
  })

  test('a ReplicationController, whose labels and selector are those of its pods', () => {
    const { metadata, spec } = client.create(controllers, controller())
    expect(metadata).toMatchObject({ labels, generation: 1 })
    expect(spec).toMatchObject({ replicas: 1, selector: labels })
  })

  test('a StatefulSet', () => {
    const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }
    const { spec } = client.create(statefulSets, workload('StatefulSet', { volumeClaimTemplates: [claim] }))
    expect(spec).toMatchObject({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      podManagementPolicy: 'OrderedReady',
      replicas: 1,
      revisionHistoryLimit: 10,
      updateStrategy: { rollingUpdate: { maxUnavailable: 1, partition: 0 }, type: 'RollingUpdate' },
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' },
          status: { phase: 'Pending' }
        }
      ]
    })
  })
})

describe('a Deployment is refused with', () => {
  test.each([
    ['no selector', { selector: undefined }, `[spec.selector: Required value, ${mismatch}]`],
    [
      'an empty selector',
      { selector: {} },
      'spec.selector: Invalid value: {}: empty selector is invalid for deployment'
    ],
    ['a selector of other pods', { selector: { matchLabels: { app: 'x' } } }, mismatch],
    [
      'a selector that does not parse',
      { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
      `[spec.selector.matchExpressions[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn', spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector]`
    ],
    ['negative replicas', { replicas: -1 }, `spec.replicas: Invalid value: -1: ${negative}`],
    [
      'a rollout that can never go on',
      { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'
    ],
    [
      'limits of a rollout that does not roll',
      { strategy: { type: 'Recreate', rollingUpdate: {} } },
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"
    ],
    [
      'an unknown strategy',
      { strategy: { type: 'Fast' } },
      'spec.strategy: Unsupported value: {"Type":"Fast","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'
    ],
    [
      'a deadline before pods can be available',
      { minReadySeconds: 600 },
      'spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'
    ],
    [
      'pods that end',
      { template: { ...template, spec: { ...template.spec, restartPolicy: 'OnFailure' } } },
      'spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'
    ]
  ])('%s', (_what, spec, expected) => {
    expect(refused(deployments, workload('Deployment', spec))).toBe(expected)
  })
})

test('whoever writes the status of a Deployment changes none of its labels', () => {
  const { client } = testApi()
  const stored = client.create(deployments, {
    ...workload('Deployment'),
    metadata: { name: 'web', namespace: 'default', labels }
  })
  const status = { metadata: { labels: { app: 'x' } }, status: { readyReplicas: 1 } }
  expect(client.patch(deployments, 'default', 'web', status, 'status')).toMatchObject({
    metadata: { labels, generation: stored.metadata.generation },
    status: { readyReplicas: 1 }
  })
})

test('Deployments and ReplicaSets keep their selectors', () => {
  for (const [resource, kind] of [
    [deployments, 'Deployment'],
    [replicaSets, 'ReplicaSet']
  ] as const) {
    const { client } = testApi()
    client.create(resource, workload(kind))
    const both = { ...labels, tier: 'front' }
    const other = workload(kind, {
      selector: { matchLabels: both },
      template: { ...template, metadata: { labels: both } }
    })
    expect(problems(() => client.update(resource, other))).toBe(
      'spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"front"}}: field is immutable'
    )
  }
})

describe('a ReplicationController is refused with', () => {
  test.each([
    ['no template', { template: undefined, selector: labels }, 'spec.template: Required value'],
    ['pods without labels', { template: { spec: template.spec } }, 'spec.selector: Required value'],
    ['a selector of other pods', { selector: { app: 'x' } }, mismatch]
  ])('%s', (_what, spec, expected) => {
    expect(refused(controllers, controller(spec))).toBe(expected)
  })
})

describe('a StatefulSet is refused with', () => {
  test.each([
    [
      'an empty selector',
      { selector: {} },
      'spec.selector: Invalid value: {}: empty selector is invalid for statefulset'
    ],
    [
      'an unknown order',
      { podManagementPolicy: 'Any' },
      `spec.podManagementPolicy: Invalid value: "Any": must be 'OrderedReady' or 'Parallel'`
    ],
    [
      'a partition of nothing',
      { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
      `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`
    ],
    [
      'no pod unavailable',
      { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } } },
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0'
    ],
    ['a negative start', { ordinals: { start: -1 } }, `spec.ordinals.start: Invalid value: -1: ${negative}`],
    [
      'an unknown retention',
      { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Burn' } },
      'spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Burn": supported values: "Retain", "Delete"'
    ]
  ])('%s', (_what, spec, expected) => {
    expect(refused(statefulSets, workload('StatefulSet', spec))).toBe(expected)
  })

  test('a change of what must stay', () => {
    const { client } = testApi()
    client.create(statefulSets, workload('StatefulSet', { serviceName: 'web' }))
    client.update(statefulSets, workload('StatefulSet', { serviceName: 'web', replicas: 3, minReadySeconds: 1 }))
    expect(problems(() => client.update(statefulSets, workload('StatefulSet', { serviceName: 'other' })))).toBe(
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', " +
        "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
    )
  })
})

describe('a ControllerRevision', () => {
  const revision = (fields: Record<string, unknown>): KubeObject =>
    manifest('apps/v1', 'ControllerRevision', 'web-1', { revision: 1, ...fields })

  test('holds what it held', () => {
    const { client } = testApi()
    expect(refused(revisions, revision({ revision: -1 }))).toBe(
      `[data: Required value: data is mandatory, revision: Invalid value: -1: ${negative}]`
    )
    client.create(revisions, revision({ data: { a: 1 } }))
    expect(client.update(revisions, revision({ data: { a: 1 }, revision: 2 }))).toMatchObject({ revision: 2 })
    expect(problems(() => client.update(revisions, revision({ data: { a: 2 } })))).toBe(
      'data: Invalid value: {"a":2}: field is immutable'
    )
  })

  test('is shown with its controller', () => {
    const { client, row } = testApi()
    const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'web', uid: '1', controller: true }
    const owned = revision({ data: {} })
    client.create(revisions, { ...owned, metadata: { ...owned.metadata, ownerReferences: [owner] } })
    expect(row(revisions, 'default', 'web-1')).toEqual({
      Name: 'web-1',
      Controller: 'daemonset.apps/web',
      Revision: 1,
      Age: '0s'
    })
  })
})

test('a PodTemplate is defaulted, checked and shown', () => {
  const { client, row } = testApi()
  const podTemplate = (fields: object): KubeObject => manifest('v1', 'PodTemplate', 'web', { template: fields })
  expect(refused(podTemplates, podTemplate({}))).toBe('template.spec.containers: Required value')
  expect(client.create(podTemplates, podTemplate(template))).toMatchObject({
    template: { spec: { restartPolicy: 'Always' } }
  })
  expect(row(podTemplates, 'default', 'web')).toEqual({
    Name: 'web',
    Containers: 'main',
    Images: 'nginx',
    'Pod Labels': 'app=web'
  })
})

describe('the row of', () => {
  const wide = { Containers: 'main', Images: 'nginx', Selector: 'app=web' }
  test.each([
    [
      deployments,
      workload('Deployment', { replicas: 3 }),
      { replicas: 3, readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 },
      { Name: 'web', Ready: '2/3', 'Up-to-date': 1, Available: 2, Age: '0s', ...wide }
    ],
    [
      replicaSets,
      workload('ReplicaSet', { replicas: 3 }),
      { replicas: 2, readyReplicas: 1 },
      { Name: 'web', Desired: 3, Current: 2, Ready: 1, Age: '0s', ...wide }
    ],
    [
      controllers,
      controller({ replicas: 3 }),
      { replicas: 2, readyReplicas: 1 },
      { Name: 'web', Desired: 3, Current: 2, Ready: 1, Age: '0s', ...wide }
    ],
    [
      statefulSets,
      workload('StatefulSet', { replicas: 3 }),
      { replicas: 2, readyReplicas: 1 },
      { Name: 'web', Ready: '1/3', Age: '0s', Containers: 'main', Images: 'nginx' }
    ]
  ])('$resource', (resource, object, status, expected) => {
    const { client, row } = testApi()
    client.updateStatus(resource, { ...client.create(resource, object), status })
    expect(row(resource, 'default', 'web')).toEqual(expected)
  })
})
