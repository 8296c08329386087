import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js'
import { dnsLabel } from '../../validation/names.ts'
import { podWarnings } from '../pods/warnings.ts'

/** What Kubernetes warns of in a template (GetWarningsForPodTemplate of pkg/api/pod, v1.35). */
export function templateWarnings(template: PodTemplateSpec | undefined, field = 'spec.template'): string[] {
  return podWarnings(template?.spec, template?.metadata, `${field}.spec`, `${field}.metadata`)
}

/** A name that goes into the names of pods should do for a hostname. */
export function podNameWarnings(name = ''): string[] {
  const problems = dnsLabel(name)
  if (problems.length === 0) return []
  const why = 'this is used in Pod names and hostnames, which can result in surprising behavior'
  return [`metadata.name: ${why}; a DNS label is recommended: [${problems.join(' ')}]`]
}
