import { expect, test } from 'vitest'
import { examples } from './examples.ts'
import { manifest, refusal, testApi } from './api.ts'

/** The resource by its group and name, what of the example is changed, and the words of the refusal. */
type Refused = readonly [key: string, change: Record<string, unknown>, words: string]

function objectOf(key: string, change: Record<string, unknown>) {
  const api = testApi()
  const [group = '', resource = ''] = key.split('/')
  const info = api.info({ group, resource })
  const apiVersion = group === '' ? info.version : `${group}/${info.version}`
  const { metadata = {}, ...fields } = change as { metadata?: object }
  const namespace = info.namespaced ? { namespace: 'default' } : {}
  const example = examples[key] ?? {}
  const object = manifest(apiVersion, info.kind, 'web', { ...example, ...fields }, { ...namespace, ...metadata })
  return { ...api, resource: { group, resource }, object }
}

const hard = (amounts: Record<string, string>, rest: object = {}) => ({ spec: { hard: amounts, ...rest } })
const limit = (item: object) => ({ spec: { limits: [item] } })
const claim = (spec: object) => ({
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec }
})
const volume = (spec: object) => ({
  spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' }, ...spec }
})
const path = (each: object) => ({ spec: { rules: [{ http: { paths: [each] } }] } })
const backend = { service: { name: 'web', port: { number: 80 } } }
const budget = (spec: object) => ({ spec })
const scaler = (spec: object) => ({
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 3, ...spec }
})
const metric = (target: object) => ({ metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] })
const rbac = 'rbac.authorization.k8s.io'

