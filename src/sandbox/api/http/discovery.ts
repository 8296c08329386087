import type { ResourceInfo } from '../../schema/types.ts'
import type { MediaType } from './media-types.ts'
import type { ServedApi } from './served.ts'

/** A document to answer with, and its Content-Type. */
export interface Document {
  readonly contentType: string
  readonly body: unknown
}

/** `/api`: the versions of the core group. */
export function coreVersions(address: string): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }]
  }
}

/** `/apis`: every other group. */
export function groupList(api: ServedApi): unknown {
  const groups = [...api.groups.keys()].filter(group => group !== '').map(group => describeGroup(api, group))
  return { kind: 'APIGroupList', apiVersion: 'v1', groups }
}

/** `/apis/GROUP`. */
export function groupDocument(api: ServedApi, group: string): unknown {
  return { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(api, group) }
}

function describeGroup(api: ServedApi, group: string) {
  const versions = (api.groups.get(group) ?? []).map(version => ({ groupVersion: `${group}/${version}`, version }))
  return { name: group, versions, preferredVersion: versions[0] }
}

/** `/api/v1` and `/apis/GROUP/VERSION`: the resources, subresources among them as `pods/status`. */
export function resourceList(api: ServedApi, group: string, version: string): unknown {
  const resources = api.resources
    .filter(info => info.group === group && info.version === version)
    .flatMap(info => [
      {
        name: info.resource,
        singularName: info.singular,
        namespaced: info.namespaced,
        kind: info.kind,
        verbs: info.verbs,
        ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
        ...(info.categories.length > 0 ? { categories: info.categories } : {})
      },
      ...info.subresources.map(sub => ({
        name: `${info.resource}/${sub.name}`,
        singularName: '',
        namespaced: info.namespaced,
        ...(sub.group === group && sub.version === version ? {} : { group: sub.group, version: sub.version }),
        kind: sub.kind,
        verbs: sub.verbs
      }))
    ])
  const groupVersion = group ? `${group}/${version}` : version
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
}

/**
 * The whole discovery of `/api` or `/apis` in one document, when the client offered to read one
 * (k8s.io/api/apidiscovery, v2 and v2beta1), else undefined.
 */
export function aggregatedDiscovery(api: ServedApi, accept: readonly MediaType[], core: boolean): Document | undefined {
  const offered = accept.find(
    ({ parameters }) =>
      parameters.g === 'apidiscovery.k8s.io' &&
      parameters.as === 'APIGroupDiscoveryList' &&
      (parameters.v === 'v2' || parameters.v === 'v2beta1')
  )
  if (!offered) return undefined
  const version = offered.parameters.v ?? 'v2'
  const items = [...api.groups]
    .filter(([group]) => (group === '') === core)
    .map(([group, versions]) => ({
      metadata: { name: group, creationTimestamp: null },
      versions: versions.map(each => ({
        version: each,
        resources: api.resources.filter(info => info.group === group && info.version === each).map(discovered),
        freshness: 'Current'
      }))
    }))
  return {
    contentType: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    body: { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items }
  }
}

function discovered(info: ResourceInfo) {
  return {
    resource: info.resource,
    responseKind: { group: info.group, version: info.version, kind: info.kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.singular,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.categories.length > 0 ? { categories: info.categories } : {}),
    ...(info.subresources.length > 0
      ? {
          subresources: info.subresources.map(sub => ({
            subresource: sub.name,
            responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
            verbs: sub.verbs
          }))
        }
      : {})
  }
}
