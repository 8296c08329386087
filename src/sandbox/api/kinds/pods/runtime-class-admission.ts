import type { Pod, PodSpec } from 'kubernetes-types/core/v1.js'
import type { RuntimeClass } from 'kubernetes-types/node/v1.js'
import type { Store } from '../../../store/store.ts'
import { equalJson } from '../../json.ts'
import { nameGiven } from '../../metadata.ts'
import { forbidden } from '../../status.ts'
import type { Draft } from '../kind.ts'

const pods = { group: '', resource: 'pods' }
const runtimeClasses = { group: 'node.k8s.io', resource: 'runtimeclasses' }

/**
 * The RuntimeClass admission plugin (plugin/pkg/admission/runtimeclass, v1.35): what a class costs beyond the
 * containers, and on which nodes its pods may run.
 *
 * @throws ApiError 403 when there is no such class, or the pod contradicts it.
 */
export function admitRuntimeClass(pod: Draft<Pod>, spec: PodSpec, store: Store): void {
  const name = spec.runtimeClassName ?? ''
  const refuse = (why: string): Error => forbidden(pods, nameGiven(pod.metadata), why)
  const found = name === '' ? undefined : store.get(runtimeClasses, undefined, name)
  if (name !== '' && !found) throw refuse(`pod rejected: RuntimeClass "${name}" not found`)
  const { overhead, scheduling } = (found ?? {}) as unknown as Partial<RuntimeClass>
  const fixed = overhead?.podFixed
  if (fixed === undefined) {
    if (spec.overhead && Object.keys(spec.overhead).length > 0)
      throw refuse('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
  } else {
    if (spec.overhead && !equalJson(spec.overhead, fixed))
      throw refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
    spec.overhead = { ...fixed }
  }
  for (const [key, value] of Object.entries(scheduling?.nodeSelector ?? {})) {
    const own = spec.nodeSelector?.[key]
    if (own !== undefined && own !== value) {
      const sides = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`
      throw refuse(`conflict: ${sides}`)
    }
    spec.nodeSelector = { ...spec.nodeSelector, [key]: value }
  }
  const more = (scheduling?.tolerations ?? []).filter(one => !spec.tolerations?.some(other => equalJson(one, other)))
  if (more.length > 0) spec.tolerations = [...(spec.tolerations ?? []), ...more]
}
