import type { Pod } from '../../controllers/types/core.ts'
import type { Network } from '../../network/network.ts'
import type { ContainerRun } from '../../nodes/container-run.ts'
import { ApiError, notServed } from '../status.ts'
import type { ResourceRequest } from './resources.ts'

/** The containers of the sandbox's nodes, as the API server reaches them through the kubelets. */
export interface Containers {
  /** Whether the kubelet of a pod's node answers. */
  answers(pod: Pod): boolean
  /** See nodes/container-run.ts. */
  run(pod: Pod, container: string, previous: boolean): ContainerRun | undefined
  /** What connects them. */
  readonly network: Network
  /** Has the kubelet look at a pod, of which something has changed. */
  look(pod: Pod): void
}

/**
 * The containers of a pod's node.
 *
 * @param path what the kubelet would be asked.
 * @throws ApiError 500 as a cluster does when the node is gone or has no power.
 */
export function reachContainers({ containers }: ResourceRequest, pod: Pod, path: string): Containers {
  if (containers === undefined) throw notServed('pods with containers here')
  if (containers.answers(pod)) return containers
  const host = pod.status?.hostIP ?? pod.spec.nodeName ?? ''
  const message = `Get "https://${host}:10250/${path}": dial tcp ${host}:10250: connect: no route to host`
  throw new ApiError(500, 'InternalError', message)
}
