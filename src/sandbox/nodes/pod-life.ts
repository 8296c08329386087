/** What the pretend kubelet remembers of a pod beyond its status: stages under way, and back-offs. */
import type { ContainerInstance } from './container-instance.ts'
import type { RuntimeContainer, RuntimePod } from './container-runtime.ts'
import type { PodVolumes } from './pod-view/mounts.ts'
import type { ProbeCount } from './prober.ts'
import type { PulledImage } from './registry.ts'

export interface PodLife {
  readonly runtime: RuntimePod
  /** When the network namespace is ready. */
  sandboxAt: number | undefined
  /** The one container that is being started; a kubelet starts them one after the other. */
  starting: Starting | undefined
  /** When all processes have ended, once the pod is being deleted. */
  stoppedAt: number | undefined
  readonly pulls: Map<string, PullBackOff>
  /** Milliseconds that a container waits before its next restart. */
  readonly crashes: Map<string, number>
  /** The present run of each container by its name, made when somebody asks for it, and the one before. */
  readonly instances: Map<string, ContainerInstance>
  readonly previous: Map<string, ContainerInstance>
  /** By container and kind, such as `web/Liveness`. */
  readonly probes: Map<string, ProbeCount>
  readonly volumes: PodVolumes
  /** What was told once and is not to be told at each look. */
  readonly told: Set<string>
}

export type Starting = { readonly container: RuntimeContainer; readonly until: number } & (
  | { readonly stage: 'pull'; readonly began: number }
  | { readonly stage: 'create' | 'start'; readonly image: PulledImage }
)

export interface PullBackOff {
  readonly wait: number
  readonly failedAt: number
  readonly error: string
}

export function newLife(runtime: RuntimePod): PodLife {
  return {
    runtime,
    sandboxAt: undefined,
    starting: undefined,
    stoppedAt: undefined,
    pulls: new Map(),
    crashes: new Map(),
    instances: new Map(),
    previous: new Map(),
    probes: new Map(),
    volumes: new Map(),
    told: new Set()
  }
}

/** Starts and restarts wait 10 seconds at first and 5 minutes at most, doubling (kubelet's MaxContainerBackOff). */
export const firstBackOff = 10_000
export const longestBackOff = 300_000

/** What a container that was restarted so many times waits before the next. */
export function backOffAfter(restarts: number): number {
  return Math.min(firstBackOff * 2 ** (restarts - 1), longestBackOff)
}

/**
 * Notes that the machine lost all processes and networks.
 *
 * @returns whether the pod had a network to lose.
 */
export function loseSandbox(life: PodLife, now: number): boolean {
  const { runtime } = life
  const had = runtime.sandboxReady
  runtime.sandboxReady = false
  life.sandboxAt = undefined
  life.starting = undefined
  for (const container of [...runtime.init, ...runtime.containers]) {
    if (container.state.kind !== 'running') continue
    const { startedAt } = container.state
    container.state = { kind: 'exited', startedAt, finishedAt: now, exitCode: 255, reason: 'Unknown' }
    container.ready = false
    container.started = false
  }
  return had
}
