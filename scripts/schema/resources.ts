import type { GroupVersionKind, Swagger } from './swagger.ts'

export interface Subresource extends GroupVersionKind {
  readonly name: string
  readonly verbs: Set<string>
}

export interface Resource extends GroupVersionKind {
  readonly resource: string
  readonly namespaced: boolean
  readonly verbs: Set<string>
  readonly subresources: Map<string, Subresource>
}

/**
 * The groups that are served, in the order in which a real API server lists them; kubectl takes the first group that
 * has a resource of the name asked for. All GA and beta versions of these groups are served: a real server leaves
 * betas off, but a tutorial that was written for a cluster with one on still runs. Alpha versions are not served.
 * Neither is apiregistration.k8s.io: the sandbox would store an API service and then not act on it, and "no such
 * resource type" is the honest answer. The groups
 * flowcontrol.apiserver.k8s.io and internal.apiserver.k8s.io configure an API server that the sandbox is not.
 */
const groupOrder = [
  '',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'storagemigration.k8s.io'
]

const verbsOfActions: Readonly<Record<string, string>> = {
  get: 'get',
  list: 'list',
  watch: 'watch',
  watchlist: 'watch',
  post: 'create',
  put: 'update',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'deletecollection'
}

/** `connect` is no verb of authorization: the method decides. */
const verbsOfMethods: Readonly<Record<string, string>> = {
  get: 'get',
  post: 'create',
  put: 'update',
  patch: 'patch',
  delete: 'delete'
}

export function isServed(group: string, version: string): boolean {
  return groupOrder.includes(group) && !version.includes('alpha')
}

/** The served resources, in discovery's order: by group, then by version (GA, newest first), then by name. */
export function readResources(swagger: Swagger): Resource[] {
  const resources = new Map<string, Resource>()
  for (const [path, operations] of Object.entries(swagger.paths)) {
    const place =
      /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>v[^/]+)\/(?:watch\/)?(?<namespace>namespaces\/\{namespace\}\/)?(?<resource>[a-z]+)(?:\/\{name\}(?:\/(?<subresource>[a-z]+))?)?$/.exec(
        path
      )?.groups
    const { group = '', version = '', resource = '', subresource } = place ?? {}
    if (place === undefined || !isServed(group, version)) continue
    for (const [method, operation] of Object.entries(operations)) {
      const action = operation?.['x-kubernetes-action']
      const kind = operation?.['x-kubernetes-group-version-kind']
      if (action === undefined || kind === undefined) continue
      const verb = action === 'connect' ? verbsOfMethods[method] : verbsOfActions[action]
      if (verb === undefined) continue
      const key = `${group}/${version}/${resource}`
      const entry: Resource = resources.get(key) ?? {
        ...{ group, version, resource, kind: '', namespaced: false },
        ...{ verbs: new Set(), subresources: new Map<string, Subresource>() }
      }
      if (subresource === undefined) {
        entry.verbs.add(verb)
        resources.set(key, { ...entry, kind: kind.kind, namespaced: entry.namespaced || place.namespace !== undefined })
        continue
      }
      const known = entry.subresources.get(subresource)
      entry.subresources.set(subresource, known ?? { ...kind, name: subresource, verbs: new Set() })
      entry.subresources.get(subresource)?.verbs.add(verb)
      resources.set(key, entry)
    }
  }
  return [...resources.values()]
    .filter(each => each.verbs.size > 0)
    .sort(
      (one, other) =>
        groupOrder.indexOf(one.group) - groupOrder.indexOf(other.group) ||
        compareVersions(one.version, other.version) ||
        (one.resource < other.resource ? -1 : 1)
    )
}

/** GA before beta, higher before lower, as k8s.io/apimachinery/pkg/version compares versions. */
function compareVersions(one: string, other: string): number {
  const rank = (version: string): number => {
    const [, major, beta] = /^v(\d+)(?:beta(\d+))?$/.exec(version) ?? []
    return beta === undefined ? 1_000_000 + Number(major) : Number(major) * 1000 + Number(beta)
  }
  return rank(other) - rank(one)
}
