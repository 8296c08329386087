import type { KubernetesObject } from '../cluster/kubectl.ts'
import type { Check } from '../lab/lab.ts'
import { replacedTexts } from '../texts/texts.ts'
import { isTerminating, listed, nameOf } from './fields.ts'
import { lookAt, namesOf, whatInstead } from './look.ts'
import { isPodReady, podCause, podPhase } from './pod.ts'
import { worst } from './cause.ts'
import { notSo } from './presence.ts'
import { targetKey } from './target.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'

type Replaced = Extract<Check, { kind: 'replaced' }>

/**
 * Others have taken the place of objects that were there when the step began: at least one of those is gone, at least one
 * is new, none is on its way out, and pods among them are ready. What `keeping` names is the same as then.
 *
 * The first look that finds something makes the beginning; the session's memory keeps it.
 */
export async function observeReplaced(check: Replaced, world: World): Promise<Verdict> {
  const look = await lookAt(check.target, world, check.that)
  if ('trouble' in look) return look.trouble
  const kept = check.keeping === undefined ? undefined : await lookAt(check.keeping, world, check.that)
  if (kept !== undefined && 'trouble' in kept) return kept.trouble
  const [key, keptKey] = beginningKeys([check])
  const before = beginning(key ?? '', look.items, world)
  const keptBefore = keptKey === undefined ? undefined : beginning(keptKey, kept?.items ?? [], world)
  const expected = check.that
  if (before === undefined)
    return notSo(expected, replacedTexts.nothingOf(check.target), await whatInstead(check.target, world))
  const now = new Set(look.items.map(uidOf))
  const anew = look.items.filter(item => !before.has(uidOf(item)))
  if ([...before].every(uid => now.has(uid)))
    return notSo(expected, replacedTexts.stillThose(namesOf(look.items)), undefined)
  if (anew.length === 0) return notSo(expected, replacedTexts.noneAnew, undefined)
  const late = look.items.filter(item => isTerminating(item) || (item.kind === 'Pod' && !isPodReady(item)))
  if (late.length > 0) {
    const words = late.map(
      item => `${nameOf(item)}: ${item.kind === 'Pod' ? podPhase(item) : replacedTexts.onTheWayOut}`
    )
    return notSo(expected, listed(words), worst(late.map(podCause)))
  }
  const lost = keptBefore === undefined ? 0 : lostOf(keptBefore, kept?.items ?? [])
  if (lost > 0 && check.keeping !== undefined)
    return notSo(expected, replacedTexts.notThose(check.keeping), {
      why: replacedTexts.notThoseWhy(check.keeping),
      hint: replacedTexts.notThoseHint,
      lasting: false
    })
  return { status: 'passed', expected, actual: replacedTexts.anew(namesOf(anew)) }
}

/** Keys under which the session's memory keeps what was there when a step began. */
export function beginningKeys(checks: readonly Check[]): string[] {
  return checks.flatMap(check =>
    check.kind === 'replaced'
      ? [check.target, ...(check.keeping === undefined ? [] : [check.keeping])].map(
          target => `before ${check.line} ${targetKey(target)}`
        )
      : []
  )
}

function beginning(key: string, items: readonly KubernetesObject[], world: World): ReadonlySet<string> | undefined {
  if (!world.seen.has(key)) for (const item of items) if (!isTerminating(item)) world.seen.add(key, uidOf(item))
  const known = world.seen.uidsOf(key)
  return known.size === 0 ? undefined : known
}

function lostOf(before: ReadonlySet<string>, items: readonly KubernetesObject[]): number {
  const now = new Set(items.map(uidOf))
  return [...before].filter(uid => !now.has(uid)).length + [...now].filter(uid => !before.has(uid)).length
}

function uidOf(object: KubernetesObject): string {
  return object.metadata?.uid ?? ''
}
