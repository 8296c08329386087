import type { GroupResource, KubeObject } from '../object.ts'
import type { ResourceInfo } from '../schema/types.ts'
import { deepFreeze } from '../store/text.ts'
import { kindOf } from './kinds/index.ts'

/** Where the objects of a resource lie: some resources are another's objects under a second name (events). */
export function storageOf(info: ResourceInfo): GroupResource {
  return kindOf(info).stored?.as ?? info
}

const converted = new WeakMap<KubeObject, Map<ResourceInfo, KubeObject>>()

/** An object of the store in the version and group of a resource; the same object for the same question. */
export function convertOut(info: ResourceInfo, object: KubeObject): KubeObject {
  const kind = kindOf(info)
  const apiVersion = info.group ? `${info.group}/${info.version}` : info.version
  if (object.apiVersion === apiVersion && !kind.fromStore) return object
  let known = converted.get(object)
  if (!known) {
    known = new Map<ResourceInfo, KubeObject>()
    converted.set(object, known)
  }
  let result = known.get(info)
  if (!result) {
    const conversion = kind.stored ?? kind.versions?.[info.version]
    const shaped = conversion ? conversion.fromStored(object) : (kind.fromStore?.(object) ?? object)
    const isSame = shaped === object && object.apiVersion === apiVersion
    result = isSame ? object : deepFreeze({ ...shaped, apiVersion, kind: info.kind })
    known.set(info, result)
  }
  return result
}

export function convertIn(info: ResourceInfo, object: KubeObject): KubeObject {
  return kindOf(info).stored?.toStored(object) ?? object
}

/** The resource in the version that its objects are stored in, when that has another form. */
export function storedVersionOf(info: ResourceInfo, resources: readonly ResourceInfo[]): ResourceInfo | undefined {
  const { versions } = kindOf(info)
  if (!versions?.[info.version]) return undefined
  const { group, resource } = info
  return resources.find(each => each.group === group && each.resource === resource && !versions[each.version])
}

/** An object of a request in the version that is stored. */
export function toStoredVersion(info: ResourceInfo, object: KubeObject): KubeObject {
  return kindOf(info).versions?.[info.version]?.toStored(object) ?? object
}
