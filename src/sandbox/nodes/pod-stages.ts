/** The life of one pod on a node, a look at a time: kubelet's syncPod and syncTerminatingPod. */
import type { Container, Pod } from '../controllers/types/core.ts'
import { isFinished, isTerminating, timeOf } from '../controllers/runtime/pods.ts'
import { containerState, type RuntimeContainer } from './container-runtime.ts'
import { fieldPath, progressStart, type StageContext } from './container-start.ts'
import { imageOf, watchProcess } from './container-watch.ts'
import { firstBackOff, longestBackOff, type PodLife } from './pod-life.ts'
import { isInitialized, isSidecar } from './pod-status.ts'
import { programOf } from './processes.ts'

export type Look =
  | {
      readonly kind: 'wait'
      /** Milliseconds; `undefined` when only a change can bring it on. */ readonly wait: number | undefined
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string }
  /** Everything has stopped and the object may go. */
  | { readonly kind: 'stopped' }

/** Brings a pod as far as it comes without waiting. */
export function progress(pod: Pod, life: PodLife, context: StageContext): Look {
  if (isTerminating(pod)) return terminate(pod, life, context)
  if (isFinished(pod)) return { kind: 'wait', wait: undefined }
  const deadline = deadlineOf(pod, context.now)
  if (deadline !== undefined && deadline <= 0) {
    kill(pod, life, context)
    const message = 'Pod was active on the node longer than the specified deadline'
    return { kind: 'failed', reason: 'DeadlineExceeded', message }
  }
  const waits = deadline === undefined ? [] : [deadline]
  const network = setUpNetwork(pod, life, context)
  if (network !== undefined) return soonest([...waits, network])
  for (const container of [...life.runtime.init, ...life.runtime.containers]) {
    const spec = specOf(pod, container)
    if (spec !== undefined) waits.push(...watchProcess(pod, spec, container, life, context))
  }
  waits.push(...startContainers(pod, life, context))
  return soonest(waits)
}

function soonest(waits: readonly number[]): Look {
  const wait = Math.min(...waits)
  return { kind: 'wait', wait: Number.isFinite(wait) ? Math.max(0, wait) : undefined }
}

export function specOf(pod: Pod, { name }: RuntimeContainer): Container | undefined {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(each => each.name === name)
}

/** Milliseconds left to a pod with `activeDeadlineSeconds`. */
function deadlineOf(pod: Pod, now: number): number | undefined {
  const { activeDeadlineSeconds } = pod.spec
  const started = pod.status?.startTime
  if (activeDeadlineSeconds === undefined || started === undefined) return undefined
  return timeOf(started) + activeDeadlineSeconds * 1000 - now
}

/** @returns milliseconds to wait for the network, or `undefined` when it is there. */
function setUpNetwork(pod: Pod, life: PodLife, context: StageContext): number | undefined {
  if (life.runtime.sandboxReady) return undefined
  const missing = context.missingVolume(pod)
  if (missing !== undefined) {
    context.event(pod, 'Warning', 'FailedMount', missing)
    return context.timeline.resync
  }
  life.sandboxAt ??= context.now + context.timeline.sandbox
  if (context.now < life.sandboxAt) return life.sandboxAt - context.now
  life.runtime.sandboxReady = true
  life.runtime.ip = pod.spec.hostNetwork === true ? context.node.hostIP : context.node.addresses.take()
  return undefined
}

/** Starts what is to be started: init containers in their order, then the others. */
function startContainers(pod: Pod, life: PodLife, context: StageContext): number[] {
  const waits: number[] = []
  for (const container of life.runtime.init) {
    const sidecar = isSidecar(pod, container.name)
    const wait = startIfDue(pod, container, life, context, sidecar ? 'Always' : initRestartPolicy(pod))
    if (wait !== undefined) waits.push(wait.wait)
    const satisfied = sidecar ? container.started : container.state.kind === 'exited' && container.state.exitCode === 0
    if (!satisfied) {
      // A task without duration has ended before anybody looks again.
      if (container.state.kind === 'running') {
        const spec = specOf(pod, container)
        if (spec !== undefined) waits.push(...watchProcess(pod, spec, container, life, context))
      }
      return waits
    }
  }
  if (!isInitialized(pod, life.runtime)) return waits
  for (const container of life.runtime.containers) {
    const wait = startIfDue(pod, container, life, context, pod.spec.restartPolicy ?? 'Always')
    if (wait === undefined) {
      const spec = specOf(pod, container)
      if (spec !== undefined) waits.push(...watchProcess(pod, spec, container, life, context))
      continue
    }
    waits.push(wait.wait)
    if (!wait.blocked) break
  }
  return waits
}

function initRestartPolicy(pod: Pod): 'Always' | 'OnFailure' | 'Never' {
  return pod.spec.restartPolicy === 'Never' ? 'Never' : 'OnFailure'
}

function startIfDue(
  pod: Pod,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext,
  restartPolicy: 'Always' | 'OnFailure' | 'Never'
): { readonly wait: number; readonly blocked: boolean } | undefined {
  const spec = specOf(pod, container)
  if (spec === undefined || container.state.kind === 'running') return undefined
  if (life.starting !== undefined && life.starting.container !== container) return undefined
  if (life.starting === undefined) {
    const held = holdBack(pod, container, life, context, restartPolicy)
    if (held === 'ended') return undefined
    if (held > 0) return { wait: held, blocked: true }
  }
  const started = progressStart(pod, spec, container, life, context)
  return started.done ? undefined : started
}

