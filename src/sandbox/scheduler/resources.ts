/** What pods ask for and nodes have: pkg/scheduler/framework NodeInfo and noderesources/fit.go. */
import type { Container, Node, Pod, PodSpec } from '../controllers/types/core.ts'
import { parseQuantity } from './quantity.ts'

/** Amounts by resource name; cpu in cores, memory in bytes. */
export type Amounts = ReadonlyMap<string, number>

function add(into: Map<string, number>, amounts: Iterable<readonly [string, number]>): void {
  for (const [name, amount] of amounts) into.set(name, (into.get(name) ?? 0) + amount)
}

function requestsOf(container: Container): [string, number][] {
  const { requests = {}, limits = {} } = container.resources ?? {}
  // A limit without a request is the request too; the API's defaults say so, objects from elsewhere may not.
  return Object.entries({ ...limits, ...requests }).map(([name, quantity]) => [name, parseQuantity(quantity)])
}

const requests = new WeakMap<PodSpec, Amounts>()

/** The sum of the containers, or the largest init container where that is more, and the overhead (PodRequests). */
export function podRequests(spec: PodSpec): Amounts {
  const known = requests.get(spec)
  if (known !== undefined) return known
  const total = new Map<string, number>()
  for (const container of spec.containers) add(total, requestsOf(container))
  const sidecars = new Map<string, number>()
  const peak = new Map<string, number>()
  for (const container of spec.initContainers ?? []) {
    const own = requestsOf(container)
    if (container.restartPolicy === 'Always') add(sidecars, own)
    for (const [name, amount] of own) {
      const beside = container.restartPolicy === 'Always' ? 0 : amount
      peak.set(name, Math.max(peak.get(name) ?? 0, beside + (sidecars.get(name) ?? 0)))
    }
  }
  add(total, sidecars)
  for (const [name, amount] of peak) total.set(name, Math.max(total.get(name) ?? 0, amount))
  add(
    total,
    Object.entries(spec.overhead ?? {}).map(([name, quantity]) => [name, parseQuantity(quantity)] as const)
  )
  requests.set(spec, total)
  return total
}

export function allocatable(node: Node): Amounts {
  const amounts = node.status?.allocatable ?? node.status?.capacity ?? {}
  return new Map(Object.entries(amounts).map(([name, quantity]) => [name, parseQuantity(quantity)]))
}

export function sumOf(pods: readonly Pod[]): Map<string, number> {
  const total = new Map<string, number>()
  for (const pod of pods) add(total, podRequests(pod.spec))
  return total
}

/** A host port that a pod takes on its node. */
export interface HostPort {
  readonly ip: string
  readonly protocol: string
  readonly port: number
}

export function hostPorts(spec: PodSpec): HostPort[] {
  const found: HostPort[] = []
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    for (const { hostPort, containerPort, hostIP = '0.0.0.0', protocol = 'TCP' } of container.ports ?? []) {
      const port = spec.hostNetwork === true ? (hostPort ?? containerPort) : hostPort
      if (port !== undefined && port > 0) found.push({ ip: hostIP === '' ? '0.0.0.0' : hostIP, protocol, port })
    }
  }
  return found
}

export function portsClash(a: HostPort, b: HostPort): boolean {
  const sameAddress = a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0'
  return a.port === b.port && a.protocol === b.protocol && sameAddress
}
