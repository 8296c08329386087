import type { KubernetesObject } from '../cluster/kubectl.ts'
import type { Check } from '../lab/lab.ts'
import { worst, type Cause } from './cause.ts'
import { cordonCause } from './cordon.ts'
import { daemonSetReadiness } from './daemon-set.ts'
import { isTerminating, itemsOf, listed, mapAt, nameOf } from './fields.ts'
import { eventCause, lookAt, namesOf, whatInstead } from './look.ts'
import { placementCause } from './placement.ts'
import { isPodReady, podCause, podPhase } from './pod.ts'
import { readinessOf, type Readiness } from './readiness.ts'
import { targetKey } from './target.ts'
import { causeTexts, presenceTexts } from '../texts/texts.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'

/** A verdict on something that does not hold: a cause that waiting cannot cure fails at once. */
export function notSo(expected: string, actual: string, cause: Cause | undefined): Verdict {
  return {
    status: cause?.lasting ? 'failed' : 'waiting',
    expected,
    actual,
    ...(cause && { why: cause.why, ...(cause.hint !== undefined && { hint: cause.hint }) })
  }
}

export async function observeExists(target: string, world: World): Promise<Verdict> {
  const expected = presenceTexts.isThere(target)
  const look = await lookAt(target, world, expected)
  if ('trouble' in look) return look.trouble
  const present = look.items.filter(item => !isTerminating(item))
  if (present.length > 0) return { status: 'passed', expected, actual: presenceTexts.thereAre(namesOf(present)) }
  if (look.items.length > 0) return notSo(expected, presenceTexts.beingDeleted(namesOf(look.items)), undefined)
  return notSo(expected, presenceTexts.notThere, await whatInstead(target, world))
}

export async function observeReady(target: string, world: World): Promise<Verdict> {
  const look = await lookAt(target, world, presenceTexts.isReady(target))
  if ('trouble' in look) return look.trouble
  if (look.items.length === 0)
    return notSo(presenceTexts.isReady(target), presenceTexts.notThere, await whatInstead(target, world))
  const each = await Promise.all(look.items.map(async item => ({ item, readiness: await readinessIn(item, world) })))
  const late = each.filter(({ readiness }) => !readiness.ready)
  const single = each.length === 1 ? each[0]?.readiness : undefined
  const expected = single?.expected ?? presenceTexts.objectsReady(each.length)
  if (late.length === 0)
    return { status: 'passed', expected, actual: single?.actual ?? presenceTexts.readyOf(each.length, each.length) }
  const details = late.map(({ item, readiness }) => `${nameOf(item)}: ${readiness.actual}`)
  const actual =
    single?.actual ?? `${presenceTexts.readyOf(each.length - late.length, each.length)}; ${listed(details)}`
  const cause = worst(late.map(({ readiness }) => readiness.cause))
  const first = late[0]
  return notSo(
    expected,
    actual,
    cause ?? (first && makesPods(first.item) ? await podsCause(first.item, world) : undefined)
  )
}

async function readinessIn(object: KubernetesObject, world: World): Promise<Readiness> {
  if (object.kind !== 'DaemonSet') return readinessOf(object)
  const [nodes, pods] = await Promise.all([world.kubectl.get(['nodes']), world.kubectl.get(podsOf(object))])
  if (!nodes.ok || !pods.ok) {
    const words = !nodes.ok ? nodes.failure.message : !pods.ok ? pods.failure.message : ''
    return { ready: false, expected: presenceTexts.onEveryNode, actual: words }
  }
  const readiness = daemonSetReadiness(object, itemsOf(nodes.value), itemsOf(pods.value))
  if (readiness.ready || readiness.cause?.lasting === true) return readiness
  const cause = (await placementCause(itemsOf(pods.value), world)) ?? readiness.cause
  return { ...readiness, cause: cause ?? (await eventCause(object, world)) }
}

/** What keeps pods, or the pods of controllers, from being ready; undefined when all are, or nothing is known. */
export async function causeOf(objects: readonly KubernetesObject[], world: World): Promise<Cause | undefined> {
  const [first] = objects
  if (objects.length !== 1 || !first || !(first.kind === 'DaemonSet' || makesPods(first)))
    return worst(objects.map(podCauseOf)) ?? cordonCause(objects)
  const readiness = await readinessIn(first, world)
  return readiness.ready ? undefined : (readiness.cause ?? (makesPods(first) ? podsCause(first, world) : undefined))
}

function podCauseOf(object: KubernetesObject): Cause | undefined {
  return object.kind === 'Pod' ? podCause(object) : undefined
}

const podMakers = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'Job'])

function makesPods(object: KubernetesObject): boolean {
  return podMakers.has(object.kind ?? '')
}

