/** Where a Service sends what comes to it: pkg/proxy of Kubernetes (v1.35), from its EndpointSlices. */
import type { Informer, Informers } from '../controllers/runtime/informer.ts'
import { keyOf } from '../controllers/runtime/informer.ts'
import { endpoints, endpointSlices } from '../controllers/runtime/resources.ts'
import type { EndpointSlice, SliceEndpoint } from '../controllers/services/slices.ts'
import type { Endpoints, Service, ServicePort } from '../controllers/types/core.ts'
import { slicesByService } from './indexes.ts'

export interface Backend {
  readonly address: string
  /** 0 when the Service has no ports. */
  readonly port: number
  readonly node: string | undefined
  /** The name that its pod has below a headless Service. */
  readonly hostname: string | undefined
}

export interface Backends {
  /** The endpoints that take new connections of a Service, for one of its ports or for any. */
  of(service: Service, port?: ServicePort): readonly Backend[]
}

/** The backends of all Services of a cluster, as its EndpointSlices tell of them now. */
export function serviceBackends(informers: Informers): Backends {
  const slices = informers.for<EndpointSlice>(endpointSlices)
  const older = informers.for<Endpoints>(endpoints)
  return {
    of(service, port) {
      const there = slices.indexed(slicesByService, keyOf(service))
      const all = there.length === 0 ? ofEndpoints(service, port, older) : ofSlices(there, port)
      const ready = all.filter(({ conditions }) => conditions.ready)
      // While all that is left is being deleted, those that still serve go on (KEP-1669).
      const chosen =
        ready.length > 0 ? ready : all.filter(({ conditions }) => conditions.serving && conditions.terminating)
      return chosen.map(({ address, port: number, node, hostname }) => ({ address, port: number, node, hostname }))
    }
  }
}

type Candidate = Backend & { readonly conditions: SliceEndpoint['conditions'] }

function ofSlices(slices: readonly EndpointSlice[], port: ServicePort | undefined): Candidate[] {
  const found = new Map<string, Candidate>()
  for (const slice of slices) {
    const there = slice.ports?.find(each => isMeant(each, port))
    if (there === undefined && port !== undefined) continue
    for (const { addresses, conditions, nodeName, hostname } of slice.endpoints ?? []) {
      const [address] = addresses
      if (address === undefined) continue
      // Who writes a slice by hand may leave conditions out, which then count as met.
      const { ready = true, serving = ready, terminating = false } = conditions as Partial<SliceEndpoint['conditions']>
      found.set(address, {
        address,
        port: there?.port ?? 0,
        node: nodeName,
        hostname,
        conditions: { ready, serving, terminating }
      })
    }
  }
  return [...found.values()]
}

/** Endpoints that somebody wrote by hand, of which the sandbox makes no slices. */
function ofEndpoints(
  service: Service,
  port: ServicePort | undefined,
  informer: Informer<Endpoints>
): readonly Candidate[] {
  return (informer.get(keyOf(service))?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) => {
    const there = ports.find(each => isMeant(each, port))
    if (there === undefined && port !== undefined) return []
    return addresses.map(({ ip, nodeName, hostname }) => ({
      address: ip,
      port: there?.port ?? 0,
      node: nodeName,
      hostname,
      conditions: { ready: true, serving: true, terminating: false }
    }))
  })
}

/** Whether a port of endpoints is that of a Service's port, or any will do. */
function isMeant(each: { readonly name?: string; readonly protocol?: string }, port: ServicePort | undefined): boolean {
  return port === undefined || ((each.name ?? '') === (port.name ?? '') && isTcp(each))
}

export function isTcp({ protocol = 'TCP' }: { readonly protocol?: string }): boolean {
  return protocol === 'TCP'
}
