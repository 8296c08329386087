import type { Kubectl, KubernetesObject } from '../../../src/cluster/kubectl.ts'
import { failure, success } from '../../../src/failure.ts'

export interface DaemonSetShape {
  readonly nodeSelector?: Record<string, string>
  readonly tolerations?: readonly object[]
  readonly generation?: number
  readonly observed?: number
  readonly updated?: number
}

export function daemonSet(shape: DaemonSetShape = {}): KubernetesObject {
  const { nodeSelector, tolerations, generation = 1, observed = generation, updated = 2 } = shape
  return {
    kind: 'DaemonSet',
    metadata: { name: 'agent', uid: 'ds-uid', generation, namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'agent' } }, template: { spec: { nodeSelector, tolerations } } },
    status: { observedGeneration: observed, updatedNumberScheduled: updated }
  }
}

export function node(
  name: string,
  labels: Record<string, string> = {},
  taints: readonly object[] = []
): KubernetesObject {
  return {
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { taints },
    status: { conditions: [{ type: 'Ready', status: 'True' }] }
  }
}

const waiting = {
  ready: {},
  stopping: {},
  pulling: { waiting: { reason: 'ContainerCreating' } },
  'no image': { waiting: { reason: 'ErrImagePull', message: 'manifest for x:v9 not found: manifest unknown' } }
}

export function pod(name: string, on: string, status: keyof typeof waiting): KubernetesObject {
  return {
    kind: 'Pod',
    metadata: {
      name,
      uid: `uid-${name}`,
      labels: { app: 'agent' },
      ownerReferences: [{ kind: 'DaemonSet', uid: 'ds-uid' }],
      ...(status === 'stopping' && { deletionTimestamp: '2026-01-01T00:00:00Z' })
    },
    spec: { nodeName: on, containers: [{ image: 'x:v9' }] },
    status: {
      phase: status === 'ready' ? 'Running' : 'Pending',
      conditions: [{ type: 'Ready', status: status === 'ready' ? 'True' : 'False' }],
      containerStatuses: [{ image: 'x:v9', state: waiting[status] }]
    }
  }
}

/** A kubectl whose cluster is a list of answers by its arguments; a text is a failure; all else is not there. */
export function answering(answers: Record<string, KubernetesObject | KubernetesObject[] | string>): Kubectl {
  return {
    run: () => Promise.resolve({ exit: 0, stdout: '', stderr: '' }),
    get: args => {
      const answer = answers[args.join(' ')]
      if (typeof answer === 'string') return Promise.resolve(failure('step-failed', answer))
      if (Array.isArray(answer)) return Promise.resolve(success({ kind: 'List', items: answer }))
      const named = args[0]?.includes('/') === true || (args.length === 2 && !args[1]?.startsWith('-'))
      return Promise.resolve(success(answer ?? (named ? undefined : { kind: 'List', items: [] })))
    }
  }
}
