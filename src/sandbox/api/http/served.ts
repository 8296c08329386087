import type { ResourceInfo, Schema } from '../../schema/types.ts'

/** The resources that requests reach: the stable versions, as a cluster without feature gates serves them. */
export interface ServedApi {
  readonly resources: readonly ResourceInfo[]
  resource(group: string, version: string, resource: string): ResourceInfo | undefined
  /** Groups with their versions, the preferred one first; the core group has an empty name. */
  readonly groups: ReadonlyMap<string, readonly string[]>
}

const made = new WeakMap<readonly ResourceInfo[], ServedApi>()

/** What is served now; the same object until a custom resource comes or goes. */
export function servedApi({ resources }: Schema): ServedApi {
  let api = made.get(resources)
  if (!api) made.set(resources, (api = makeApi(resources)))
  return api
}

function makeApi(all: readonly ResourceInfo[]): ServedApi {
  const resources = all.filter(({ version, custom }) => (custom ? custom.served : /^v\d+$/.test(version)))
  const byName = new Map(resources.map(info => [`${info.group}/${info.version}/${info.resource}`, info]))
  const groups = new Map<string, string[]>()
  for (const { group, version } of resources) {
    const versions = groups.get(group) ?? []
    if (!versions.includes(version)) versions.push(version)
    groups.set(group, versions)
  }
  for (const versions of groups.values()) versions.sort(compareVersions)
  return {
    resources,
    resource: (group, version, resource) => byName.get(`${group}/${version}/${resource}`),
    groups
  }
}

/**
 * The preferred version first: stable ones, then betas, then alphas, each with the highest number first, then all
 * others by name (apimachinery/pkg/version/helpers.go, v1.35).
 */
function compareVersions(one: string, other: string): number {
  const [left, right] = [rankOf(one), rankOf(other)]
  if (!left || !right) return left ? -1 : right ? 1 : one < other ? -1 : 1
  return right.stage - left.stage || right.major - left.major || right.minor - left.minor
}

function rankOf(version: string): { stage: number; major: number; minor: number } | undefined {
  const [, major, stage, minor] = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version) ?? []
  if (major === undefined) return undefined
  return { stage: stage === undefined ? 3 : stage === 'beta' ? 2 : 1, major: Number(major), minor: Number(minor ?? 0) }
}
