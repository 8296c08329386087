/**
 * What the published API description leaves out: the short names and categories that each resource registers in code
 * (pkg/registry in Kubernetes v1.35). The singular of every built-in resource is its kind in lower case.
 */
const shortNames: Readonly<Record<string, readonly string[]>> = {
  componentstatuses: ['cs'],
  configmaps: ['cm'],
  endpoints: ['ep'],
  events: ['ev'],
  'events.events.k8s.io': ['ev'],
  limitranges: ['limits'],
  namespaces: ['ns'],
  nodes: ['no'],
  persistentvolumeclaims: ['pvc'],
  persistentvolumes: ['pv'],
  pods: ['po'],
  replicationcontrollers: ['rc'],
  resourcequotas: ['quota'],
  serviceaccounts: ['sa'],
  services: ['svc'],
  'certificatesigningrequests.certificates.k8s.io': ['csr'],
  'cronjobs.batch': ['cj'],
  'customresourcedefinitions.apiextensions.k8s.io': ['crd', 'crds'],
  'daemonsets.apps': ['ds'],
  'deployments.apps': ['deploy'],
  'horizontalpodautoscalers.autoscaling': ['hpa'],
  'ingresses.networking.k8s.io': ['ing'],
  'ipaddresses.networking.k8s.io': ['ip'],
  'networkpolicies.networking.k8s.io': ['netpol'],
  'poddisruptionbudgets.policy': ['pdb'],
  'priorityclasses.scheduling.k8s.io': ['pc'],
  'replicasets.apps': ['rs'],
  'statefulsets.apps': ['sts'],
  'storageclasses.storage.k8s.io': ['sc'],
  'volumeattributesclasses.storage.k8s.io': ['vac']
}

const inCategoryAll: ReadonlySet<string> = new Set([
  'pods',
  'replicationcontrollers',
  'services',
  'cronjobs.batch',
  'daemonsets.apps',
  'deployments.apps',
  'horizontalpodautoscalers.autoscaling',
  'jobs.batch',
  'replicasets.apps',
  'statefulsets.apps'
])

/** @param group the empty string for the core group */
export function shortNamesOf(group: string, resource: string): readonly string[] {
  return shortNames[qualified(group, resource)] ?? []
}

/** @param group the empty string for the core group */
export function categoriesOf(group: string, resource: string): readonly string[] {
  if (group === 'apiextensions.k8s.io') return ['api-extensions']
  return inCategoryAll.has(qualified(group, resource)) ? ['all'] : []
}

function qualified(group: string, resource: string): string {
  return group === '' ? resource : `${resource}.${group}`
}
