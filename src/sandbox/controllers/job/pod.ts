import { controllerReference } from '../runtime/owner-references.ts'
import { podFromTemplate } from '../runtime/pod-control.ts'
import type { Job } from '../types/batch.ts'
import type { Container, Pod } from '../types/core.ts'
import { indexAnnotation, trackingFinalizer } from './plan.ts'
import { failureCountAnnotation } from './policies.ts'

/**
 * @param index of an indexed Job, which the pod finds in its environment, name and hostname.
 * @param failures how often the index has failed; only kept where it has a limit of its own.
 */
export function jobPod(job: Job, index: number | undefined, failures = 0): Pod {
  const pod = podFromTemplate(job.spec.template, job, controllerReference(job))
  const finalizers = [...(pod.metadata.finalizers ?? []), trackingFinalizer]
  if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } }
  const name = `${job.metadata.name}-${index}`
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      finalizers,
      generateName: `${name}-`,
      labels: { ...pod.metadata.labels, [indexAnnotation]: String(index) },
      annotations: {
        ...pod.metadata.annotations,
        [indexAnnotation]: String(index),
        ...(job.spec.backoffLimitPerIndex === undefined ? {} : { [failureCountAnnotation]: String(failures) })
      }
    },
    spec: {
      ...pod.spec,
      hostname: name,
      containers: pod.spec.containers.map(withIndex),
      ...(pod.spec.initContainers === undefined ? {} : { initContainers: pod.spec.initContainers.map(withIndex) })
    }
  }
}

function withIndex(container: Container): Container {
  const fieldRef = { fieldPath: `metadata.labels['${indexAnnotation}']` }
  return { ...container, env: [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }] }
}
