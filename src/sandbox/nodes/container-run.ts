import { timeOf } from '../controllers/runtime/pods.ts'
import type { Pod } from '../controllers/types/core.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { StageContext } from './container-start.ts'
import { imageOf, instanceOf } from './container-watch.ts'
import type { PodLife } from './pod-life.ts'
import { specOf } from './pod-stages.ts'

/** One run of a container, as who reads its log or opens a shell in it sees it. */
export interface ContainerRun {
  readonly instance: ContainerInstance
  /** Milliseconds since the epoch; undefined while it runs. */
  readonly endedAt: number | undefined
}

type Maker = Pick<StageContext, 'catalogue' | 'newInstance'>

/**
 * The run of a container whose log Kubernetes shows: the present one, or, while the next has not begun, the last;
 * `previous` gives the last that has ended (validateContainerLogStatus of pkg/kubelet/kubelet_pods.go). Whether there is
 * one the pod's status has said before.
 */
export function runOf(
  pod: Pod,
  name: string,
  previous: boolean,
  life: PodLife,
  maker: Maker
): ContainerRun | undefined {
  const container = [...life.runtime.init, ...life.runtime.containers].find(each => each.name === name)
  const spec = container && specOf(pod, container)
  if (container === undefined || spec === undefined) return undefined
  const { state, last } = container
  const before = last.terminated
  if (state.kind !== 'waiting' && !previous) {
    const instance = instanceOf(pod, spec, container, life, maker)
    return instance && { instance, endedAt: state.kind === 'exited' ? state.finishedAt : undefined }
  }
  if (before?.startedAt === undefined || before.finishedAt === undefined) return undefined
  // While the next run has not begun, the one that ended is still the present one.
  const kept = state.kind === 'waiting' ? life.instances : life.previous
  let instance = kept.get(name)
  if (instance === undefined) {
    instance = maker.newInstance(pod, spec, imageOf(spec, maker), life, timeOf(before.startedAt))
    kept.set(name, instance)
  }
  // Times of a status have no milliseconds.
  return { instance, endedAt: timeOf(before.finishedAt) + 999 }
}
