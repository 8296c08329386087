/** What a kubelet tells of its machine when it registers: kubelet_node_status.go and nodestatus/setters.go. */
import { randomUUID } from 'node:crypto'
import { microTimestamp, timestamp, type Clock } from '../clock.ts'
import type { Condition, Lease, Node, Taint } from '../controllers/types/core.ts'
import { parseQuantity } from '../scheduler/quantity.ts'

/** What may be said of a node that is added. */
export interface NodeOptions {
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  /** A quantity of cores, for example `4` or `500m`. */
  readonly cpu?: string
  /** A quantity of bytes, for example `8Gi`. */
  readonly memory?: string
  /** How many pods it takes. */
  readonly pods?: number
}

/** What all nodes of a sandbox have in common. */
export interface Machinery {
  /** The version that the API server reports, for example `v1.35.2`. */
  readonly version: string
}

/**
 * @param index counts the machines from 0; addresses follow from it.
 */
export function newNode(name: string, index: number, options: NodeOptions, machinery: Machinery, clock: Clock): Node {
  const memory = parseQuantity(options.memory ?? '8Gi')
  const resources = {
    cpu: options.cpu ?? '4',
    'ephemeral-storage': '61202244Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${Math.floor(memory / 1024)}Ki`,
    pods: String(options.pods ?? 110)
  }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...options.labels
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true'
      }
    },
    spec: {
      podCIDR: podCIDR(index),
      podCIDRs: [podCIDR(index)],
      ...(options.taints === undefined || options.taints.length === 0 ? {} : { taints: [...options.taints] })
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: internalIP(index) },
        { type: 'Hostname', address: name }
      ],
      capacity: resources,
      allocatable: resources,
      conditions: nodeConditions(timestamp(clock)),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: randomUUID(),
        containerRuntimeVersion: 'containerd://2.2.0',
        kernelVersion: '6.12.57+deb13-amd64',
        kubeProxyVersion: '',
        kubeletVersion: machinery.version,
        machineID: randomUUID().replaceAll('-', ''),
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        systemUUID: randomUUID()
      }
    }
  }
}

/** The conditions of a healthy node, in the kubelet's words. */
export function nodeConditions(now: string, before: readonly Condition[] = []): Condition[] {
  const healthy: readonly [type: string, status: 'True' | 'False', reason: string, message: string][] = [
    ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status']
  ]
  return healthy.map(([type, status, reason, message]) => {
    const earlier = before.find(condition => condition.type === type && condition.status === status)
    return {
      type,
      status,
      lastHeartbeatTime: now,
      lastTransitionTime: earlier?.lastTransitionTime ?? now,
      reason,
      message
    }
  })
}

/** Addresses of 172.18/16, as local clusters in containers have them; the first is the network's gateway. */
function internalIP(index: number): string {
  const number = index + 2
  return `172.${18 + Math.floor(number / 65536)}.${Math.floor(number / 256) % 256}.${number % 256}`
}

/** One /24 of 10.244/16 for each node; beyond 2,816 nodes of 10.128 and up, clear of the services' 10.96/12. */
export function podCIDR(index: number): string {
  const block = Math.floor(index / 256)
  return `10.${block < 11 ? 244 + block : 117 + block}.${index % 256}.0/24`
}

export const leaseNamespace = 'kube-node-lease'
/** Seconds after which a lease that was not renewed says that the node is gone (nodeLeaseDurationSeconds). */
const leaseSeconds = 40

export function newLease(node: Node, clock: Clock): Lease {
  const { name, uid = '' } = node.metadata
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: leaseNamespace, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
    spec: { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime: microTimestamp(clock) }
  }
}