/** The pods that an object's selector finds, as kubectl get arguments. */
function podsOf(object: KubernetesObject): string[] {
  const labels =
    object.kind === 'ReplicationController'
      ? mapAt(object, 'spec', 'selector')
      : mapAt(object, 'spec', 'selector', 'matchLabels')
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  const namespace = object.metadata?.namespace
  return ['pods', '-l', selector.join(','), ...(namespace === undefined ? [] : ['-n', namespace])]
}

/** What keeps a controller's pods from being ready: the pods' own words, else the controller's events. */
async function podsCause(object: KubernetesObject, world: World): Promise<Cause | undefined> {
  const answer = await world.kubectl.get(podsOf(object))
  const pods = answer.ok ? itemsOf(answer.value).filter(pod => !isPodReady(pod)) : []
  return worst(pods.map(podCause)) ?? (await eventCause(object, world))
}

/** Absence after presence: what was never seen cannot be said to be gone. */
export async function observeGone(target: string, world: World): Promise<Verdict> {
  const expected = presenceTexts.isGone(target)
  const look = await lookAt(target, world, expected)
  if ('trouble' in look) return look.trouble
  if (look.items.length > 0) {
    const stopping = look.items.filter(isTerminating)
    const actual =
      stopping.length === look.items.length
        ? presenceTexts.onTheWayOut(namesOf(stopping))
        : presenceTexts.stillThere(namesOf(look.items))
    return notSo(expected, actual, undefined)
  }
  if (world.seen.has(targetKey(target))) return { status: 'passed', expected, actual: presenceTexts.wasThere }
  return notSo(expected, presenceTexts.neverSeen, {
    why: presenceTexts.neverSeenWhy,
    hint: presenceTexts.neverSeenHint,
    lasting: false
  })
}

/** The nodes that have a ready pod of the target are exactly those that the check names. */
export async function observeOnNodes(check: Extract<Check, { kind: 'onNodes' }>, world: World): Promise<Verdict> {
  const look = await lookAt(check.target, world, check.that)
  if ('trouble' in look) return look.trouble
  let wanted: readonly string[]
  if ('selector' in check.nodes) {
    const nodes = await lookAt(`nodes -l ${check.nodes.selector}`, world, check.that)
    if ('trouble' in nodes) return nodes.trouble
    wanted = nodes.items.map(nameOf)
    if (wanted.length === 0)
      return notSo(presenceTexts.onNodesWith(check.nodes.selector), presenceTexts.noNodeWith, {
        why: presenceTexts.noNodeWithWhy(check.nodes.selector),
        hint: causeTexts.labelsHint('kubectl get nodes --show-labels'),
        lasting: false
      })
  } else wanted = check.nodes
  const expected = presenceTexts.exactlyOn(listed([...wanted].sort(), 10))
  const ready = new Set(look.items.filter(isPodReady).map(nodeName))
  const others = look.items.filter(pod => !wanted.includes(nodeName(pod)))
  const lacking = wanted.filter(name => !ready.has(name))
  if (lacking.length === 0 && others.length === 0) return { status: 'passed', expected, actual: expected }
  const actual = [
    ...lacking.map(name => {
      const pod = look.items.find(each => nodeName(each) === name)
      return pod ? `${name}: ${podPhase(pod)}` : presenceTexts.noPodOn(name)
    }),
    ...others.map(pod =>
      nodeName(pod) === ''
        ? presenceTexts.podIsOnNone(nameOf(pod), podPhase(pod))
        : presenceTexts.podIsOn(nameOf(pod), nodeName(pod), podPhase(pod))
    )
  ]
  const instead = look.items.length === 0 ? await whatInstead(check.target, world) : undefined
  const placement = await placementCause(look.items, world)
  return notSo(expected, listed(actual, 4), placement ?? worst(look.items.map(podCause)) ?? instead)
}

function nodeName(pod: KubernetesObject): string {
  const { nodeName: name } = (pod.spec ?? {}) as { nodeName?: unknown }
  return typeof name === 'string' ? name : ''
}

/** Target of a check on absence, for the session's memory. */
export function goneTargets(checks: readonly Check[]): string[] {
  return [...new Set(checks.flatMap(check => (check.kind === 'gone' ? [check.target] : [])))]
}

/**
 * Looks for what later checks want gone, so that it counts as seen however and whenever the learner deletes it.
 * Call it after each step; it costs one `kubectl get` for each target that was not seen yet.
 */
export async function noteSeen(checks: readonly Check[], world: World): Promise<void> {
  const unseen = goneTargets(checks).filter(target => !world.seen.has(targetKey(target)))
  await Promise.all(unseen.map(target => lookAt(target, world, '')))
}
