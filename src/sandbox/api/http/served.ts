import type { ResourceInfo, Schema } from '../../schema/types.ts'

/** The resources that requests reach: the stable versions, as a cluster without feature gates serves them. */
export interface ServedApi {
  readonly resources: readonly ResourceInfo[]
  resource(group: string, version: string, resource: string): ResourceInfo | undefined
  /** Groups with their versions, the preferred one first; the core group has an empty name. */
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/**
 * Custom resources are not served, and so there are no definitions of any: clients may list them all the same, as
 * kubectl does before it says that a kind is unknown. Creating one is refused with the page that says so.
 */
export const customResourceDefinitions: ResourceInfo = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  resource: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  verbs: ['get', 'list', 'watch'],
  subresources: [],
  typeName: ''
}

export function servedApi(schema: Schema): ServedApi {
  const described = schema.resources.filter(({ version }) => /^v\d+$/.test(version))
  const resources = [...described, customResourceDefinitions]
  const byName = new Map(resources.map(info => [`${info.group}/${info.version}/${info.resource}`, info]))
  const groups = new Map<string, string[]>()
  for (const { group, version } of resources) {
    const versions = groups.get(group) ?? []
    if (!versions.includes(version)) versions.push(version)
    groups.set(group, versions)
  }
  for (const versions of groups.values()) versions.sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))
  return {
    resources,
    resource: (group, version, resource) => byName.get(`${group}/${version}/${resource}`),
    groups
  }
}
