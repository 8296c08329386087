/** What becomes of a running container: its process ends, or its probes say something. */
import type { Container, Pod, Probe } from '../controllers/types/core.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { RuntimeContainer } from './container-runtime.ts'
import { fieldPath, type StageContext } from './container-start.ts'
import type { Ended } from './main-process.ts'
import type { PodLife } from './pod-life.ts'
import { lookAtProbe } from './prober.ts'
import { probe, type AskPort, type RunCommand } from './probes.ts'
import { programOf } from './processes.ts'
import { runAtOnce } from './run-command.ts'
import type { PulledImage } from './registry.ts'

/** How often a process that has run for long is looked at, in milliseconds. */
const calm = 1000
/** After that many milliseconds a process has run for long. */
const settledAfter = 10_000

/** @returns the milliseconds after which to look again; none when only a change matters. */
export function watchProcess(
  pod: Pod,
  spec: Container,
  container: RuntimeContainer,
  life: PodLife,
  context: StageContext
): number[] {
  const { state } = container
  if (state.kind !== 'running') return []
  const { startedAt } = state
  const image = imageOf(spec, context)
  const waits: number[] = []
  if (!programOf(spec, image).endless) {
    const look = instanceOf(pod, spec, container, life, context)?.process.advance(context.now)
    if (look?.ended !== undefined) {
      exit(container, startedAt, look.ended)
      return [0]
    }
    if (look !== undefined) waits.push(Math.max(look.wait, context.now - startedAt > settledAfter ? calm : 0))
  }
  waits.push(...watchProbes({ pod, spec, container, startedAt, image, life, context }))
  return waits
}

/** An image that the node has; one that is no longer in the catalogue is a server that nothing is known of. */
export function imageOf(spec: Container, { catalogue }: Pick<StageContext, 'catalogue'>): PulledImage {
  const name = spec.image ?? ''
  const found = catalogue.resolve(name)
  return found.kind === 'found' ? found.image : { reference: name, id: '', size: 0, entry: { name } }
}

/** The present run of a container, running or ended; made anew from its start when the sandbox was restarted. */
export function instanceOf(
  pod: Pod,
  spec: Container,
  container: RuntimeContainer,
  life: PodLife,
  context: Pick<StageContext, 'catalogue' | 'newInstance'>
): ContainerInstance | undefined {
  const { state } = container
  const known = life.instances.get(container.name)
  if (known !== undefined) return known
  if (state.kind === 'waiting' || state.startedAt === 0) return undefined
  const made = context.newInstance(pod, spec, imageOf(spec, context), life, state.startedAt)
  life.instances.set(container.name, made)
  return made
}

function exit(container: RuntimeContainer, startedAt: number, { at, exitCode, reason }: Ended): void {
  const why = reason ?? (exitCode === 0 ? 'Completed' : 'Error')
  container.state = { kind: 'exited', startedAt, finishedAt: at, exitCode, reason: why }
  container.ready = false
  container.started = false
}

interface Look {
  readonly pod: Pod
  readonly spec: Container
  readonly container: RuntimeContainer
  readonly startedAt: number
  readonly image: PulledImage
  readonly life: PodLife
  readonly context: StageContext
}

function watchProbes(look: Look): number[] {
  const { spec, container } = look
  if (spec.startupProbe !== undefined && !container.started) {
    const { verdict, waits } = ask(look, 'Startup', spec.startupProbe)
    if (verdict === 'failure') return restart(look, 'startup')
    if (verdict === undefined) return waits
    container.started = true
  }
  const waits: number[] = []
  if (spec.readinessProbe === undefined) container.ready = true
  else {
    const readiness = ask(look, 'Readiness', spec.readinessProbe)
    if (readiness.verdict !== undefined) container.ready = readiness.verdict === 'success'
    waits.push(...readiness.waits)
  }
  if (spec.livenessProbe !== undefined) {
    const liveness = ask(look, 'Liveness', spec.livenessProbe)
    if (liveness.verdict === 'failure') return restart(look, 'liveness')
    waits.push(...liveness.waits)
  }
  return waits
}

function ask(
  look: Look,
  kind: 'Startup' | 'Readiness' | 'Liveness',
  spec: Probe
): { verdict: 'success' | 'failure' | undefined; waits: number[] } {
  const { pod, container, startedAt, life, context } = look
  const key = `${container.name}/${kind}`
  let count = life.probes.get(key)
  if (count === undefined) {
    const first = startedAt + (spec.initialDelaySeconds ?? 0) * 1000
    // What is ready already, as after a restart of the sandbox, need not become so again.
    count = { next: first, successes: 0, failures: 0 }
    life.probes.set(key, count)
  }
  const { verdict, wait } = lookAtProbe(spec, count, context.now, () => {
    const result = probe(spec, look.spec, life.runtime.ip ?? '', askIn(look), runIn(look, spec))
    if (!result.succeeds)
      context.event(
        pod,
        'Warning',
        'Unhealthy',
        `${kind} probe failed: ${result.message}`,
        fieldPath(pod, container.name)
      )
    return result
  })
  return { verdict, waits: wait === undefined ? [] : [wait] }
}

/** Asks the pod from its node, leaving no trace in its logs. */
function askIn({ pod, context }: Look): AskPort {
  return (port, get) => {
    const reached = context.network.connectPod(pod, port, context.node.hostIP)
    if (reached.kind !== 'connected') return undefined
    if (get === undefined) return 200
    const headers = { host: `${reached.address}:${port}`, 'user-agent': 'kube-probe/1.35', accept: '*/*' }
    const request = { method: 'GET', target: get.path ?? '/', headers, body: '' }
    return reached.request(request, context.now, { quiet: true })?.status ?? 0
  }
}

/** Runs the command of a probe in the container, after what its main process has done by now. */
function runIn({ pod, spec, container, life, context }: Look, { timeoutSeconds = 1 }: Probe): RunCommand {
  return command => {
    const instance = instanceOf(pod, spec, container, life, context)
    if (instance === undefined) return { exitCode: 0, output: '' }
    instance.process.advance(context.now)
    const shell = instance.shell(() => context.now, { lenient: true })
    return runAtOnce(shell, command, timeoutSeconds * 1000)
  }
}

function restart(look: Look, kind: 'startup' | 'liveness'): number[] {
  const { pod, spec, container, startedAt, image, context } = look
  const message = `Container ${container.name} failed ${kind} probe, will be restarted`
  context.event(pod, 'Normal', 'Killing', message, fieldPath(pod, container.name))
  const exitCode = programOf(spec, image).heedsTerm ? 0 : 137
  exit(container, startedAt, { at: context.now, exitCode })
  return [0]
}
