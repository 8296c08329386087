/** Which pod an address and a port lead to: what kube-proxy and the CNI's port mappings do on a node. */
import type { Informers } from '../controllers/runtime/informer.ts'
import { nodes, pods, services } from '../controllers/runtime/resources.ts'
import type { Node, Pod, Service, ServicePort } from '../controllers/types/core.ts'
import { isTcp, type Backend, type Backends } from './backends.ts'
import { byAddress, byHostAddress, nodesByAddress, servicesByAddress, servicesByNodePort } from './indexes.ts'
import type { Choice } from './load-balancing.ts'

/** Who opens a connection. */
export interface Caller {
  readonly address: string
  /** The node that it is on; undefined outside of the cluster. */
  readonly node: string | undefined
}

export type Route =
  | {
      readonly kind: 'pod'
      readonly pod: Pod
      /** In the pod. */
      readonly port: number
      /** Whom the pod sees at the other end. */
      readonly client: string
    }
  | Unreachable

/** Why there is no connection, as the kernel of who asks says it, and a sentence for people. */
export interface Unreachable {
  readonly kind: 'unknown-name' | 'refused' | 'no-route' | 'timed-out' | 'elsewhere'
  readonly why: string
}

/** Why a name or an address that is none of the cluster's is not reached. */
export function elsewhere(host: string): Unreachable {
  const why = `${host} is nothing of the cluster, and the sandbox forwards nothing to other places`
  return { kind: 'elsewhere', why }
}

export interface Routes {
  to(caller: Caller, address: string, port: number): Route
}

/** The networks that are the cluster's own: nodes, pods, and the addresses of Services. */
const ownNetworks = /^(172\.(1[89]|2\d|3[01])\.|10\.)/

export interface RoutesOptions {
  readonly informers: Informers
  readonly backends: Backends
  readonly choose: Choice
  /** Whether a node has power; false for one that is none of the sandbox's own. */
  readonly answers: (node: string) => boolean
  /** Whether a container of the pod listens on a port. */
  readonly listens: (pod: Pod, port: number) => boolean
}

export function clusterRoutes({ informers, backends, choose, answers, listens }: RoutesOptions): Routes {
  const podInformer = informers.for<Pod>(pods)
  const nodeInformer = informers.for<Node>(nodes)
  const serviceInformer = informers.for<Service>(services)

  function to(caller: Caller, address: string, port: number): Route {
    const [pod] = podInformer.indexed(byAddress, address)
    if (pod !== undefined) return toPod(pod, port, caller.address)
    const [service] = serviceInformer.indexed(servicesByAddress, address)
    if (service !== undefined) return toService(caller, service, port)
    const [node] = nodeInformer.indexed(nodesByAddress, address)
    if (node !== undefined) return toNode(caller, node, address, port)
    if (ownNetworks.test(address))
      return { kind: 'timed-out', why: `no node, pod or Service of the cluster has the address ${address}` }
    return elsewhere(address)
  }

  function toPod(pod: Pod, port: number, client: string): Route {
    const { nodeName = '' } = pod.spec
    if (!answers(nodeName))
      return { kind: 'no-route', why: `${nodeName}, the node of the pod ${pod.metadata.name}, does not answer` }
    return { kind: 'pod', pod, port, client }
  }

  function toBackend(backend: Backend, service: Service, client: string): Route {
    const [pod] = podInformer.indexed(byAddress, backend.address)
    if (pod !== undefined) return toPod(pod, backend.port, client)
    // A pod in its node's network has that address as its own.
    const [node] = nodeInformer.indexed(nodesByAddress, backend.address)
    if (node !== undefined) return toHost(node, backend.address, backend.port, client)
    const why = `the Service ${nameOf(service)} leads to ${backend.address}, which is nothing of the cluster`
    return { kind: ownNetworks.test(backend.address) ? 'timed-out' : 'elsewhere', why }
  }

  function toService(caller: Caller, service: Service, port: number): Route {
    const given = service.spec.ports?.find(each => each.port === port && isTcp(each))
    if (given === undefined) {
      const numbers = (service.spec.ports ?? []).filter(isTcp).map(each => each.port)
      return { kind: 'refused', why: `the Service ${nameOf(service)} has no port ${port}, only ${listed(numbers)}` }
    }
    const local = service.spec['internalTrafficPolicy'] === 'Local' && caller.node !== undefined
    return balance(caller, service, given, caller.address, local ? caller.node : undefined)
  }

  /** @param node the only one whose endpoints count. */
  function balance(
    caller: Caller,
    service: Service,
    port: ServicePort,
    client: string,
    node: string | undefined
  ): Route {
    const all = backends.of(service, port)
    if (all.length === 0)
      return { kind: 'refused', why: `no pod behind the Service ${nameOf(service)} is ready to answer` }
    const there = node === undefined ? all : all.filter(backend => backend.node === node)
    const chosen = choose(service, port, caller.address, there)
    if (chosen === undefined)
      return { kind: 'timed-out', why: `the Service ${nameOf(service)} has no ready pod on ${node ?? ''} itself` }
    return toBackend(chosen, service, client)
  }

  function toNode(caller: Caller, node: Node, address: string, port: number): Route {
    const { name } = node.metadata
    if (!answers(name)) return { kind: 'no-route', why: `the node ${name} does not answer` }
    const [service] = serviceInformer.indexed(servicesByNodePort, String(port))
    const given = service?.spec.ports?.find(({ nodePort }) => nodePort === port)
    if (service === undefined || given === undefined) return toHost(node, address, port, caller.address)
    const local = service.spec['externalTrafficPolicy'] === 'Local'
    // A node that passes a connection on stands for who began it; with `Local` the pod sees who that was.
    return local
      ? balance(caller, service, given, caller.address, name)
      : balance(caller, service, given, address, undefined)
  }

  /** A pod that opened a port of the node itself. */
  function toHost({ metadata }: Node, address: string, port: number, client: string): Route {
    const there = podInformer.indexed(byHostAddress, address)
    for (const pod of there) {
      const mapped = pod.spec.containers.flatMap(({ ports = [] }) => ports).find(each => isMapped(each, address, port))
      if (mapped !== undefined) return { kind: 'pod', pod, port: mapped.containerPort, client }
    }
    const shares = there.find(pod => pod.spec.hostNetwork === true && listens(pod, port))
    if (shares !== undefined) return { kind: 'pod', pod: shares, port, client }
    return {
      kind: 'refused',
      why: `no pod and no Service of the cluster has opened the port ${port} of ${metadata.name}`
    }
  }

  return { to }
}

function isMapped(
  given: { readonly hostPort?: number; readonly hostIP?: string; readonly protocol?: string },
  address: string,
  port: number
): boolean {
  return given.hostPort === port && isTcp(given) && ['', '0.0.0.0', address].includes(given.hostIP ?? '')
}

export function nameOf({ metadata }: Service): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}

/** `80`, `80 and 443`, `80, 443 and 8080`. */
export function listed(numbers: readonly number[]): string {
  return numbers.length < 2
    ? numbers.join('') || 'none'
    : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1) ?? ''}`
}
