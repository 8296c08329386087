import { isApiError } from './api/status.ts'
import type { Client } from './client.ts'
import { timestamp, type Clock } from './clock.ts'
import type { GroupResource, KubeObject } from './object.ts'
import { seedRoles } from './seed-roles.ts'

/**
 * Where the API server says to be, for the Service `kubernetes`: the gateway of the nodes' network, as in local clusters
 * in containers. The address on this machine would not do: endpoints may not be in the loopback range.
 */
const apiServer = { host: '172.18.0.1', port: 6443 }

const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

/**
 * Makes what every Kubernetes cluster has before anybody touched it: namespaces, the Service `kubernetes` with its
 * endpoints and range of addresses, roles, priority classes, and what it says of its components. What is there already stays.
 */
export function seedCluster(client: Client, clock: Clock): void {
  for (const name of namespaces) ensure(client, '', 'namespaces', object('v1', 'Namespace', name))
  ensure(client, '', 'services', {
    ...object('v1', 'Service', 'kubernetes', { component: 'apiserver', provider: 'kubernetes' }, 'default'),
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: apiServer.port }],
      sessionAffinity: 'None'
    }
  })
  ensure(client, 'networking.k8s.io', 'servicecidrs', {
    ...object('networking.k8s.io/v1', 'ServiceCIDR', 'kubernetes'),
    spec: { cidrs: ['10.96.0.0/12'] }
  })
  for (const name of ['controller-manager', 'etcd-0', 'scheduler'])
    ensure(client, '', 'componentstatuses', {
      ...object('v1', 'ComponentStatus', name),
      conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }]
    })
  for (const [name, value] of [
    ['system-cluster-critical', 2000000000],
    ['system-node-critical', 2000001000]
  ] as const)
    ensure(client, 'scheduling.k8s.io', 'priorityclasses', {
      ...object('scheduling.k8s.io/v1', 'PriorityClass', name),
      value,
      description: 'Used for system critical pods that must not be moved from their current node.',
      preemptionPolicy: 'PreemptLowerPriority'
    })
  seedRoles(client)
  writeEndpoints(client)
  ensure(client, 'coordination.k8s.io', 'leases', {
    ...object('coordination.k8s.io/v1', 'Lease', 'kube-scheduler', undefined, 'kube-system'),
    spec: {
      holderIdentity: 'sandbox',
      acquireTime: timestamp(clock).replace('Z', '.000000Z'),
      leaseDurationSeconds: 15
    }
  })
}

function writeEndpoints(client: Client): void {
  const { host, port } = apiServer
  const endpoints = { group: '', resource: 'endpoints' }
  const wanted = {
    ...object('v1', 'Endpoints', 'kubernetes', { 'endpointslice.kubernetes.io/skip-mirror': 'true' }, 'default'),
    subsets: [{ addresses: [{ ip: host }], ports: [{ name: 'https', port, protocol: 'TCP' }] }]
  }
  write(client, endpoints, wanted)
  write(
    client,
    { group: 'discovery.k8s.io', resource: 'endpointslices' },
    {
      ...object(
        'discovery.k8s.io/v1',
        'EndpointSlice',
        'kubernetes',
        { 'kubernetes.io/service-name': 'kubernetes' },
        'default'
      ),
      addressType: 'IPv4',
      endpoints: [{ addresses: [host], conditions: { ready: true } }],
      ports: [{ name: 'https', port, protocol: 'TCP' }]
    }
  )
}

function object(
  apiVersion: string,
  kind: string,
  name: string,
  labels?: Record<string, string>,
  namespace?: string
): KubeObject {
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}), ...(labels ? { labels } : {}) } }
}

function ensure(client: Client, group: string, resource: string, wanted: KubeObject): void {
  const { namespace, name } = wanted.metadata
  if (client.get({ group, resource }, namespace, name)) return
  client.create({ group, resource }, wanted)
}

function write(client: Client, resource: GroupResource, wanted: KubeObject): void {
  try {
    client.create(resource, wanted)
  } catch (error) {
    if (!isApiError(error, 'AlreadyExists')) throw error
    client.update(resource, wanted)
  }
}
