import { expect, test } from 'vitest'
import { examples } from './examples.ts'
import { manifest, testApi } from './api.ts'

const rbac = 'rbac.authorization.k8s.io'
const Age = '0s'

/** The resource by its group and name, what of the example is changed, and the cells of its row. */
const rows: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>])[] = [
  ['/secrets', { stringData: { a: '1', b: '2' } }, { Name: 'web', Type: 'Opaque', Data: 2, Age }],
  ['/configmaps', { data: { a: '1' }, binaryData: { b: 'MQ==' } }, { Name: 'web', Data: 2, Age }],
  ['/serviceaccounts', { secrets: [{ name: 'a' }] }, { Name: 'web', Secrets: 1, Age }],
  ['/limitranges', {}, { Name: 'web', 'Created At': '2024-05-06T07:08:09Z' }],
  ['/resourcequotas', {}, { Name: 'web', Request: '', Limit: '', Age }],
  [
    '/persistentvolumes',
    {},
    {
      Name: 'web',
      Capacity: '1Gi',
      'Access Modes': 'RWO',
      'Reclaim Policy': 'Retain',
      Status: 'Pending',
      Claim: '',
      StorageClass: '',
      VolumeAttributesClass: '<unset>',
      Reason: '',
      Age,
      VolumeMode: 'Filesystem'
    }
  ],
  [
    '/persistentvolumeclaims',
    {},
    {
      Name: 'web',
      Status: 'Pending',
      Volume: '',
      Capacity: '',
      'Access Modes': '',
      StorageClass: '',
      VolumeAttributesClass: '<unset>',
      Age,
      VolumeMode: 'Filesystem'
    }
  ],
  [
    'storage.k8s.io/storageclasses',
    { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } },
    {
      Name: 'web (default)',
      Provisioner: 'example.com/disks',
      ReclaimPolicy: 'Delete',
      VolumeBindingMode: 'Immediate',
      AllowVolumeExpansion: false,
      Age
    }
  ],
  ['storage.k8s.io/csinodes', {}, { Name: 'web', Drivers: 1, Age }],
  [
    'storage.k8s.io/csidrivers',
    {},
    {
      Name: 'web',
      AttachRequired: true,
      PodInfoOnMount: false,
      StorageCapacity: false,
      TokenRequests: '<unset>',
      RequiresRepublish: false,
      Modes: 'Persistent',
      Age
    }
  ],
  ['coordination.k8s.io/leases', { spec: { holderIdentity: 'me' } }, { Name: 'web', Holder: 'me', Age }],
  [
    'networking.k8s.io/ingresses',
    { spec: { rules: ['a.com', 'b.com', 'c.com', 'd.com'].map(host => ({ host })), tls: [{}] } },
    { Name: 'web', Class: '<none>', Hosts: 'a.com,b.com,c.com + 1 more...', Address: '', Ports: '80, 443', Age }
  ],
  ['networking.k8s.io/ingresses', {}, { Hosts: '*', Ports: '80' }],
  ['networking.k8s.io/ingressclasses', {}, { Controller: 'example.com/ingress', Parameters: '<none>' }],
  [
    'networking.k8s.io/networkpolicies',
    { spec: { podSelector: { matchLabels: { b: '2', a: '1' } } } },
    { 'Pod-Selector': 'a=1,b=2' }
  ],
  ['networking.k8s.io/networkpolicies', {}, { 'Pod-Selector': '<none>' }],
  [
    'policy/poddisruptionbudgets',
    {},
    { Name: 'web', 'Min Available': '1', 'Max Unavailable': 'N/A', 'Allowed Disruptions': 0, Age }
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    {},
    {
      Name: 'web',
      Reference: 'Deployment/web',
      Targets: 'cpu: <unknown>/50%',
      MinPods: '1',
      MaxPods: 3,
      Replicas: 0,
      Age
    }
  ],
  [
    'scheduling.k8s.io/priorityclasses',
    {},
    { Name: 'web', Value: 10, 'Global-Default': false, Age, PreemptionPolicy: 'PreemptLowerPriority' }
  ],
  ['node.k8s.io/runtimeclasses', {}, { Name: 'web', Handler: 'runc', Age }],
  [`${rbac}/roles`, {}, { Name: 'web', 'Created At': '2024-05-06T07:08:09Z' }],
  [
    `${rbac}/rolebindings`,
    {
      subjects: [
        { kind: 'User', name: 'jane' },
        { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' }
      ]
    },
    { Name: 'web', Role: 'ClusterRole/view', Age, Users: 'jane', Groups: '', ServiceAccounts: 'ci/bot' }
  ],
  [
    'certificates.k8s.io/certificatesigningrequests',
    {},
    {
      Name: 'web',
      Age,
      SignerName: 'example.com/signer',
      Requestor: 'kubernetes-admin',
      RequestedDuration: '<none>',
      Condition: 'Pending'
    }
  ],
  ['admissionregistration.k8s.io/mutatingwebhookconfigurations', {}, { Name: 'web', Webhooks: 1, Age }],
  [
    'admissionregistration.k8s.io/validatingadmissionpolicies',
    {},
    { Name: 'web', Validations: 1, ParamKind: '<unset>', Age }
  ],
  ['networking.k8s.io/servicecidrs', {}, { Name: 'web', CIDRs: '10.112.0.0/16', Age }]
]

test.each(rows)('%s with %j is shown as %j', (key, change, cells) => {
  const { client, info, row } = testApi()
  const [group = '', resource = ''] = key.split('/')
  const { kind, version, namespaced } = info({ group, resource })
  const { metadata = {}, ...fields } = change as { metadata?: object }
  const namespace = namespaced ? { namespace: 'default' } : {}
  const apiVersion = group === '' ? version : `${group}/${version}`
  const object = manifest(apiVersion, kind, 'web', { ...examples[key], ...fields }, { ...namespace, ...metadata })
  client.create({ group, resource }, object)
  expect(row({ group, resource }, namespaced ? 'default' : undefined, 'web')).toMatchObject(cells)
})
