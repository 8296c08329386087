import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js'

/** The spec of a workload, made where a request left it or its template out. */
export function workloadSpec<S extends { template?: PodTemplateSpec }>(object: {
  spec?: S
}): S & { template: PodTemplateSpec } {
  const spec: Partial<S> = (object.spec ??= {} as S)
  spec.template ??= {}
  return spec as S & { template: PodTemplateSpec }
}
