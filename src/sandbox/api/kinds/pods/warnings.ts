import type { Container, PodSpec } from 'kubernetes-types/core/v1.js'
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js'
import { parseQuantity } from '../../../scheduler/quantity.ts'

const renamedLabels: Readonly<Record<string, readonly [since: string, newer: string]>> = {
  'beta.kubernetes.io/arch': ['v1.14', 'kubernetes.io/arch'],
  'beta.kubernetes.io/os': ['v1.14', 'kubernetes.io/os'],
  'failure-domain.beta.kubernetes.io/region': ['v1.17', 'topology.kubernetes.io/region'],
  'failure-domain.beta.kubernetes.io/zone': ['v1.17', 'topology.kubernetes.io/zone'],
  'beta.kubernetes.io/instance-type': ['v1.17', 'node.kubernetes.io/instance-type']
}

/**
 * What Kubernetes warns of in a pod or a template: pkg/api/pod/warnings.go (v1.35), as far as it concerns what the
 * sandbox runs.
 *
 * @param field the path of the spec; @param metaField the path of the metadata.
 */
export function podWarnings(
  spec: PodSpec | undefined,
  metadata: ObjectMeta | undefined,
  field: string,
  metaField: string
): string[] {
  if (!spec) return []
  const warnings: string[] = []
  for (const key of Object.keys(spec.nodeSelector ?? {})) {
    const [since, newer] = renamedLabels[key] ?? []
    if (since && newer)
      warnings.push(`${field}.nodeSelector[${key}]: deprecated since ${since}; use "${newer}" instead`)
  }
  for (const [index, volume] of (spec.volumes ?? []).entries()) {
    const path = `${field}.volumes[${index}]`
    if (volume.gitRepo) warnings.push(`${path}.gitRepo: deprecated in v1.11, and disabled by default in v1.33+`)
    if (volume.glusterfs) warnings.push(`${path}.glusterfs: deprecated in v1.25, non-functional in v1.26+`)
    if (volume.cephfs) warnings.push(`${path}.cephfs: deprecated in v1.28, non-functional in v1.31+`)
    if (volume.rbd) warnings.push(`${path}.rbd: deprecated in v1.28, non-functional in v1.31+`)
  }
  const grace = spec.terminationGracePeriodSeconds
  if (grace !== undefined && grace < 0) {
    const rule = 'must be >= 0; negative values are invalid and will be treated as 1'
    warnings.push(`${field}.terminationGracePeriodSeconds: ${rule}`)
  }
  for (const kind of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec[kind] ?? []).entries())
      warnings.push(...containerWarnings(container, `${field}.${kind}[${index}]`))
  }
  for (const key of Object.keys(metadata?.annotations ?? {})) {
    const path = `${metaField}.annotations[${key}]`
    if (key.startsWith('container.apparmor.security.beta.kubernetes.io/'))
      warnings.push(`${path}: deprecated since v1.30; use the "appArmorProfile" field instead`)
    if (key === 'seccomp.security.alpha.kubernetes.io/pod' || key.startsWith('container.seccomp.security.alpha.'))
      warnings.push(`${path}: non-functional in v1.27+; use the "seccompProfile" field instead`)
  }
  return warnings
}

function containerWarnings({ env = [], ports = [], resources }: Container, field: string): string[] {
  const warnings: string[] = []
  for (const list of ['limits', 'requests'] as const) {
    for (const name of ['memory', 'ephemeral-storage']) {
      const amount = resources?.[list]?.[name]
      if (amount === undefined || Number.isInteger(parseQuantity(amount))) continue
      const rule = `fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`
      warnings.push(`${field}.resources.${list}[${name}]: ${rule}`)
    }
  }
  const names = new Set<string>()
  for (const [index, { name, value = '', valueFrom }] of env.entries()) {
    // A value that adds to the earlier one is meant to come after it.
    const earlier = `$(${name})`
    const replaces = valueFrom !== undefined || value === earlier || !value.includes(earlier)
    if (names.has(name) && replaces) {
      const rule = `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`
      warnings.push(`${field}.env[${index}]: ${rule}`)
    }
    names.add(name)
  }
  const known = new Map<string, number>()
  for (const [index, { name, containerPort, protocol = 'TCP', hostPort = 0, hostIP = '' }] of ports.entries()) {
    const key = `${containerPort}/${protocol}/${hostPort}/${hostIP}`
    const first = known.get(key)
    if (first === undefined) known.set(key, index)
    else if (!name) warnings.push(`${field}.ports[${index}]: duplicate port definition with ${field}.ports[${first}]`)
  }
  return warnings
}