/** Milliseconds until an ended container may start again: at once after its first end, then ever later. */
function holdBack(
  pod: Pod,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext,
  restartPolicy: 'Always' | 'OnFailure' | 'Never'
): number | 'ended' {
  const { state } = container
  const { crashes } = life
  if (state.kind === 'exited') {
    const restarts = restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && state.exitCode !== 0)
    if (!restarts) return 'ended'
    const ran = state.finishedAt - state.startedAt
    if (state.startedAt > 0 && ran > 2 * longestBackOff) crashes.delete(container.name)
    if (state.reason === 'StartError') {
      container.last = containerState(container)
      container.state = { kind: 'waiting', reason: 'RunContainerError', ...messageOf(state) }
      return startRetry
    }
    const left = state.finishedAt + (crashes.get(container.name) ?? 0) - context.now
    if (left > 0) {
      container.last = containerState(container)
      backOff(pod, container, life, context)
      return left
    }
    noteRestart(container, life)
    return 0
  }
  if (state.kind !== 'waiting' || !/^(CrashLoopBackOff|RunContainerError)$/.test(state.reason)) return 0
  const ended = timeOf(container.last.terminated?.finishedAt)
  const shown = state.reason === 'RunContainerError' ? ended + startRetry - context.now : 0
  if (shown > 0) return shown
  const left = ended + (crashes.get(container.name) ?? 0) - context.now
  if (left > 0) {
    if (state.reason === 'RunContainerError') backOff(pod, container, life, context)
    return left
  }
  noteRestart(container, life)
  return 0
}

/** A start that failed is tried again after that many milliseconds at the earliest. */
const startRetry = 1000

function messageOf({ message }: { readonly message?: string }): { readonly message?: string } {
  return message === undefined ? {} : { message }
}

function backOff(pod: Pod, container: RuntimeContainer, life: PodLife, context: StageContext): void {
  const { name, namespace = '', uid = '' } = pod.metadata
  const where = `${name}_${namespace}(${uid})`
  const told = `Back-off restarting failed container ${container.name} in pod ${where}`
  context.event(pod, 'Warning', 'BackOff', told, fieldPath(pod, container.name))
  const wait = backOffText(life.crashes.get(container.name) ?? 0)
  const message = `back-off ${wait} restarting failed container=${container.name} pod=${where}`
  container.state = { kind: 'waiting', reason: 'CrashLoopBackOff', message }
}

function noteRestart({ name }: RuntimeContainer, { crashes }: PodLife): void {
  const waited = crashes.get(name) ?? 0
  crashes.set(name, waited === 0 ? firstBackOff : Math.min(waited * 2, longestBackOff))
}

/** As Go prints whole seconds: `10s`, `1m20s`, `5m0s`. */
function backOffText(milliseconds: number): string {
  const seconds = milliseconds / 1000
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

function terminate(pod: Pod, life: PodLife, context: StageContext): Look {
  const running = [...life.runtime.init, ...life.runtime.containers].filter(({ state }) => state.kind === 'running')
  if (life.stoppedAt === undefined) {
    for (const container of running) {
      const message = `Stopping container ${container.name}`
      context.event(pod, 'Normal', 'Killing', message, fieldPath(pod, container.name))
    }
    const grace = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000
    // Without waits nobody is to see who needs how long.
    const stubborn = context.timeline.stop > 0 && running.some(container => !heedsTerm(pod, container, context))
    life.stoppedAt =
      context.now + (running.length === 0 ? 0 : stubborn ? grace : Math.min(grace, context.timeline.stop))
    life.starting = undefined
  }
  if (context.now < life.stoppedAt) return { kind: 'wait', wait: life.stoppedAt - context.now }
  endAll(pod, life, context)
  return { kind: 'stopped' }
}

function kill(pod: Pod, life: PodLife, context: StageContext): void {
  for (const container of life.runtime.containers) {
    if (container.state.kind !== 'running') continue
    context.event(pod, 'Normal', 'Killing', `Stopping container ${container.name}`, fieldPath(pod, container.name))
  }
  life.starting = undefined
  endAll(pod, life, context)
}

function endAll(pod: Pod, life: PodLife, context: StageContext): void {
  for (const container of [...life.runtime.init, ...life.runtime.containers]) {
    if (container.state.kind !== 'running') continue
    const { startedAt } = container.state
    const killed = context.timeline.stop > 0 && !heedsTerm(pod, container, context)
    const how = killed ? { exitCode: 137, reason: 'Error' } : { exitCode: 0, reason: 'Completed' }
    container.state = { kind: 'exited', startedAt, finishedAt: context.now, ...how }
    container.ready = false
    container.started = false
  }
}

function heedsTerm(pod: Pod, container: RuntimeContainer, context: StageContext): boolean {
  const spec = specOf(pod, container)
  return spec === undefined || programOf(spec, imageOf(spec, context)).heedsTerm
}
