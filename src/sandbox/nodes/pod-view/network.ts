/** What a pod reaches, from within. */
import type { Pod } from '../../controllers/types/core.ts'
import type { Network, Reached } from '../../network/network.ts'
import type { Surroundings } from '../shell/process.ts'

/** @param pod with the addresses that it has by now. */
export function networkOf(
  network: Network,
  pod: Pod,
  now: () => number
): Pick<Surroundings, 'lookup' | 'fetch' | 'reach'> {
  const { namespace = 'default' } = pod.metadata
  const caller = { address: pod.status?.podIP ?? '', node: pod.spec.nodeName }

  function dial(host: string, port: number): Reached {
    if (host !== 'localhost' && !host.startsWith('127.')) return network.connect(caller, namespace, host, port)
    const reached =
      pod.spec.hostNetwork === true
        ? network.connect(caller, namespace, caller.address, port)
        : network.connectPod(pod, port, '127.0.0.1')
    return { ...reached, address: '127.0.0.1' }
  }

  return {
    lookup: name => network.lookUp(namespace, name),
    fetch(host, port, request) {
      const reached = dial(host, port)
      const { address } = reached
      if (reached.kind !== 'connected') return { kind: reached.kind, address }
      const answer = reached.request(request, now())
      return answer === undefined ? { kind: 'empty', address } : { kind: 'answer', address, ...answer }
    },
    reach(host, port) {
      const { kind, address } = dial(host, port)
      return { kind: kind === 'connected' ? 'open' : kind, address }
    }
  }
}
