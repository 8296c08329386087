import type { KubernetesObject } from '../cluster/kubectl.ts'
import { formatQuantity, parseQuantity } from '../sandbox/scheduler/quantity.ts'
import { causeTexts } from '../texts/texts.ts'
import type { Cause } from './cause.ts'
import { nodeOf } from './daemon-set.ts'
import { condition, field, isTerminating, itemsOf, listAt, nameOf, numberAt, textAt } from './fields.ts'
import type { World } from './world.ts'

/** Why one of these pods finds no place, from its node and the other pods there; undefined when all have one. */
export async function placementCause(
  pods: readonly KubernetesObject[],
  world: Pick<World, 'kubectl'>
): Promise<Cause | undefined> {
  const waiting = pods.filter(pod => !isTerminating(pod) && condition(pod, 'PodScheduled')?.status === 'False')
  if (waiting.length === 0) return undefined
  const [nodes, all] = await Promise.all([
    world.kubectl.get(['nodes']),
    world.kubectl.get(['pods', '--all-namespaces'])
  ])
  if (!nodes.ok || !all.ok) return undefined
  for (const pod of waiting) {
    const node = itemsOf(nodes.value).find(each => nameOf(each) === nodeOf(pod))
    const others = itemsOf(all.value).filter(
      each => node !== undefined && textAt(each, 'spec', 'nodeName') === nameOf(node) && !isOver(each)
    )
    const cause = node && (portCause(pod, node, others) ?? roomCause(pod, node, others))
    if (cause !== undefined) return cause
  }
  return undefined
}

function isOver(pod: KubernetesObject): boolean {
  return ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase'))
}

/** A pod of the node holds the port of the node that this one wants. */
function portCause(
  pod: KubernetesObject,
  node: KubernetesObject,
  others: readonly KubernetesObject[]
): Cause | undefined {
  for (const port of hostPorts(pod)) {
    const holder = others.find(each => hostPorts(each).includes(port))
    if (holder === undefined) continue
    return {
      why: causeTexts.portHeld(makerOf(pod), nameOf(node), nameOf(holder), port),
      hint: causeTexts.portHeldHint(makerOf(pod)),
      lasting: true
    }
  }
  return undefined
}

function hostPorts(pod: KubernetesObject): number[] {
  return listAt(pod, 'spec', 'containers')
    .flatMap(container => listAt(container, 'ports'))
    .map(port => numberAt(port, 'hostPort'))
    .filter(port => port > 0)
}

/** The pod asks for more than is free on its node. */
function roomCause(
  pod: KubernetesObject,
  node: KubernetesObject,
  others: readonly KubernetesObject[]
): Cause | undefined {
  for (const resource of ['memory', 'cpu'] as const) {
    const wanted = requested(pod, resource)
    const taken = others.reduce((sum, each) => sum + requested(each, resource), 0)
    const free = Math.max(0, amount(field(node, 'status', 'allocatable', resource)) - taken)
    if (wanted <= free) continue
    const said = (value: number): string =>
      resource === 'memory' ? rounded(value) : formatQuantity(Math.floor(value * 1000) / 1000, 'decimal')
    return {
      why: causeTexts.noRoom(makerOf(pod), `${said(wanted)} ${resource}`, nameOf(node), said(free)),
      hint: causeTexts.noRoomHint(`requests.${resource}`),
      lasting: true
    }
  }
  return undefined
}

function requested(pod: KubernetesObject, resource: string): number {
  const containers = listAt(pod, 'spec', 'containers')
  return containers.reduce<number>((sum, each) => sum + amount(field(each, 'resources', 'requests', resource)), 0)
}

function amount(quantity: unknown): number {
  return typeof quantity === 'string' || typeof quantity === 'number' ? parseQuantity(quantity) : 0
}

/** Bytes in the largest unit that leaves a whole number, rounded down: 7Gi. */
function rounded(bytes: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti']
  let [value, unit] = [bytes, 0]
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1]
  return `${Math.floor(value)}${units[unit] ?? ''}`
}

/** What made the pod, or the pod itself. */
function makerOf(pod: KubernetesObject): string {
  return textAt(listAt(pod, 'metadata', 'ownerReferences')[0], 'name') || nameOf(pod)
}
