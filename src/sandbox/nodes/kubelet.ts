import { randomBytes } from 'node:crypto'
import { timestamp } from '../clock.ts'
import type { KubeObject } from '../object.ts'
import { runController, type Controller, type ControllerContext } from '../controllers/runtime/controller.ts'
import { unless } from '../controllers/runtime/errors.ts'
import { eventRecorder, type EventRecorder } from '../controllers/runtime/event-recorder.ts'
import { sameJson } from '../controllers/runtime/hash.ts'
import { keyOf, type Index } from '../controllers/runtime/informer.ts'
import { isFinished, isTerminating } from '../controllers/runtime/pods.ts'
import { configMaps, nodes, pods, secrets } from '../controllers/runtime/resources.ts'
import type { Node, Pod, PodStatus } from '../controllers/types/core.ts'
import type { Network } from '../network/network.ts'
import { refuses, type Refusal } from './admission.ts'
import { missingConfiguration, missingVolume, type ConfigurationSource } from './configuration.ts'
import { runtimeOf } from './container-runtime.ts'
import { runOf, type ContainerRun } from './container-run.ts'
import { containerInstance } from './container-instance.ts'
import type { StageContext } from './container-start.ts'
import type { NodeRuntime } from './node-runtime.ts'
import { backOffAfter, loseSandbox, newLife, type PodLife } from './pod-life.ts'
import { progress } from './pod-stages.ts'
import { podStatus } from './pod-status.ts'
import { qosClass } from './qos.ts'
import type { Catalogue } from './registry.ts'
import type { Timeline } from './timeline.ts'

/** Files pods under the node that they are bound to. */
export const byNode: Index<KubeObject> = object => {
  const { nodeName } = (object as Pod).spec
  return nodeName === undefined || nodeName === '' ? [] : [nodeName]
}

/** The pretend kubelets of all nodes: one queue of pods, each of which goes through its stages on the time line. */
export interface Kubelets extends Controller {
  /** Looks at all pods of a node anew. */
  refresh(node: string): void
  /** Looks at a pod of which something has changed inside: also at probes that were content. */
  look(pod: Pod): void
  /** A machine that was switched off is on again: nothing of its pods runs any more, and all of it starts anew. */
  reboot(node: string): void
  /** See container-run.ts; undefined when the pod is on none of these nodes, or has no such run. */
  readonly run: (pod: Pod, container: string, previous: boolean) => ContainerRun | undefined
}

export interface KubeletOptions {
  readonly timeline: Timeline
  readonly catalogue: Catalogue
  readonly network: Network
}

