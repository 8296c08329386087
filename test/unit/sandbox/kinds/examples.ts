const selector = { matchLabels: { app: 'web' } }
const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] }
}
const jobTemplate = { spec: { containers: template.spec.containers, restartPolicy: 'Never' } }
const matchConstraints = {
  resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }]
}
const webhook = {
  name: 'a.example.com',
  clientConfig: { url: 'https://example.com' },
  sideEffects: 'None',
  admissionReviewVersions: ['v1']
}
const metric = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } }
}
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }
/** A signing request for CN=web: PEM in base64. */
export const signingRequest = Buffer.from(
  `-----BEGIN CERTIFICATE REQUEST-----
MIHIMHACAQAwDjEMMAoGA1UEAwwDd2ViMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAE5jxEyVXz8PcC5hoPp67Zv34Dg4wdCMxZ0Fs27KQp/8LEIC0VhybqQMXxcYEy
9L8RKMkfRkCXlHSAo9EX2M9rnaAAMAoGCCqGSM49BAMCA0gAMEUCIFJTqozj0yO0
1thwHHkFnVix8q5AisyzTjs7khPMREQRAiEAkka0T4psS62CDvvaYps+y9K/5949
Vms3hjuOLl0key8=
-----END CERTIFICATE REQUEST-----
`
).toString('base64')

/** What an object of a kind needs to be taken, besides its metadata; kinds that are not here need nothing. */
export const examples: Readonly<Record<string, Record<string, unknown>>> = {
  '/endpoints': { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] },
  '/events': { involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' }, reason: 'Started', type: 'Normal' },
  '/limitranges': { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } },
  '/persistentvolumeclaims': {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
  },
  '/persistentvolumes': {
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } }
  },
  '/pods': { spec: template.spec },
  '/podtemplates': { template },
  '/replicationcontrollers': { spec: { selector: { app: 'web' }, template } },
  '/resourcequotas': { spec: { hard: { pods: '2' } } },
  '/services': { spec: { ports: [{ port: 80 }] } },
  'apps/controllerrevisions': { revision: 1, data: { spec: {} } },
  'apps/daemonsets': { spec: { selector, template } },
  'apps/deployments': { spec: { selector, template } },
  'apps/replicasets': { spec: { selector, template } },
  'apps/statefulsets': { spec: { selector, template, serviceName: 'web' } },
  'batch/cronjobs': { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: jobTemplate } } } },
  'batch/jobs': { spec: { template: jobTemplate } },
  'events.k8s.io/events': {
    regarding: { kind: 'Pod', namespace: 'default', name: 'web' },
    eventTime: '2024-05-06T07:08:09.000000Z',
    reportingController: 'example.com/kubelet',
    reportingInstance: 'node1',
    action: 'Start',
    reason: 'Started',
    type: 'Normal'
  },
  'autoscaling/horizontalpodautoscalers': { spec: { scaleTargetRef, maxReplicas: 3, metrics: [metric] } },
  'certificates.k8s.io/certificatesigningrequests': {
    spec: { request: signingRequest, signerName: 'example.com/signer', usages: ['client auth'] }
  },
  'networking.k8s.io/ingressclasses': { spec: { controller: 'example.com/ingress' } },
  'networking.k8s.io/ingresses': { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } },
  'networking.k8s.io/ipaddresses': {
    spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } }
  },
  'networking.k8s.io/networkpolicies': { spec: { podSelector: {} } },
  'networking.k8s.io/servicecidrs': { spec: { cidrs: ['10.112.0.0/16'] } },
  'policy/poddisruptionbudgets': { spec: { minAvailable: 1, selector } },
  'rbac.authorization.k8s.io/rolebindings': { roleRef, subjects: [{ kind: 'User', name: 'jane' }] },
  'rbac.authorization.k8s.io/clusterrolebindings': { roleRef },
  'rbac.authorization.k8s.io/roles': { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  'storage.k8s.io/csinodes': { spec: { drivers: [{ name: 'csi.example.com', nodeID: 'node1' }] } },
  'storage.k8s.io/csistoragecapacities': { storageClassName: 'fast' },
  'storage.k8s.io/storageclasses': { provisioner: 'example.com/disks' },
  'storage.k8s.io/volumeattachments': {
    spec: { attacher: 'csi.example.com', nodeName: 'node1', source: { persistentVolumeName: 'data' } }
  },
  'storage.k8s.io/volumeattributesclasses': { driverName: 'csi.example.com', parameters: { iops: '100' } },
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': { webhooks: [webhook] },
  'admissionregistration.k8s.io/validatingwebhookconfigurations': { webhooks: [webhook] },
  'admissionregistration.k8s.io/validatingadmissionpolicies': {
    spec: { matchConstraints, validations: [{ expression: 'true' }] }
  },
  'admissionregistration.k8s.io/mutatingadmissionpolicies': {
    spec: { matchConstraints, mutations: [{ patchType: 'JSONPatch' }], reinvocationPolicy: 'Never' }
  },
  'admissionregistration.k8s.io/validatingadmissionpolicybindings': {
    spec: { policyName: 'web', validationActions: ['Deny'] }
  },
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': { spec: { policyName: 'web' } },
  'scheduling.k8s.io/priorityclasses': { value: 10 },
  'node.k8s.io/runtimeclasses': { handler: 'runc' },
  'discovery.k8s.io/endpointslices': { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }] },
  'apiextensions.k8s.io/customresourcedefinitions': {
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'first', kind: 'first' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }]
    }
  }
}

/** Names of objects whose kind wants more of a name than others do. */
export const names: Readonly<Record<string, readonly [string, string]>> = {
  'networking.k8s.io/ipaddresses': ['10.96.0.7', '10.96.0.8'],
  'apiextensions.k8s.io/customresourcedefinitions': ['first.example.com', 'second.example.com']
}
