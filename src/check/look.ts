import type { KubernetesObject } from '../cluster/kubectl.ts'
import { nearest } from '../lab/nearest.ts'
import type { Cause } from './cause.ts'
import { itemsOf, listed, nameOf, textAt } from './fields.ts'
import { sentence } from './pod.ts'
import { readTarget, targetArguments, targetKey } from './target.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'
import { causeTexts, presenceTexts } from '../texts/texts.ts'

/** What a target names at present; `trouble` is a verdict when the cluster would not say. */
export type Look =
  | { readonly found: KubernetesObject | undefined; readonly items: readonly KubernetesObject[] }
  | { readonly trouble: Verdict }

/** Asks the cluster for a target, and remembers what was seen for checks on absence. */
export async function lookAt(target: string, world: World, expected: string): Promise<Look> {
  const answer = await world.kubectl.get(targetArguments(target))
  if (!answer.ok) {
    const words = sentence(answer.failure.message)
    return { trouble: { status: 'waiting', expected, actual: words, ...troubleCause(words, target) } }
  }
  const items = itemsOf(answer.value)
  for (const item of items) {
    const uid = item.metadata?.uid
    if (uid === undefined) continue
    world.seen.add(targetKey(target), uid)
    const { scope } = readTarget(target)
    if (item.kind) world.seen.add([`${item.kind.toLowerCase()}/${nameOf(item)}`, ...scope].join(' '), uid)
  }
  return { found: answer.value, items }
}

function troubleCause(words: string, target: string): { why?: string; hint?: string } {
  if (/doesn't have a resource type/.test(words))
    return {
      why: causeTexts.noKind(readTarget(target).resource),
      hint: causeTexts.kindsHint('kubectl api-resources')
    }
  if (/forbidden/i.test(words))
    return { why: causeTexts.forbidden, hint: causeTexts.forbiddenHint('kubectl auth can-i --list') }
  if (/refused|no such host|unable to connect|timed? ?out|was refused/i.test(words))
    return { why: causeTexts.noAnswer, hint: causeTexts.noAnswerHint('kubewalk doctor') }
  return {}
}

/** What there is instead of an object that is not there: a name one slip away, or the same name in another namespace. */
export async function whatInstead(target: string, world: World): Promise<Cause | undefined> {
  const { resource, name, scope } = readTarget(target)
  const all = await world.kubectl.get([resource, '--all-namespaces'])
  const answer = all.ok ? all : await world.kubectl.get([resource, ...scope])
  if (!answer.ok) return undefined
  const items = itemsOf(answer.value)
  if (name === undefined) {
    const others = items.filter(item => !item.metadata?.namespace?.startsWith('kube-'))
    if (others.length === 0 || !/-l|selector/.test(target)) return undefined
    return {
      why: causeTexts.noneWithLabels(counted(others.length, resource)),
      lasting: false
    }
  }
  const same = items.find(item => nameOf(item) === name && item.metadata?.namespace !== undefined)
  if (same) {
    const namespace = same.metadata?.namespace ?? ''
    return {
      why: causeTexts.otherNamespace(name, namespace),
      hint: causeTexts.otherNamespaceHint(`-n ${namespace}`),
      lasting: false
    }
  }
  const names = items.map(nameOf)
  const near = nearest(name, names)
  return near === undefined
    ? undefined
    : {
        why: causeTexts.nearName(resource, name, near),
        hint: causeTexts.nearNameHint(name),
        lasting: false
      }
}

/** "1 pod", "2 pods": resources by their names, which are English in every language. */
export function counted(number: number, resource: string): string {
  return `${number} ${resource.replace(/s$/, '')}${number === 1 ? '' : 's'}`
}

/** Warnings about an object that explain why its controller makes no pods: quota, admission, a forbidden field. */
export async function eventCause(object: KubernetesObject, world: World): Promise<Cause | undefined> {
  const uid = object.metadata?.uid
  if (uid === undefined) return undefined
  const { namespace } = object.metadata ?? {}
  const answer = await world.kubectl.get([
    'events',
    ...(namespace === undefined ? [] : ['-n', namespace]),
    '--field-selector',
    `involvedObject.uid=${uid},type=Warning`
  ])
  const events = answer.ok ? itemsOf(answer.value) : []
  const latest = events
    .filter(event => textAt(event, 'reason').startsWith('Failed'))
    .sort((a, b) => timeOf(a).localeCompare(timeOf(b)))
    .at(-1)
  if (!latest) return undefined
  const message = textAt(latest, 'message')
  const quota = /exceeded quota: ([^,]+), requested: .+?, used: (.+?), limited: (\S+)/.exec(message)
  if (quota !== null)
    return {
      why: causeTexts.quotaUsedUp(quota[1] ?? '', quota[3] ?? '', quota[2] ?? ''),
      hint: causeTexts.quotaUsedUpHint('kubectl describe quota'),
      lasting: true
    }
  const lasting = /forbidden|violates PodSecurity|is invalid/i.test(message)
  const hint = causeTexts.eventsHint(`kubectl describe ${(object.kind ?? '').toLowerCase()} ${nameOf(object)}`)
  return { why: sentence(message), hint, lasting }
}

function timeOf(event: KubernetesObject): string {
  return textAt(event, 'lastTimestamp') || textAt(event, 'eventTime') || textAt(event, 'metadata', 'creationTimestamp')
}

/** "web-1, web-2 and 3 more", or that there is nothing. */
export function namesOf(items: readonly KubernetesObject[]): string {
  return items.length === 0 ? presenceTexts.nothing : listed(items.map(nameOf))
}
