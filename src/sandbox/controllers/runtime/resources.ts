/** The resources that controllers watch and write, by their REST names. */
import type { GroupResource } from '../../object.ts'

function resource(group: string, name: string): GroupResource {
  return Object.freeze({ group, resource: name })
}

export const pods = resource('', 'pods')
export const nodes = resource('', 'nodes')
export const events = resource('', 'events')
export const services = resource('', 'services')
export const endpoints = resource('', 'endpoints')
export const namespaces = resource('', 'namespaces')
export const serviceAccounts = resource('', 'serviceaccounts')
export const configMaps = resource('', 'configmaps')
export const secrets = resource('', 'secrets')
export const persistentVolumeClaims = resource('', 'persistentvolumeclaims')
export const persistentVolumes = resource('', 'persistentvolumes')
export const replicationControllers = resource('', 'replicationcontrollers')
export const daemonSets = resource('apps', 'daemonsets')
export const deployments = resource('apps', 'deployments')
export const replicaSets = resource('apps', 'replicasets')
export const statefulSets = resource('apps', 'statefulsets')
export const controllerRevisions = resource('apps', 'controllerrevisions')
export const budgets = resource('policy', 'poddisruptionbudgets')
export const jobs = resource('batch', 'jobs')
export const cronJobs = resource('batch', 'cronjobs')
export const endpointSlices = resource('discovery.k8s.io', 'endpointslices')
export const leases = resource('coordination.k8s.io', 'leases')
