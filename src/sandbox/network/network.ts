/** The pretended network of a cluster: names, addresses, and servers in pods that answer. */
import type { Duplex } from 'node:stream'
import type { ControllerContext } from '../controllers/runtime/controller.ts'
import { isFinished } from '../controllers/runtime/pods.ts'
import { nodes } from '../controllers/runtime/resources.ts'
import type { Container, Node, Pod, Service, ServicePort } from '../controllers/types/core.ts'
import type { ContainerInstance } from '../nodes/container-instance.ts'
import type { ContainerRun } from '../nodes/container-run.ts'
import type { Catalogue, PulledImage } from '../nodes/registry.ts'
import { serviceBackends, type Backend } from './backends.ts'
import { answerOf, type PodAnswer, type PodRequest } from './exchange.ts'
import { podConnections } from './http-connection.ts'
import { listens, portsOf, serves } from './listening.ts'
import { inTurn } from './load-balancing.ts'
import { clusterNames, isAddress, type Found } from './names.ts'
import { clusterRoutes, listed, type Caller, type Unreachable } from './routes.ts'
import { configuredPorts, serverOf } from './servers/index.ts'

export interface Network {
  /** Looks a name up as a pod of that namespace does. */
  lookUp(namespace: string, name: string): Found | undefined
  /** The namespaces that have a Service of that name. */
  namespacesOf(service: string): readonly string[]
  /**
   * Opens a connection.
   *
   * @param host a name or an address.
   * @param namespace in which short names are looked up.
   */
  connect(caller: Caller, namespace: string, host: string, port: number): Reached
  /** The endpoints that take new connections for a port of a Service. */
  backends(service: Service, port: ServicePort): readonly Backend[]
  /** Whether a node has power. */
  answers(node: string): boolean
  /** Lets the server at the other end of a connection answer what comes over a stream. */
  serve(stream: Duplex, connection: Connection): void
  stop(): void
  /** Opens a connection to a port of a pod itself, past every Service; from whom, the pod sees as `client`. */
  connectPod(pod: Pod, port: number, client: string): Reached
}

export type Reached =
  | ({ readonly kind: 'connected' } & Connection)
  | (Unreachable & { /** What was dialled; empty when the name is unknown. */ readonly address: string })

/** A connection to a server in a pod. */
export interface Connection {
  readonly address: string
  readonly pod: Pod
  /**
   * Asks the server.
   *
   * @param now when, in milliseconds of the sandbox's clock: a container's process may be behind it.
   * @param options.quiet leaves no line in its log.
   * @returns undefined when it closes the connection without a word.
   */
  request(request: PodRequest, now: number, options?: { readonly quiet?: boolean }): PodAnswer | undefined
}

interface Listener {
  readonly container: Container
  readonly instance: ContainerInstance
}

export interface NetworkOptions {
  readonly catalogue: Catalogue
  /** Whether a node's kubelet answers. */
  readonly answers: (node: string) => boolean
  /** See nodes/container-run.ts. */
  readonly run: (pod: Pod, container: string) => ContainerRun | undefined
}

const deepest = 12

