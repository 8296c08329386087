import type { DaemonSet } from '../../../../src/sandbox/controllers/types/apps.ts'
import type { Node, Pod, PodSpec, Taint } from '../../../../src/sandbox/controllers/types/core.ts'

/** Objects as tests need them: the least that is valid, changed by what is given. */
export function aNode(name: string, fields: { labels?: Record<string, string>; taints?: Taint[] } = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...fields.labels } },
    spec: fields.taints === undefined ? {} : { taints: fields.taints },
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } }
  }
}

export function aDaemonSet(spec: Partial<PodSpec> = {}, fields: Partial<DaemonSet['spec']> = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default', uid: 'agent-uid', generation: 1 },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image: 'prom/node-exporter' }], ...spec }
      },
      ...fields
    }
  }
}

let created = 0

export interface PodFields {
  node?: string
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed'
  ready?: boolean
  hash?: string
  deleting?: boolean
  /** Seconds after a fixed moment; later pods are younger. */
  age?: number
}

export function aPod(name: string, fields: PodFields = {}): Pod {
  const { node, phase = 'Running', ready = phase === 'Running', hash = 'new', deleting = false } = fields
  created += 1
  const seconds = fields.age ?? created
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: `${name}-uid`,
      labels: { app: 'agent', 'controller-revision-hash': hash },
      creationTimestamp: new Date(Date.parse('2030-01-01T00:00:00Z') + seconds * 1000).toISOString(),
      ...(deleting ? { deletionTimestamp: '2030-01-01T01:00:00Z' } : {})
    },
    spec: { containers: [{ name: 'agent' }], ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] }
  }
}