const refused: Refused[] = [
  ['/secrets', { data: { 'a b': '' } }, 'data[a b]: Invalid value: "a b": a valid config key must consist of'],
  ['/secrets', { type: 'kubernetes.io/tls' }, '[data[tls.crt]: Required value, data[tls.key]: Required value]'],
  ['/secrets', { type: 'kubernetes.io/dockerconfigjson' }, 'data[.dockerconfigjson]: Required value'],
  [
    '/secrets',
    { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': 'e3s=' } },
    'data[.dockercfg]: Invalid value: "<secret contents redacted>": '
  ],
  [
    '/secrets',
    { type: 'kubernetes.io/basic-auth' },
    '[data[username]: Required value, data[password]: Required value]'
  ],
  ['/secrets', { type: 'kubernetes.io/ssh-auth' }, 'data[ssh-privatekey]: Required value'],
  [
    '/secrets',
    { type: 'kubernetes.io/service-account-token' },
    'metadata.annotations[kubernetes.io/service-account.name]: Required value'
  ],
  [
    '/configmaps',
    { data: { a: '1' }, binaryData: { a: 'MQ==' } },
    'data[a]: Invalid value: "a": duplicate of key present in binaryData'
  ],
  ['/configmaps', { data: { a: 'x'.repeat(1024 * 1024 + 1) } }, 'Too long: may not be more than 1048576 bytes'],
  [
    '/resourcequotas',
    hard({ foo: '1' }),
    '[spec.hard[foo]: Invalid value: "foo": must be a standard resource type or fully qualified, spec.hard[foo]: Invalid value: "foo": must be a standard resource for quota]'
  ],
  ['/resourcequotas', hard({ pods: '-1' }), 'spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0'],
  ['/resourcequotas', hard({ pods: '500m' }), 'spec.hard[pods]: Invalid value: "500m": must be an integer'],
  [
    '/resourcequotas',
    hard({ pods: '1' }, { scopes: ['Foo'] }),
    'spec.scopes: Invalid value: ["Foo"]: unsupported scope'
  ],
  [
    '/resourcequotas',
    hard({ cpu: '1' }, { scopes: ['BestEffort'] }),
    'spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource'
  ],
  [
    '/resourcequotas',
    hard({ pods: '1' }, { scopes: ['Terminating', 'NotTerminating'] }),
    'spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes'
  ],
  [
    '/limitranges',
    limit({ type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } }),
    'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1'
  ],
  [
    '/limitranges',
    limit({ type: 'Pod', default: { cpu: '1' } }),
    "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"
  ],
  [
    '/limitranges',
    limit({ type: 'PersistentVolumeClaim' }),
    'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided'
  ],
  ['/limitranges', limit({ type: 'Foo' }), 'spec.limits[0].type: Invalid value: "Foo": must be a standard limit type'],
  ['/persistentvolumes', volume({ accessModes: [] }), 'spec.accessModes: Required value'],
  ['/persistentvolumes', volume({ hostPath: undefined }), 'spec: Required value: must specify a volume type'],
  [
    '/persistentvolumes',
    volume({ nfs: { path: '/', server: 'nfs' } }),
    'spec.nfs: Forbidden: may not specify more than 1 volume type'
  ],
  ['/persistentvolumes', volume({ capacity: {} }), 'spec.capacity: Required value'],
  [
    '/persistentvolumes',
    volume({ persistentVolumeReclaimPolicy: 'Foo' }),
    'spec.persistentVolumeReclaimPolicy: Unsupported value: "Foo": supported values: "Delete", "Recycle", "Retain"'
  ],
  [
    '/persistentvolumeclaims',
    claim({ accessModes: [] }),
    'spec.accessModes: Required value: at least 1 access mode is required'
  ],
  ['/persistentvolumeclaims', claim({ resources: {} }), 'spec.resources[storage]: Required value'],
  [
    '/persistentvolumeclaims',
    claim({ resources: { requests: { storage: '0' } } }),
    'spec.resources[storage]: Invalid value: "0": must be greater than zero'
  ],
  ['storage.k8s.io/storageclasses', { provisioner: '' }, 'provisioner: Required value'],
  [
    'storage.k8s.io/storageclasses',
    { reclaimPolicy: 'Recycle' },
    'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"'
  ],
  [
    'coordination.k8s.io/leases',
    { spec: { leaseDurationSeconds: 0 } },
    'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0'
  ],
  [
    'networking.k8s.io/ingresses',
    { spec: {} },
    'spec: Invalid value: []: either `defaultBackend` or `rules` must be specified'
  ],
  [
    'networking.k8s.io/ingresses',
    path({ path: '/', backend }),
    'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified'
  ],
  [
    'networking.k8s.io/ingresses',
    path({ path: 'a', pathType: 'Prefix', backend }),
    'spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path'
  ],
  [
    'networking.k8s.io/ingresses',
    path({ path: '/', pathType: 'Prefix', backend: { service: { name: 'web' } } }),
    'spec.rules[0].http.paths[0].backend: Required value: port name or number is required'
  ],
  [
    'networking.k8s.io/ingresses',
    { spec: { rules: [{ host: '10.0.0.1' }] } },
    'spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address'
  ],
  [
    'networking.k8s.io/ingressclasses',
    { spec: { controller: 'foo' } },
    'spec.controller: Invalid value: "foo": must be a domain-prefixed path (such as "acme.io/foo")'
  ],
  [
    'networking.k8s.io/networkpolicies',
    { spec: { podSelector: {}, ingress: [{ from: [{}] }] } },
    'spec.ingress[0].from[0]: Required value: must specify a peer'
  ],
  [
    'networking.k8s.io/networkpolicies',
    { spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] } },
    'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`'
  ],
  [
    'policy/poddisruptionbudgets',
    budget({ minAvailable: 1, maxUnavailable: 1 }),
    'spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set'
  ],
  [
    'policy/poddisruptionbudgets',
    budget({ minAvailable: '120%' }),
    'spec.minAvailable: Invalid value: "120%": must not be greater than 100%'
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    scaler({ maxReplicas: 0 }),
    '[spec.maxReplicas: Invalid value: 0: must be greater than 0, spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`]'
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    scaler({ scaleTargetRef: {} }),
    '[spec.scaleTargetRef.kind: Required value, spec.scaleTargetRef.name: Required value]'
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    scaler(metric({ type: 'Utilization' })),
    'spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization'
  ],
  [
    'scheduling.k8s.io/priorityclasses',
    { value: 1_000_000_001 },
    'value: Forbidden: maximum allowed value of a user defined priority is 1000000000'
  ],
  [
    'scheduling.k8s.io/priorityclasses',
    { metadata: { name: 'system-mine' } },
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class"
  ],
  ['node.k8s.io/runtimeclasses', { handler: 'A' }, 'handler: Invalid value: "A": a lowercase RFC 1123 label must'],
  [
    `${rbac}/roles`,
    { rules: [{ apiGroups: [''], resources: ['pods'] }] },
    'rules[0].verbs: Required value: verbs must'
  ],
  [
    `${rbac}/roles`,
    { rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }] },
    'rules[0].nonResourceURLs: Invalid value: ["/healthz"]: namespaced rules cannot apply to non-resource URLs'
  ],
  [
    `${rbac}/clusterrolebindings`,
    { roleRef: { kind: 'Role', name: 'a' } },
    'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'
  ],
  [
    `${rbac}/rolebindings`,
    { subjects: [{ kind: 'Foo', name: 'a' }] },
    'subjects[0].kind: Unsupported value: "Foo": supported values: "ServiceAccount", "User", "Group"'
  ],
  [
    'certificates.k8s.io/certificatesigningrequests',
    { spec: { request: 'YQ==', signerName: 'example.com/signer', usages: ['any'] } },
    'spec.request: Invalid value: "YQ==": PEM block type must be CERTIFICATE REQUEST'
  ],
  [
    'admissionregistration.k8s.io/validatingwebhookconfigurations',
    { webhooks: [{ name: 'a.example.com', clientConfig: { url: 'https://a' }, admissionReviewVersions: ['v1'] }] },
    'webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun'
  ],
  [
    'admissionregistration.k8s.io/validatingadmissionpolicies',
    { spec: { validations: [{ expression: 'true' }] } },
    'spec.matchConstraints: Required value'
  ],
  ['networking.k8s.io/servicecidrs', { spec: {} }, 'spec.cidrs: Required value: at least one CIDR required'],
  [
    'storage.k8s.io/volumeattachments',
    { spec: { attacher: 'a', nodeName: 'node1', source: {} } },
    'spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName'
  ]
]

