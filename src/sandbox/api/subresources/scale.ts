import type { KubeObject } from '../../object.ts'
import type { ScalePaths } from '../custom/definition.ts'
import { numberAt, valueAt, withValueAt } from '../custom/scale.ts'
import { isRecord } from '../json.ts'
import { ApiError, badRequest } from '../status.ts'
import { invalid, invalidObject } from '../validation/field.ts'

/**
 * The autoscaling/v1 Scale of a workload: pkg/registry/apps/…/storage/storage.go, scaleFrom… (v1.35).
 *
 * @param paths where a custom resource has its numbers
 */
export function readScale(object: KubeObject, paths?: ScalePaths): KubeObject {
  if (paths) return readCustomScale(object, paths)
  const spec = isRecord(object.spec) ? object.spec : {}
  const status = isRecord(object.status) ? object.status : {}
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { ...(spec.replicas === undefined || spec.replicas === 0 ? {} : { replicas: spec.replicas }) },
    status: { replicas: status.replicas ?? 0, ...(spec.selector ? { selector: selectorText(spec.selector) } : {}) }
  }
}

/** scaleFromCustomResource of apiextensions-apiserver/pkg/registry/customresource/etcd.go (v1.35). */
function readCustomScale(object: KubeObject, paths: ScalePaths): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const replicas = numberAt(object, paths.specReplicasPath)
  const selector = paths.labelSelectorPath && valueAt(object, paths.labelSelectorPath)
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { ...(replicas === undefined || replicas === 0 ? {} : { replicas }) },
    status: {
      replicas: numberAt(object, paths.statusReplicasPath) ?? 0,
      ...(typeof selector === 'string' && selector !== '' ? { selector } : {})
    }
  }
}

/**
 * The Scale that is asked for.
 *
 * @throws ApiError 500 when a custom resource has no number of replicas
 */
export function requestedScale(object: KubeObject, paths?: ScalePaths): KubeObject {
  if (paths && numberAt(object, paths.specReplicasPath) === undefined) {
    const why = `the spec replicas field "${paths.specReplicasPath}" does not exist`
    throw new ApiError(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] })
  }
  return readScale(object, paths)
}

/** The workload with the replicas of a Scale; a resourceVersion in the Scale must be the stored one. */
export function scaled(object: KubeObject, scale: Record<string, unknown>, paths?: ScalePaths): KubeObject {
  const spec = isRecord(scale.spec) ? scale.spec : {}
  const replicas = spec.replicas ?? 0
  if (typeof replicas !== 'number' || !Number.isInteger(replicas))
    throw badRequest('spec.replicas of a scale must be a whole number')
  if (replicas < 0) {
    const problem = invalid('spec.replicas', replicas, 'must be greater than or equal to 0')
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, object.metadata.name, [problem])
  }
  const given = isRecord(scale.metadata) ? scale.metadata.resourceVersion : undefined
  const resourceVersion = typeof given === 'string' && given !== '' ? given : object.metadata.resourceVersion
  const metadata = { ...object.metadata, resourceVersion }
  if (paths) return { ...withValueAt(object, paths.specReplicasPath, replicas), metadata }
  const old = isRecord(object.spec) ? object.spec : {}
  return { ...object, metadata, spec: { ...old, replicas } }
}

/** A selector in the form of a query, as metav1.FormatLabelSelector writes it. */
export function selectorText(selector: unknown): string {
  if (!isRecord(selector)) return ''
  const isPlain = !('matchLabels' in selector) && !('matchExpressions' in selector)
  const labels = isPlain ? selector : isRecord(selector.matchLabels) ? selector.matchLabels : {}
  const parts = Object.entries(labels).map(([key, value]): [string, string] => [key, `${key}=${String(value)}`])
  for (const each of Array.isArray(selector.matchExpressions) ? (selector.matchExpressions as unknown[]) : []) {
    if (!isRecord(each)) continue
    const key = String(each.key)
    const values = Array.isArray(each.values) ? `(${(each.values as unknown[]).map(String).sort().join(',')})` : ''
    const forms: Record<string, string> = {
      In: `${key} in ${values}`,
      NotIn: `${key} notin ${values}`,
      Exists: key,
      DoesNotExist: `!${key}`
    }
    parts.push([key, forms[String(each.operator)] ?? ''])
  }
  return parts
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, text]) => text)
    .join(',')
}
