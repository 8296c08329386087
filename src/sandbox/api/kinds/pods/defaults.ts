import type { Pod, PodSpec, PodTemplateSpec, ResourceRequirements } from 'kubernetes-types/core/v1.js'
import { defaultContainer } from './container-defaults.ts'
import { defaultVolume } from './volume-defaults.ts'

// pkg/apis/core/v1/defaults.go and zz_generated.defaults.go (v1.35). All functions change what they are given.

/** Fills in the spec of a pod or of a template. */
function defaultPodSpec(spec: PodSpec): void {
  spec.restartPolicy ||= 'Always'
  spec.terminationGracePeriodSeconds ??= 30
  spec.dnsPolicy ||= 'ClusterFirst'
  // The older name of the field is kept equal to the newer one.
  if (!spec.serviceAccountName && spec.serviceAccount) spec.serviceAccountName = spec.serviceAccount
  if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName
  spec.securityContext ??= {}
  spec.schedulerName ||= 'default-scheduler'
  for (const volume of spec.volumes ?? []) defaultVolume(volume)
  for (const container of spec.initContainers ?? []) defaultContainer(container)
  for (const container of (spec.containers as PodSpec['containers'] | undefined) ?? []) defaultContainer(container)
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container)
}

/** Fills in a template; what a template leaves out for good is there, empty, as in Go. */
export function defaultPodTemplate(template: PodTemplateSpec): void {
  template.metadata ??= {}
  template.spec ??= { containers: [] }
  defaultPodSpec(template.spec)
}

/** What only pods get, and templates do not. */
export function defaultPod(spec: PodSpec): void {
  defaultPodSpec(spec)
  const containers = [...((spec.containers as PodSpec['containers'] | undefined) ?? []), ...(spec.initContainers ?? [])]
  for (const { resources } of containers) if (resources) requestWhatIsLimited(resources)
  spec.enableServiceLinks ??= true
  if (!spec.hostNetwork) return
  for (const { ports = [] } of containers) for (const port of ports) port.hostPort ||= port.containerPort
}

function requestWhatIsLimited(resources: ResourceRequirements): void {
  if (resources.limits) resources.requests = { ...resources.limits, ...resources.requests }
}

/** The spec of a pod that came in without one is empty. */
export function podSpecOf(pod: Pick<Pod, 'spec'>): PodSpec {
  return (pod.spec ??= { containers: [] })
}