test.each(refused)('%s with %j is refused', (key, change, words) => {
  const { client, resource, object } = objectOf(key, change)
  expect(refusal(() => client.create(resource, object))).toContain(words)
})

/** What is changed of an object that is stored, and the words of the refusal. */
const fixed: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>, string])[] = [
  [
    '/secrets',
    {},
    { type: 'kubernetes.io/tls' },
    '[type: Invalid value: "kubernetes.io/tls": field is immutable, data[tls.crt]: Required value, data[tls.key]: Required value]'
  ],
  [
    '/secrets',
    { immutable: true, data: { a: 'MQ==' } },
    { data: { a: 'Mg==' } },
    'data: Forbidden: field is immutable when `immutable` is set'
  ],
  [
    '/configmaps',
    { immutable: true },
    { immutable: false },
    'immutable: Forbidden: field is immutable when `immutable` is set'
  ],
  [
    '/resourcequotas',
    {},
    { spec: { hard: { pods: '1' }, scopes: ['BestEffort'] } },
    'spec.scopes: Invalid value: ["BestEffort"]: field is immutable'
  ],
  [
    '/persistentvolumeclaims',
    {},
    claim({ accessModes: ['ReadWriteMany'] }),
    'spec: Forbidden: spec is immutable after creation except resources.requests'
  ],
  [
    '/persistentvolumes',
    {},
    volume({ hostPath: { path: '/other' } }),
    'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation'
  ],
  [
    'storage.k8s.io/storageclasses',
    {},
    { provisioner: 'example.com/other' },
    'provisioner: Forbidden: updates to provisioner are forbidden.'
  ],
  [
    `${rbac}/rolebindings`,
    {},
    { roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' } },
    'roleRef: Invalid value: {"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"edit"}: cannot change roleRef'
  ],
  ['scheduling.k8s.io/priorityclasses', {}, { value: 11 }, 'value: Forbidden: may not be changed in an update.'],
  ['node.k8s.io/runtimeclasses', {}, { handler: 'other' }, 'handler: Invalid value: "other": field is immutable'],
  [
    'networking.k8s.io/ingressclasses',
    {},
    { spec: { controller: 'example.com/other' } },
    'spec.controller: Invalid value: "example.com/other": field is immutable'
  ]
]

test.each(fixed)('%s with %j may not become %j', (key, first, change, words) => {
  const { client, resource, object } = objectOf(key, first)
  const stored = client.create(resource, object)
  expect(refusal(() => client.update(resource, { ...stored, ...change }))).toContain(words)
})
