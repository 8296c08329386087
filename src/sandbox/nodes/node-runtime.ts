import { addressOf } from '../controllers/runtime/nodes.ts'
import type { Node } from '../controllers/types/core.ts'

/** A machine as the sandbox pretends it: what outlives its pods. */
export interface NodeRuntime {
  readonly name: string
  readonly hostIP: string
  /** False after a power cut: its kubelet neither reports nor starts or stops anything. */
  powered: boolean
  /** How much it has of what it knows, by resource; quantities. */
  readonly capacity: Readonly<Record<string, string>>
  /** References of the images that it has. */
  readonly images: Set<string>
  readonly addresses: AddressPool
}

/** What a kubelet finds out by itself; the rest is told to it. */
const known = /^(cpu|memory|pods|ephemeral-storage|hugepages-.*)$/

export function nodeRuntime(node: Node, powered: boolean): NodeRuntime {
  const hostIP = addressOf(node, 'InternalIP') ?? '127.0.0.1'
  return {
    name: node.metadata.name,
    hostIP,
    powered,
    capacity: Object.fromEntries(Object.entries(node.status?.capacity ?? {}).filter(([name]) => known.test(name))),
    images: new Set(),
    addresses: addressPool(node.spec.podCIDR ?? '10.244.0.0/24')
  }
}

/** Addresses of a node's pods, given out in turn as the host-local plugin of CNI does. */
export interface AddressPool {
  take(): string
  /** Marks an address as used, when pods are found after a restart. */
  reserve(address: string): void
  release(address: string): void
}

function addressPool(cidr: string): AddressPool {
  const [network = '', bits = '24'] = cidr.split('/')
  const size = 2 ** (32 - Number(bits))
  const base = network.split('.').reduce((number, part) => number * 256 + Number(part), 0)
  const used = new Set<string>()
  // The first address is the network's, the second its gateway's.
  let last = 1
  const format = (offset: number): string =>
    [24, 16, 8, 0].map(shift => Math.floor((base + offset) / 2 ** shift) % 256).join('.')
  return {
    take() {
      for (let tries = 0; tries < size; tries += 1) {
        last = last >= size - 2 ? 2 : last + 1
        const address = format(last)
        if (used.has(address)) continue
        used.add(address)
        return address
      }
      throw new Error(`no free address in ${cidr}`)
    },
    reserve: address => void used.add(address),
    release: address => void used.delete(address)
  }
}