/** @param machines the nodes that have a kubelet here, by name. */
export function startKubelets(
  context: ControllerContext,
  machines: ReadonlyMap<string, NodeRuntime>,
  { timeline, catalogue, network }: KubeletOptions
): Kubelets {
  const { client, clock, informers } = context
  const podInformer = informers.for<Pod>(pods)
  const nodeInformer = informers.for<Node>(nodes)
  const configMapInformer = informers.for(configMaps)
  const secretInformer = informers.for(secrets)
  const lives = new Map<string, PodLife>()
  const recorders = new Map<string, EventRecorder>()
  const controller = runController(context, 'kubelet', sync)
  const { queue } = controller

  podInformer.onChange((type, pod, before) => {
    const uid = pod.metadata.uid ?? ''
    if (type === 'deleted' || (before !== undefined && before.metadata.uid !== uid)) forget(before ?? pod)
    if (type === 'deleted' || !machines.has(pod.spec.nodeName ?? '')) return
    queue.add(keyOf(pod))
  })

  const source: ConfigurationSource = {
    configMap: (namespace, name) => keysOf(configMapInformer.get(`${namespace}/${name}`), ['data', 'binaryData']),
    secret: (namespace, name) => keysOf(secretInformer.get(`${namespace}/${name}`), ['data'])
  }

  function forget(pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    const life = lives.get(uid)
    if (life?.runtime.ip !== undefined) machines.get(pod.spec.nodeName ?? '')?.addresses.release(life.runtime.ip)
    lives.delete(uid)
  }

  function recorderOf(node: string): EventRecorder {
    let recorder = recorders.get(node)
    if (recorder === undefined) {
      recorder = eventRecorder(client, clock, 'kubelet', node)
      recorders.set(node, recorder)
    }
    return recorder
  }

  function lifeOf(pod: Pod, node: NodeRuntime): PodLife {
    const uid = pod.metadata.uid ?? ''
    let life = lives.get(uid)
    if (life === undefined) {
      life = newLife(runtimeOf(pod))
      takeUp(life, node)
      lives.set(uid, life)
    }
    return life
  }

  /** A pod that ran here before the sandbox was started anew goes on where it was. */
  function takeUp(life: PodLife, node: NodeRuntime): void {
    const { ip, init, containers } = life.runtime
    if (ip !== undefined && ip !== node.hostIP) node.addresses.reserve(ip)
    for (const container of [...init, ...containers]) {
      if (container.imageID !== '') node.images.add(container.image)
      if (container.restarts > 0) life.crashes.set(container.name, backOffAfter(container.restarts))
    }
  }

  function sync(key: string): void {
    const pod = podInformer.get(key)
    const node = machines.get(pod?.spec.nodeName ?? '')
    if (pod === undefined || node?.powered !== true) return
    const life = lifeOf(pod, node)
    const isNew = pod.status?.startTime === undefined && !isFinished(pod)
    const refusal = isNew
      ? refuses(pod, podInformer.indexed(byNode, node.name), nodeInformer.get(node.name))
      : undefined
    if (refusal !== undefined) {
      reject(pod, node, refusal)
      return
    }
    // The pod is taken note of before anything is done for it, so that ContainerCreating is seen.
    const current = isNew ? writeStatus(pod, podStatus(pod, life.runtime, node, timestamp(clock))) : pod
    if (current === undefined) return
    const look = progress(current, life, stagesOn(node))
    if (look.kind === 'wait') {
      if (!isFinished(current)) writeStatus(current, podStatus(current, life.runtime, node, timestamp(clock)))
      if (look.wait !== undefined) queue.addAfter(key, look.wait)
      return
    }
    const failed = look.kind === 'failed' ? look : undefined
    const finished = isFinished(current)
      ? current.status
      : podStatus(current, life.runtime, node, timestamp(clock), failed)
    const written =
      finished === current.status ? current : writeStatus(current, withTerminalPhase(finished ?? {}, look.kind))
    if (look.kind === 'stopped' && written !== undefined) remove(written)
  }

  /** A pod that came past the scheduler and does not fit ends at once (kubelet's rejectPod). */
  function reject(pod: Pod, node: NodeRuntime, { reason, message }: Refusal): void {
    recorderOf(node.name).event(pod, 'Warning', reason, message)
    const status = {
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      startTime: timestamp(clock)
    } as const
    writeStatus(pod, { ...pod.status, ...status, qosClass: pod.status?.qosClass ?? qosClass(pod.spec) })
  }

  function loseProcesses(pod: Pod, life: PodLife, node: NodeRuntime): void {
    if (isTerminating(pod)) return
    if (loseSandbox(life, clock.now())) {
      const message = 'Pod sandbox changed, it will be killed and re-created.'
      recorderOf(node.name).event(pod, 'Normal', 'SandboxChanged', message)
    }
    if (life.runtime.ip !== undefined) node.addresses.release(life.runtime.ip)
    life.runtime.ip = undefined
  }

  function stagesOn(node: NodeRuntime): StageContext {
    const recorder = recorderOf(node.name)
    return {
      now: clock.now(),
      timeline,
      node,
      event: (pod, type, reason, message, fieldPath) => recorder.event(pod, type, reason, message, fieldPath),
      missingConfiguration: (pod, container) => missingConfiguration(source, pod, container),
      missingVolume: pod => missingVolume(source, pod),
      newContainerID: () => randomBytes(32).toString('hex'),
      catalogue,
      network,
      newInstance: (pod, container, image, life, startedAt) =>
        containerInstance({
          client,
          network,
          pod: withAddresses(pod, life, node),
          container,
          image,
          volumes: life.volumes,
          startedAt
        })
    }
  }

  /** @returns the pod as stored, or `undefined` when it is no more or was changed meanwhile. */
  function writeStatus(pod: Pod, status: PodStatus): Pod | undefined {
    if (sameJson(status, pod.status)) return pod
    return unless(['NotFound', 'Conflict'], () => client.updateStatus<Pod>(pods, { ...pod, status }))
  }

  function remove(pod: Pod): void {
    const { namespace, name, uid } = pod.metadata
    const options = { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { preconditions: { uid } }) }
    unless(['NotFound', 'Conflict'], () => client.delete(pods, namespace, name, options))
  }

  return {
    ...controller,
    refresh(node) {
      for (const pod of podInformer.indexed(byNode, node)) queue.add(keyOf(pod))
    },
    run(pod, container, previous) {
      const node = machines.get(pod.spec.nodeName ?? '')
      return node && runOf(pod, container, previous, lifeOf(pod, node), stagesOn(node))
    },
    look(pod) {
      for (const count of lives.get(pod.metadata.uid ?? '')?.probes.values() ?? [])
        if (count.next === Infinity) count.next = clock.now()
      queue.add(keyOf(pod))
    },
    reboot(name) {
      const node = machines.get(name)
      if (node === undefined) return
      for (const pod of podInformer.indexed(byNode, name)) {
        if (!isFinished(pod)) loseProcesses(pod, lifeOf(pod, node), node)
        queue.add(keyOf(pod))
      }
    }
  }
}

/** A pod that was stopped for good ends in a phase that no longer changes (kubelet, since 1.27). */
function withTerminalPhase(status: PodStatus, kind: 'failed' | 'stopped'): PodStatus {
  if (kind === 'failed' || status.phase === 'Failed' || status.phase === 'Succeeded') return status
  const codes = (status.containerStatuses ?? []).map(({ state }) => state.terminated?.exitCode)
  return { ...status, phase: codes.every(code => code === 0) ? 'Succeeded' : 'Failed' }
}

/** A pod with the addresses that its status may not tell yet. */
function withAddresses(pod: Pod, { runtime }: PodLife, { hostIP }: NodeRuntime): Pod {
  const podIP = runtime.ip ?? pod.status?.podIP ?? ''
  return { ...pod, status: { ...pod.status, hostIP, hostIPs: [{ ip: hostIP }], podIP, podIPs: [{ ip: podIP }] } }
}

function keysOf(object: KubeObject | undefined, fields: readonly string[]): readonly string[] | undefined {
  if (object === undefined) return undefined
  return fields.flatMap(field => Object.keys((object[field] as Record<string, string> | undefined) ?? {}))
}
