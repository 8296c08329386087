/** The status that a kubelet writes: generateAPIPodStatus, getPhase (kubelet_pods.go) and status/generate.go. */
import type { Condition, Container, ContainerStatus, Pod, PodStatus } from '../controllers/types/core.ts'
import { withCondition } from '../controllers/runtime/conditions.ts'
import { containerState, type RuntimeContainer, type RuntimePod } from './container-runtime.ts'
import { qosClass } from './qos.ts'

export interface NodeAddress {
  readonly hostIP: string
}

/**
 * @param now RFC 3339, for conditions that change.
 * @param failed the reason and message when the kubelet gave the pod up, for example for its deadline.
 */
export function podStatus(
  pod: Pod,
  runtime: RuntimePod,
  { hostIP }: NodeAddress,
  now: string,
  failed?: { readonly reason: string; readonly message: string }
): PodStatus {
  const before = pod.status ?? {}
  const phase = failed === undefined ? phaseOf(pod, runtime) : 'Failed'
  const statuses = runtime.containers.map(container =>
    containerStatus(container, imageOf(pod.spec.containers, container))
  )
  const initStatuses = runtime.init.map(container =>
    containerStatus(container, imageOf(pod.spec.initContainers ?? [], container))
  )
  let conditions = before.conditions
  for (const condition of conditionsOf(pod, runtime, phase)) {
    const generation = pod.metadata.generation
    conditions = withCondition(conditions, {
      ...condition,
      lastProbeTime: null,
      lastTransitionTime: now,
      ...(generation === undefined ? {} : { observedGeneration: generation })
    })
  }
  const { generation } = pod.metadata
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    ...(conditions === undefined ? {} : { conditions }),
    ...(failed ?? keptReason(before)),
    ...(before.nominatedNodeName === undefined ? {} : { nominatedNodeName: before.nominatedNodeName }),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(runtime.ip === undefined ? {} : { podIP: runtime.ip, podIPs: [{ ip: runtime.ip }] }),
    startTime: before.startTime ?? now,
    ...(initStatuses.length === 0 ? {} : { initContainerStatuses: initStatuses }),
    containerStatuses: statuses,
    qosClass: before.qosClass ?? qosClass(pod.spec)
  }
}

function keptReason({ reason, message }: PodStatus): Pick<PodStatus, 'reason' | 'message'> {
  return { ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) }
}

function imageOf(specs: readonly Container[], container: RuntimeContainer): string {
  return specs.find(({ name }) => name === container.name)?.image ?? ''
}

function containerStatus(container: RuntimeContainer, image: string): ContainerStatus {
  return {
    name: container.name,
    state: containerState(container),
    lastState: container.last,
    ready: container.ready,
    restartCount: container.restarts,
    image: container.image === '' ? image : container.image,
    imageID: container.imageID,
    ...(container.id === undefined ? {} : { containerID: container.id }),
    started: container.started
  }
}

/** Whether an init container restarts for as long as the pod runs (a sidecar). */
export function isSidecar(pod: Pod, name: string): boolean {
  return pod.spec.initContainers?.find(each => each.name === name)?.restartPolicy === 'Always'
}

/** Whether all init containers have done what they are for. */
export function isInitialized(pod: Pod, runtime: RuntimePod): boolean {
  return runtime.init.every(container =>
    isSidecar(pod, container.name)
      ? container.started
      : container.state.kind === 'exited' && container.state.exitCode === 0
  )
}

export function phaseOf(pod: Pod, runtime: RuntimePod): NonNullable<PodStatus['phase']> {
  const { restartPolicy = 'Always' } = pod.spec
  const initFailed = runtime.init.some(
    container => !isSidecar(pod, container.name) && container.state.kind === 'exited' && container.state.exitCode !== 0
  )
  if (initFailed && restartPolicy === 'Never') return 'Failed'
  if (!isInitialized(pod, runtime)) return 'Pending'
  const { containers } = runtime
  if (containers.some(({ state, last }) => state.kind === 'waiting' && last.terminated === undefined)) return 'Pending'
  if (containers.some(({ state }) => state.kind === 'running')) return 'Running'
  if (containers.every(({ state }) => state.kind === 'exited')) {
    if (restartPolicy === 'Always') return 'Running'
    const succeeded = containers.every(({ state }) => state.kind === 'exited' && state.exitCode === 0)
    if (succeeded) return 'Succeeded'
    return restartPolicy === 'Never' ? 'Failed' : 'Running'
  }
  return 'Running'
}

function conditionsOf(pod: Pod, runtime: RuntimePod, phase: PodStatus['phase']): Condition[] {
  const initialized = isInitialized(pod, runtime) || phase === 'Succeeded'
  const incomplete = runtime.init.filter(
    each => !(each.state.kind === 'exited' && each.state.exitCode === 0) && !each.started
  )
  const unready = runtime.containers.filter(each => !each.ready).map(each => each.name)
  const containersReady: Omit<Condition, 'type'> =
    phase === 'Succeeded'
      ? { status: 'False', reason: 'PodCompleted' }
      : phase === 'Failed'
        ? { status: 'False', reason: 'PodFailed' }
        : unready.length > 0
          ? {
              status: 'False',
              reason: 'ContainersNotReady',
              message: `containers with unready status: [${unready.join(' ')}]`
            }
          : { status: 'True' }
  return [
    { type: 'PodReadyToStartContainers', status: runtime.sandboxReady ? 'True' : 'False' },
    initialized
      ? { type: 'Initialized', status: 'True', ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${incomplete.map(each => each.name).join(' ')}]`
        },
    { type: 'Ready', ...withGates(pod, containersReady) },
    { type: 'ContainersReady', ...containersReady },
    { type: 'PodScheduled', status: 'True' }
  ]
}

/** A pod with readiness gates is ready only when somebody has set each of their conditions. */
function withGates(pod: Pod, ready: Omit<Condition, 'type'>): Omit<Condition, 'type'> {
  if (ready.status !== 'True') return ready
  const open = (pod.spec.readinessGates ?? []).filter(
    gate => pod.status?.conditions?.find(each => each.type === gate.conditionType)?.status !== 'True'
  )
  if (open.length === 0) return ready
  const message = open
    .map(gate => `corresponding condition of pod readiness gate "${gate.conditionType}" does not exist.`)
    .join(', ')
  return { status: 'False', reason: 'ReadinessGatesNotReady', message }
}
