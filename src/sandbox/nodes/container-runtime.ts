/** What a node's container runtime knows of a pod: the state that its status is computed from, and restored from. */
import type { Container, ContainerState, ContainerStatus, Pod } from '../controllers/types/core.ts'

export interface RuntimeContainer {
  readonly name: string
  /** What it is doing; `waiting` carries the reason that its status shows. */
  state:
    | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
    | { readonly kind: 'running'; readonly startedAt: number }
    | {
        readonly kind: 'exited'
        readonly startedAt: number
        readonly finishedAt: number
        readonly exitCode: number
        readonly reason: string
        readonly message?: string
      }
  last: ContainerState
  restarts: number
  /** Normalised, once it was created. */
  image: string
  imageID: string
  id: string | undefined
  ready: boolean
  started: boolean
}

export interface RuntimePod {
  readonly uid: string
  /** The pod's own address once its sandbox is there. */
  ip: string | undefined
  sandboxReady: boolean
  readonly init: RuntimeContainer[]
  readonly containers: RuntimeContainer[]
}

function newContainer(name: string, reason: string): RuntimeContainer {
  return {
    name,
    state: { kind: 'waiting', reason },
    last: {},
    restarts: 0,
    image: '',
    imageID: '',
    id: undefined,
    ready: false,
    started: false
  }
}

/** The runtime's view of a pod: as its status left it, or as it begins. */
export function runtimeOf(pod: Pod): RuntimePod {
  const { initContainers = [], containers } = pod.spec
  const waitsForInit = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  return {
    uid: pod.metadata.uid ?? '',
    ip: pod.status?.podIP,
    sandboxReady: pod.status?.podIP !== undefined,
    init: initContainers.map(each => restore(each, pod.status?.initContainerStatuses, 'PodInitializing')),
    containers: containers.map(each => restore(each, pod.status?.containerStatuses, waitsForInit))
  }
}

function restore(spec: Container, statuses: readonly ContainerStatus[] | undefined, reason: string): RuntimeContainer {
  const status = statuses?.find(({ name }) => name === spec.name)
  const container = newContainer(spec.name, reason)
  if (status === undefined) return container
  container.last = status.lastState
  container.restarts = status.restartCount
  container.imageID = status.imageID
  if (status.imageID !== '') container.image = status.image
  container.id = status.containerID
  container.ready = status.ready
  container.started = status.started ?? false
  const { running, terminated, waiting } = status.state
  if (running !== undefined) container.state = { kind: 'running', startedAt: Date.parse(running.startedAt ?? '') }
  else if (terminated !== undefined) {
    container.state = {
      kind: 'exited',
      startedAt: Date.parse(terminated.startedAt ?? ''),
      finishedAt: Date.parse(terminated.finishedAt ?? ''),
      exitCode: terminated.exitCode,
      reason: terminated.reason ?? 'Completed',
      ...(terminated.message === undefined ? {} : { message: terminated.message })
    }
  } else if (waiting?.reason !== undefined) {
    container.state = {
      kind: 'waiting',
      reason: waiting.reason,
      ...(waiting.message === undefined ? {} : { message: waiting.message })
    }
  }
  return container
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** The `state` of a container's status. */
export function containerState(container: RuntimeContainer): ContainerState {
  const { state } = container
  switch (state.kind) {
    case 'waiting':
      return { waiting: { reason: state.reason, ...(state.message === undefined ? {} : { message: state.message }) } }
    case 'running':
      return { running: { startedAt: time(state.startedAt) } }
    case 'exited':
      return {
        terminated: {
          exitCode: state.exitCode,
          reason: state.reason,
          ...(state.message === undefined ? {} : { message: state.message }),
          startedAt: time(state.startedAt),
          finishedAt: time(state.finishedAt),
          ...(container.id === undefined ? {} : { containerID: container.id })
        }
      }
  }
}
