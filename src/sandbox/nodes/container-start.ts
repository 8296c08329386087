/** Pulling, creating and starting one container, with the events of kuberuntime_container.go and image_manager.go. */
import type { Container, Pod } from '../controllers/types/core.ts'
import type { Network } from '../network/network.ts'
import type { RuntimeContainer } from './container-runtime.ts'
import { containerState } from './container-runtime.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { NodeRuntime } from './node-runtime.ts'
import { firstBackOff, longestBackOff, type PodLife } from './pod-life.ts'
import { missingCommand } from './processes.ts'
import type { Catalogue, PulledImage } from './registry.ts'
import type { Timeline } from './timeline.ts'

/** What a pod's stages ask of the kubelet that they run in. */
export interface StageContext {
  readonly now: number
  readonly timeline: Timeline
  readonly node: NodeRuntime
  event(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void
  /** Why a container's environment cannot be made, for example a config map that is not there. */
  missingConfiguration(pod: Pod, container: Container): string | undefined
  /** Why a volume cannot be mounted. */
  missingVolume(pod: Pod): string | undefined
  newContainerID(): string
  readonly catalogue: Catalogue
  readonly network: Network
  /** Makes the run of a container that began then. */
  newInstance(pod: Pod, spec: Container, image: PulledImage, life: PodLife, startedAt: number): ContainerInstance
}

/** `wait` milliseconds until the next look; `blocked` lets the pod's other containers go on meanwhile. */
export type StartProgress =
  { readonly done: true } | { readonly done: false; readonly wait: number; readonly blocked: boolean }

const done: StartProgress = { done: true }
const blocked = (wait: number): StartProgress => ({ done: false, wait, blocked: true })
const wait = (milliseconds: number): StartProgress => ({ done: false, wait: milliseconds, blocked: false })

/** Goes on with the start of a container as far as it comes without waiting. */
export function progressStart(
  pod: Pod,
  spec: Container,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext
): StartProgress {
  if (life.starting === undefined) {
    const begun = begin(pod, spec, container, life, context)
    if (begun !== undefined) return begun
  }
  for (;;) {
    const { starting } = life
    if (starting === undefined) return done
    if (context.now < starting.until) return wait(starting.until - context.now)
    if (starting.stage === 'create') {
      afterCreate(pod, container, life, context, starting.image)
      continue
    }
    const after =
      starting.stage === 'pull'
        ? afterPull(pod, spec, container, life, context, starting.began)
        : afterStart(pod, spec, container, life, context, starting.image)
    if (after !== undefined) return after
  }
}

export function fieldPath(pod: Pod, name: string): string {
  const isInit = pod.spec.initContainers?.some(each => each.name === name) === true
  return `spec.${isInit ? 'initContainers' : 'containers'}{${name}}`
}

function tell(
  context: StageContext,
  pod: Pod,
  container: RuntimeContainer,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string
): void {
  context.event(pod, type, reason, message, fieldPath(pod, container.name))
}

function begin(
  pod: Pod,
  spec: Container,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext
): StartProgress | undefined {
  const image = spec.image ?? ''
  const failed = life.pulls.get(container.name)
  if (failed !== undefined && context.now < failed.failedAt + failed.wait) {
    return backOffFromPull(pod, container, image, life, context)
  }
  const found = context.catalogue.resolve(image)
  if (found.kind === 'invalid') {
    container.state = { kind: 'waiting', reason: 'InvalidImageName', message: found.error }
    once(life, `invalid/${container.name}`, () => {
      tell(context, pod, container, 'Warning', 'InspectFailed', found.error)
      tell(context, pod, container, 'Warning', 'Failed', 'Error: InvalidImageName')
    })
    return blocked(longestBackOff)
  }
  const policy = spec.imagePullPolicy ?? 'IfNotPresent'
  const present = found.kind === 'found' && context.node.images.has(found.image.reference)
  if (present && policy !== 'Always') {
    const message = `Container image "${image}" already present on machine and can be accessed by the pod`
    tell(context, pod, container, 'Normal', 'Pulled', message)
    return toCreate(pod, spec, container, life, context, found.image)
  }
  if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`
    container.state = { kind: 'waiting', reason: 'ErrImageNeverPull', message }
    once(life, `never/${container.name}`, () => {
      tell(context, pod, container, 'Warning', 'ErrImageNeverPull', message)
      tell(context, pod, container, 'Warning', 'Failed', 'Error: ErrImageNeverPull')
    })
    return blocked(context.timeline.resync)
  }
  tell(context, pod, container, 'Normal', 'Pulling', `Pulling image "${image}"`)
  const takes = context.timeline.pull(found.kind === 'found' ? found.image.size : 0, present)
  life.starting = { container, stage: 'pull', began: context.now, until: context.now + takes }
  return undefined
}

function once(life: PodLife, what: string, telling: () => void): void {
  if (life.told.has(what)) return
  life.told.add(what)
  telling()
}

/** The first look after a failed pull turns ErrImagePull into ImagePullBackOff. */
function backOffFromPull(
  pod: Pod,
  container: RuntimeContainer,
  image: string,
  life: PodLife,
  context: StageContext
): StartProgress {
  const failed = life.pulls.get(container.name)
  if (failed === undefined) return blocked(0)
  const look = failed.failedAt + context.timeline.resync
  const end = failed.failedAt + failed.wait
  if (context.now < look) return blocked(look - context.now)
  if (container.state.kind === 'waiting' && container.state.reason !== 'ImagePullBackOff') {
    const message = `Back-off pulling image "${image}"`
    tell(context, pod, container, 'Normal', 'BackOff', message)
    tell(context, pod, container, 'Warning', 'Failed', 'Error: ImagePullBackOff')
    container.state = {
      kind: 'waiting',
      reason: 'ImagePullBackOff',
      message: `${message}: ErrImagePull: ${failed.error}`
    }
  }
  return blocked(end - context.now)
}

function afterPull(
  pod: Pod,
  spec: Container,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext,
  began: number
): StartProgress | undefined {
  life.starting = undefined
  const image = spec.image ?? ''
  const found = context.catalogue.resolve(image)
  if (found.kind !== 'found') {
    tell(context, pod, container, 'Warning', 'Failed', `Failed to pull image "${image}": ${found.error}`)
    tell(context, pod, container, 'Warning', 'Failed', 'Error: ErrImagePull')
    container.state = { kind: 'waiting', reason: 'ErrImagePull', message: found.error }
    const before = life.pulls.get(container.name)
    const longer = before === undefined ? firstBackOff : Math.min(before.wait * 2, longestBackOff)
    life.pulls.set(container.name, { wait: longer, failedAt: context.now, error: found.error })
    return blocked(context.timeline.resync)
  }
  life.pulls.delete(container.name)
  context.node.images.add(found.image.reference)
  const took = duration(context.now - began)
  const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${found.image.size} bytes.`
  tell(context, pod, container, 'Normal', 'Pulled', message)
  return toCreate(pod, spec, container, life, context, found.image)
}

/** How often a kubelet looks for a config map or secret again, in milliseconds. */
const configurationRetry = 10_000

function toCreate(
  pod: Pod,
  spec: Container,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext,
  image: PulledImage
): StartProgress | undefined {
  const missing = context.missingConfiguration(pod, spec)
  if (missing !== undefined) {
    container.state = { kind: 'waiting', reason: 'CreateContainerConfigError', message: missing }
    tell(context, pod, container, 'Warning', 'Failed', `Error: ${missing}`)
    return blocked(configurationRetry)
  }
  life.starting = { container, stage: 'create', image, until: context.now + context.timeline.create }
  return undefined
}

function afterCreate(
  pod: Pod,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext,
  image: PulledImage
): void {
  // The run before this one, whose end stays visible as the last state.
  if (container.state.kind === 'exited') container.last = containerState(container)
  if (container.id !== undefined) container.restarts += 1
  container.id = `containerd://${context.newContainerID()}`
  container.image = image.reference
  container.imageID = image.id
  tell(context, pod, container, 'Normal', 'Created', 'Container created')
  life.starting = { container, stage: 'start', image, until: context.now + context.timeline.start }
}

function afterStart(
  pod: Pod,
  spec: Container,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext,
  image: PulledImage
): StartProgress {
  life.starting = undefined
  const missing = missingCommand(spec, image)
  if (missing !== undefined) {
    const why = `exec: "${missing}": executable file not found in $PATH: unknown`
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}`
    tell(context, pod, container, 'Warning', 'Failed', `Error: ${message}`)
    container.state = {
      kind: 'exited',
      startedAt: 0,
      finishedAt: context.now,
      exitCode: 128,
      reason: 'StartError',
      message
    }
    return blocked(0)
  }
  tell(context, pod, container, 'Normal', 'Started', 'Container started')
  container.state = { kind: 'running', startedAt: context.now }
  const before = life.instances.get(container.name)
  if (before !== undefined) life.previous.set(container.name, before)
  life.instances.delete(container.name)
  for (const kind of ['Startup', 'Readiness', 'Liveness']) life.probes.delete(`${container.name}/${kind}`)
  container.started = spec.startupProbe === undefined
  container.ready = spec.startupProbe === undefined && spec.readinessProbe === undefined
  return done
}

/** As Go prints a duration rounded to milliseconds: `412ms`, `1.2s`. */
function duration(milliseconds: number): string {
  const rounded = Math.round(milliseconds)
  return rounded < 1000 ? (rounded === 0 ? '0s' : `${rounded}ms`) : `${rounded / 1000}s`
}
