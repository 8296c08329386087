import { randomUUID } from 'node:crypto'
import type { Containers } from '../api/http/containers.ts'
import type { ControllerContext } from '../controllers/runtime/controller.ts'
import { unless } from '../controllers/runtime/errors.ts'
import { eventRecorder, type EventRecorder } from '../controllers/runtime/event-recorder.ts'
import { leases, nodes } from '../controllers/runtime/resources.ts'
import type { Node } from '../controllers/types/core.ts'
import { createNetwork, type Network } from '../network/network.ts'
import { heartbeat, renewInterval, tellStart } from './heartbeat.ts'
import { startKubelets, type Kubelets } from './kubelet.ts'
import { nodeRuntime, type NodeRuntime } from './node-runtime.ts'
import { leaseNamespace, newNode, podCIDR, type Machinery, type NodeOptions } from './registration.ts'
import { createCatalogue, type Catalogue } from './registry.ts'
import { learnersTimeline, type Timeline } from './timeline.ts'

export interface NodesOptions extends Machinery {
  readonly timeline?: Timeline
  /** The images that there are. */
  readonly catalogue?: Catalogue
  /** The machines that were switched off when an earlier process ended. */
  readonly stopped?: readonly string[]
}

/** The machines of a sandbox and their pretend kubelets. */
export interface SandboxNodes extends Containers {
  /** What connects their pods. */
  readonly network: Network
  /**
   * Adds a machine that registers itself at once.
   *
   * @throws ApiError AlreadyExists, or Invalid for a name or label that Kubernetes refuses.
   */
  add(name: string, options?: NodeOptions): Node
  /** Takes a machine away with its Node object; its pods are collected. False when there is no such machine. */
  remove(name: string): boolean
  /** Cuts a machine's power: its Node object stays and goes NotReady when its lease has run out. */
  powerOff(name: string): boolean
  powerOn(name: string): boolean
  /** The machines, as they were added. */
  machines(): { readonly name: string; readonly powered: boolean }[]
  stop(): void
}

/** Nodes that the sandbox's own kubelets run, told from nodes that somebody made through the API. */
const runtimePrefix = 'containerd://'

/** Starts the kubelets of all nodes that are in the store, as after a restart of the sandbox; `add` brings more. */
export function startNodes(controllers: ControllerContext, options: NodesOptions): SandboxNodes {
  const context = { ...controllers, client: controllers.client.as('kubelet') }
  const { client, clock, informers } = context
  const machines = new Map<string, NodeRuntime>()
  const stopped = new Set(options.stopped)
  const nodeInformer = informers.for<Node>(nodes)
  const catalogue = options.catalogue ?? createCatalogue()
  const answers = (name: string): boolean => machines.get(name)?.powered === true
  const network = createNetwork(context, {
    catalogue,
    answers,
    run: (pod, container) => kubelets.run(pod, container, false)
  })
  const timeline = options.timeline ?? learnersTimeline
  const kubelets: Kubelets = startKubelets(context, machines, { timeline, catalogue, network })
  const recorders = new Map<string, EventRecorder>()
  /** The podCIDRs in use, and an index below which there is no free one. */
  const blocks = new Set<string | undefined>()
  let lowest = 0
  const beats = new Map<string, () => void>()

  nodeInformer.onChange((type, node) => {
    const { name } = node.metadata
    if (type === 'deleted') {
      blocks.delete(node.spec.podCIDR)
      lowest = 0
      forget(name)
      return
    }
    blocks.add(node.spec.podCIDR)
    if (isOurs(node) && !machines.has(name)) adopt(node)
  })

  function freeIndex(): number {
    while (blocks.has(podCIDR(lowest))) lowest += 1
    return lowest
  }

  function recorderOf(name: string): EventRecorder {
    let recorder = recorders.get(name)
    if (recorder === undefined) {
      recorder = eventRecorder(client, clock, 'kubelet', name)
      recorders.set(name, recorder)
    }
    return recorder
  }

  function adopt(node: Node): void {
    const { name } = node.metadata
    machines.set(name, nodeRuntime(node, !stopped.has(name)))
    stopped.delete(name)
    // Not at once: this is called from within the write of the node.
    beats.set(
      name,
      clock.after(0, () => beat(name))
    )
    kubelets.refresh(name)
  }

  function forget(name: string): void {
    machines.delete(name)
    recorders.delete(name)
    beats.get(name)?.()
    beats.delete(name)
  }

  function beat(name: string): void {
    const machine = machines.get(name)
    const node = nodeInformer.get(name)
    if (machine?.powered !== true || node === undefined) return
    try {
      heartbeat(context, node, machine.capacity, recorderOf(name))
    } catch (error) {
      context.onError(error, 'heartbeat', name)
    }
    // Large clusters renew less often, still twice within the lease's duration.
    const interval = renewInterval * Math.min(1.8, Math.max(1, machines.size / 500))
    beats.set(
      name,
      clock.after(interval, () => beat(name))
    )
  }

  function boot(name: string): void {
    const node = nodeInformer.get(name)
    if (node === undefined) return
    const bootID = randomUUID()
    const nodeInfo = { ...node.status?.nodeInfo, bootID }
    const booted = client.updateStatus<Node>(nodes, { ...node, status: { ...node.status, nodeInfo } })
    recorderOf(name).event(booted, 'Normal', 'Starting', 'Starting kubelet.')
    recorderOf(name).event(booted, 'Warning', 'Rebooted', `Node ${name} has been rebooted, boot id: ${bootID}`)
    beat(name)
    kubelets.reboot(name)
  }

  function setPower(name: string, powered: boolean): boolean {
    const machine = machines.get(name)
    if (machine === undefined) return false
    const wasPowered = machine.powered
    machine.powered = powered
    beats.get(name)?.()
    if (powered && !wasPowered) boot(name)
    return true
  }

  return {
    add(name, nodeOptions = {}) {
      const node = newNode(name, freeIndex(), nodeOptions, options, clock)
      const created = client.create<Node>(nodes, node)
      // Creation through the API drops no status of a node, but a kubelet reports it by a request of its own.
      const registered = client.updateStatus<Node>(nodes, { ...created, status: node.status })
      beats.get(name)?.()
      beat(name)
      tellStart(registered, recorderOf(name))
      return registered
    },
    remove(name) {
      if (!machines.has(name)) return false
      unless(['NotFound'], () => client.delete(nodes, undefined, name))
      unless(['NotFound'], () => client.delete(leases, leaseNamespace, name))
      return true
    },
    powerOff: name => setPower(name, false),
    powerOn: name => setPower(name, true),
    network,
    answers: pod => answers(pod.spec.nodeName ?? ''),
    run: kubelets.run,
    look: pod => kubelets.look(pod),
    machines: () => [...machines.values()].map(({ name, powered }) => ({ name, powered })),
    stop() {
      kubelets.stop()
      network.stop()
      for (const cancel of beats.values()) cancel()
      beats.clear()
    }
  }
}

function isOurs(node: Node): boolean {
  return node.status?.nodeInfo?.['containerRuntimeVersion']?.startsWith(runtimePrefix) === true
}