export function createNetwork(
  context: Pick<ControllerContext, 'informers' | 'clock'>,
  options: NetworkOptions
): Network {
  const { informers, clock } = context
  const { catalogue, answers, run } = options
  const nodeInformer = informers.for<Node>(nodes)
  const backends = serviceBackends(informers)
  const streams = podConnections(() => clock.now())
  let turn = 0
  /** How many servers wait for each other. */
  let depth = 0
  const names = clusterNames(informers, backends)
  const routes = clusterRoutes({
    informers,
    backends,
    choose: inTurn(() => clock.now()),
    answers,
    listens: (pod, port) => listenerOf(pod, port) !== undefined
  })

  function imageOf({ image = '' }: Container): PulledImage {
    const found = catalogue.resolve(image)
    return found.kind === 'found' ? found.image : { reference: image, id: '', size: 0, entry: { name: image } }
  }

  /** A running container that listens on a port. */
  function listenerOf(pod: Pod, port: number): Listener | undefined {
    return runningOf(pod).find(({ container, instance }) => {
      const image = imageOf(container)
      const configured = serves(container, image) ? configuredPorts(image.entry, instance) : undefined
      return configured?.includes(port) ?? listens(port, container, image)
    })
  }

  function runningOf(pod: Pod): Listener[] {
    return containersOf(pod).flatMap(container => {
      const found = run(pod, container.name)
      return found === undefined || found.endedAt !== undefined ? [] : [{ container, instance: found.instance }]
    })
  }

  function connectPod(pod: Pod, port: number, client: string): Reached {
    const address = pod.status?.podIP ?? ''
    const found = listenerOf(pod, port)
    if (found === undefined) return { kind: 'refused', address, why: whyRefused(pod, port) }
    const { container, instance } = found
    const image = imageOf(container)
    const server = serverOf(image.entry)
    const tag = image.reference.slice(image.reference.lastIndexOf(':') + 1)
    return {
      kind: 'connected',
      address,
      pod,
      request(request, now, { quiet = false } = {}) {
        // What it has written by itself until now comes before what it writes of this request.
        instance.process.advance(now)
        const log = (text: string, stream: 'stdout' | 'stderr' = 'stdout'): void => {
          if (!quiet) instance.process.log.append(now, stream, `${text}\n`)
        }
        const node = nodeInformer.get(pod.spec.nodeName ?? '')
        depth += 1
        try {
          if (depth > deepest)
            return answerOf(508, 'Loop Detected: servers of the cluster ask each other in a circle\n')
          return server(request, { pod, container, image: image.entry, tag, node, instance, client, port, now, log })
        } finally {
          depth -= 1
        }
      }
    }
  }

  function whyRefused(pod: Pod, port: number): string {
    const { name } = pod.metadata
    const running = runningOf(pod)
    if (isFinished(pod) || running.length === 0) return `no container of the pod ${name} is running`
    const numbers = running.flatMap(({ container, instance }) => {
      const image = imageOf(container)
      const configured = serves(container, image) ? configuredPorts(image.entry, instance) : undefined
      return configured ?? portsOf(container, image)
    })
    const instead = numbers.length === 0 ? '' : `, only on ${listed(numbers)}`
    return `the pod ${name} does not listen on port ${port}${instead}`
  }

  /** Those that may listen: also init containers that go on beside the others. */
  function containersOf({ spec }: Pod): Container[] {
    return [...spec.containers, ...(spec.initContainers ?? []).filter(each => each.restartPolicy === 'Always')]
  }

  return {
    lookUp: (namespace, name) => names.lookUp(namespace, name),
    namespacesOf: service => names.namespacesOf(service),
    connectPod,
    backends: (service, port) => backends.of(service, port),
    answers,
    serve: (stream, connection) => streams.serve(stream, connection),
    stop: () => streams.close(),
    connect(caller, namespace, host, port) {
      const addresses = names.lookUp(namespace, host)?.addresses ?? []
      if (addresses.length === 0 && !isAddress(host))
        return { kind: 'unknown-name', address: '', why: `the cluster has no Service, pod or node named ${host}` }
      // A DNS server gives several addresses in turn, and who gets them takes the first that answers.
      const first = turn
      turn += 1
      let last: Reached | undefined
      for (let index = 0; index < addresses.length; index += 1) {
        const address = addresses[(first + index) % addresses.length] ?? ''
        const route = routes.to(caller, address, port)
        last = route.kind === 'pod' ? connectPod(route.pod, route.port, route.client) : { ...route, address }
        if (last.kind === 'connected') return { ...last, address }
        last = { ...last, address }
      }
      return last ?? { kind: 'refused', address: host, why: `${host} has no address` }
    }
  }
}
