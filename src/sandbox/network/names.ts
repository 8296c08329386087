/** The cluster's DNS: the specification of Kubernetes (dns/specification.md 1.1), as CoreDNS serves it. */
import { keyOf, type Informers } from '../controllers/runtime/informer.ts'
import { addressOf } from '../controllers/runtime/nodes.ts'
import { nodes, services } from '../controllers/runtime/resources.ts'
import type { Node, Service } from '../controllers/types/core.ts'
import type { Backends } from './backends.ts'
import { servicesByName } from './indexes.ts'

export interface Found {
  /** The whole name, for example `web.default.svc.cluster.local`. */
  readonly name: string
  readonly addresses: readonly string[]
}

export interface Names {
  /** Looks a name up as for a pod of that namespace. */
  lookUp(namespace: string, name: string): Found | undefined
  /** The namespaces that have a Service of that name. */
  namespacesOf(service: string): readonly string[]
}

const zone = 'cluster.local'
export const isAddress = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text)

export function clusterNames(informers: Informers, backends: Backends): Names {
  const serviceInformer = informers.for<Service>(services)
  const nodeInformer = informers.for<Node>(nodes)

  /** @param depth how many aliases led here. */
  function lookUp(namespace: string, given: string, depth = 0): Found | undefined {
    if (isAddress(given)) return { name: given, addresses: [given] }
    const name = given.replace(/\.$/, '').toLowerCase()
    // A name with fewer than five dots is tried in the pod's search domains first; one that ends in a dot never.
    const domains = given.endsWith('.') ? [] : [`${namespace}.svc.${zone}`, `svc.${zone}`, zone]
    for (const full of [...domains.map(domain => `${name}.${domain}`), name]) {
      const found = resolve(full, depth)
      if (found !== undefined) return found
    }
    // The nodes' own names are known where the cluster's DNS asks on.
    const node = nodeInformer.get(name)
    const address = node === undefined ? undefined : addressOf(node, 'InternalIP')
    return address === undefined ? undefined : { name, addresses: [address] }
  }

  function resolve(full: string, depth: number): Found | undefined {
    if (!full.endsWith(`.${zone}`)) return undefined
    const labels = full.slice(0, -zone.length - 1).split('.')
    const kind = labels.pop()
    if (kind === 'svc') return ofService(full, labels, depth)
    if (kind === 'pod' && labels.length === 2) return dashed(full, labels[0] ?? '')
    return undefined
  }

  function ofService(full: string, labels: readonly string[], depth: number): Found | undefined {
    const [namespace = '', name = '', host, ...more] = labels.toReversed()
    const service = serviceInformer.get(`${namespace}/${name}`)
    if (service === undefined || more.length > 0) return undefined
    const { clusterIP = '', type, externalName } = service.spec as Service['spec'] & { externalName?: string }
    if (type === 'ExternalName')
      return host === undefined && externalName !== undefined && depth < 8
        ? lookUp(namespace, `${externalName}.`, depth + 1)
        : undefined
    if (host === undefined && clusterIP !== 'None' && clusterIP !== '') return { name: full, addresses: [clusterIP] }
    if (clusterIP !== 'None') return undefined
    const addresses = backends
      .of(service)
      .filter(({ hostname, address }) => host === undefined || host === (hostname ?? address.replaceAll('.', '-')))
      .map(({ address }) => address)
    return addresses.length === 0 ? undefined : { name: full, addresses: [...new Set(addresses)] }
  }

  /** `10-244-0-5.default.pod.cluster.local` */
  function dashed(full: string, label: string): Found | undefined {
    const address = label.replaceAll('-', '.')
    return isAddress(address) ? { name: full, addresses: [address] } : undefined
  }

  return {
    lookUp,
    namespacesOf: name =>
      serviceInformer
        .indexed(servicesByName, name)
        .map(service => keyOf(service).split('/')[0] ?? '')
        .sort()
  }
}
