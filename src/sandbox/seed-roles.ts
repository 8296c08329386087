import type { PolicyRule } from 'kubernetes-types/rbac/v1.js'
import type { Client } from './client.ts'
import type { KubeObject } from './object.ts'

const apiGroup = 'rbac.authorization.k8s.io'
const clusterRoles = { group: apiGroup, resource: 'clusterroles' }
const clusterRoleBindings = { group: apiGroup, resource: 'clusterrolebindings' }

const read = ['get', 'list', 'watch']
const change = ['create', 'delete', 'deletecollection', 'patch', 'update']

/** What roles for people are about, by group: resources that they change, and those that they only look at. */
const workloads: Readonly<Record<string, { readonly changed: readonly string[]; readonly seen: readonly string[] }>> = {
  '': {
    changed: [
      'configmaps',
      'endpoints',
      'events',
      'persistentvolumeclaims',
      'pods',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'serviceaccounts',
      'services'
    ],
    seen: [
      'bindings',
      'limitranges',
      'namespaces',
      'namespaces/status',
      'persistentvolumeclaims/status',
      'pods/log',
      'pods/status',
      'replicationcontrollers/status',
      'resourcequotas',
      'resourcequotas/status',
      'services/status'
    ]
  },
  apps: {
    changed: [
      'daemonsets',
      'deployments',
      'deployments/scale',
      'replicasets',
      'replicasets/scale',
      'statefulsets',
      'statefulsets/scale'
    ],
    seen: [
      'controllerrevisions',
      'daemonsets/status',
      'deployments/status',
      'replicasets/status',
      'statefulsets/status'
    ]
  },
  autoscaling: { changed: ['horizontalpodautoscalers'], seen: ['horizontalpodautoscalers/status'] },
  batch: { changed: ['cronjobs', 'jobs'], seen: ['cronjobs/status', 'jobs/status'] },
  'discovery.k8s.io': { changed: [], seen: ['endpointslices'] },
  'networking.k8s.io': { changed: ['ingresses', 'networkpolicies'], seen: ['ingresses/status'] },
  policy: { changed: ['poddisruptionbudgets'], seen: ['poddisruptionbudgets/status'] }
}

const throughPods = ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'services/proxy']

const view: readonly PolicyRule[] = Object.entries(workloads).map(([group, { changed, seen }]) => ({
  apiGroups: [group],
  resources: [...changed, ...seen].sort(),
  verbs: read
}))
const edit: readonly PolicyRule[] = [
  { apiGroups: [''], resources: [...throughPods, 'secrets'], verbs: [...read, ...change] },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
  { apiGroups: [''], resources: ['pods/eviction', 'serviceaccounts/token'], verbs: ['create'] },
  ...Object.entries(workloads).flatMap(([group, { changed }]): PolicyRule[] =>
    changed.length === 0 ? [] : [{ apiGroups: [group], resources: [...changed], verbs: change }]
  ),
  ...view
]
const admin: readonly PolicyRule[] = [
  ...edit,
  { apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'], verbs: ['create'] },
  { apiGroups: [apiGroup], resources: ['rolebindings', 'roles'], verbs: [...read, ...change] }
]

const openPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/']
const discovered = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*']

/** The roles that every cluster has, and the groups that some are bound to. */
const roles: Readonly<Record<string, { readonly rules: readonly PolicyRule[]; readonly groups?: readonly string[] }>> =
  {
    'cluster-admin': {
      rules: [
        { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        { nonResourceURLs: ['*'], verbs: ['*'] }
      ],
      groups: ['system:masters']
    },
    admin: { rules: admin },
    edit: { rules: edit },
    view: { rules: view },
    'system:basic-user': {
      rules: [
        {
          apiGroups: ['authorization.k8s.io'],
          resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
          verbs: ['create']
        },
        { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] }
      ],
      groups: ['system:authenticated']
    },
    'system:discovery': {
      rules: [{ nonResourceURLs: [...discovered, ...openPaths].sort(), verbs: ['get'] }],
      groups: ['system:authenticated']
    },
    'system:public-info-viewer': {
      rules: [{ nonResourceURLs: openPaths, verbs: ['get'] }],
      groups: ['system:authenticated', 'system:unauthenticated']
    }
  }

/**
 * Makes the roles and bindings that people meet in a new cluster (plugin/pkg/auth/authorizer/rbac/bootstrappolicy,
 * v1.35). Those of Kubernetes' own components are left out: in the sandbox nothing asks for them.
 */
export function seedRoles(client: Client): void {
  for (const [name, { rules, groups }] of Object.entries(roles)) {
    ensure(client, clusterRoles, { ...object('ClusterRole', name), rules })
    if (!groups) continue
    ensure(client, clusterRoleBindings, {
      ...object('ClusterRoleBinding', name),
      roleRef: { apiGroup, kind: 'ClusterRole', name },
      subjects: groups.map(group => ({ apiGroup, kind: 'Group', name: group }))
    })
  }
}

function object(kind: string, name: string): KubeObject {
  return {
    apiVersion: `${apiGroup}/v1`,
    kind,
    metadata: {
      name,
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' }
    }
  }
}

function ensure(client: Client, resource: typeof clusterRoles, wanted: KubeObject): void {
  if (!client.get(resource, undefined, wanted.metadata.name)) client.create(resource, wanted)
}
