import { parseQuantity } from '../scheduler/quantity.ts'
import type { PodSpec } from '../controllers/types/core.ts'

const resources = ['cpu', 'memory'] as const

/** The quality of service class of a pod: ComputePodQOS of pkg/apis/core/helper/qos. */
export function qosClass(spec: Partial<PodSpec>): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  const asks = (kind: 'requests' | 'limits', resource: string, index: number): number =>
    parseQuantity(containers[index]?.resources?.[kind]?.[resource] ?? '0')
  const all = containers.map((_container, index) => index)
  const none = all.every(index =>
    resources.every(name => asks('requests', name, index) === 0 && asks('limits', name, index) === 0)
  )
  if (none) return 'BestEffort'
  const guaranteed = all.every(index =>
    resources.every(name => {
      const limit = asks('limits', name, index)
      const request =
        containers[index]?.resources?.requests?.[name] === undefined ? limit : asks('requests', name, index)
      return limit > 0 && request === limit
    })
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
