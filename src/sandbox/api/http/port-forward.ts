import type { Pod } from '../../controllers/types/core.ts'
import { isFinished } from '../../controllers/runtime/pods.ts'
import { badRequest, methodNotSupported } from '../status.ts'
import { reachContainers } from './containers.ts'
import { takeSocket } from './exec.ts'
import { verbOf, type ResourceRequest } from './resources.ts'
import { acceptPortStreams, type PortSession } from './streams/port-streams.ts'

/** How often it is looked whether the pod is still there. */
const lookInterval = 300

/**
 * Answers `pods/NAME/portforward`: PortForwardREST of pkg/registry/core/pod/rest/subresources.go, and the kubelet with
 * the container runtime behind it (v1.35). What comes over a stream is answered by the server that listens on its port.
 */
export async function servePortForward(call: ResourceRequest, name: string): Promise<void> {
  const { registry, request, response, target, watches } = call
  if (request.method !== 'GET' && request.method !== 'POST')
    throw methodNotSupported(target.info, verbOf(request.method))
  const pod = registry.get(target.info, target.namespace, name) as Pod
  if (pod.spec.nodeName === undefined || pod.spec.nodeName === '')
    throw badRequest(`pod ${name} does not have a host assigned`)
  const containers = reachContainers(call, pod, `portForward/${target.namespace ?? ''}/${name}`)
  const session: PortSession = await acceptPortStreams(
    request,
    () => takeSocket(response),
    ({ port, stream, fail }) => {
      const reached = containers.network.connectPod(pod, port, '127.0.0.1')
      if (reached.kind === 'connected') containers.network.serve(stream, reached)
      else fail(refusal(pod, port))
    }
  )

  function stop(): void {
    clearInterval(timer)
    watches.delete(stop)
    session.close()
  }

  function look(): void {
    const present = registry.find(target.info, target.namespace, name) as Pod | undefined
    const isThere = present?.metadata.uid === pod.metadata.uid && present !== undefined && !isFinished(present)
    if (!isThere || !containers.answers(present)) stop()
  }

  const timer = setInterval(look, lookInterval)
  watches.add(stop)
  session.onClosed(stop)
}

/** The words of containerd. */
function refusal({ metadata }: Pod, port: number): string {
  const id = (metadata.uid ?? '').replaceAll('-', '').padEnd(64, '0')
  const why = `dial tcp4 127.0.0.1:${port}: connect: connection refused`
  return `error forwarding port ${port} to pod ${id}, uid : failed to connect to localhost:${port} inside the pod's network namespace, IPv4: ${why}`
}
