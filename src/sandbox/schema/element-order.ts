import { isRecord } from '../api/json.ts'
import { StrategicMergeError, directive } from './patch-directives.ts'

/** Where an item's like stands in a list: by its merge key, or the item itself among scalars; -1: nowhere. */
export function indexIn(list: readonly unknown[], item: unknown, mergeKey: string | undefined): number {
  if (mergeKey === undefined) return list.indexOf(item)
  const key = isRecord(item) ? item[mergeKey] : undefined
  return list.findIndex(each => isRecord(each) && each[mergeKey] === key)
}

export function deduplicated(list: readonly unknown[]): unknown[] {
  return [...new Set(list)]
}

/**
 * Orders a merged list: the items that the patch names in the patch's order, the others in the server's, and the two
 * woven together by the places that items had on the server.
 */
export function ordered(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string | undefined
): unknown[] {
  const place = (order: readonly unknown[], item: unknown): number => indexIn(order, item, mergeKey)
  const byOrder = (order: readonly unknown[]) => (one: unknown, other: unknown) =>
    place(order, one) - place(order, other)
  const fromPatch = merged.filter(item => place(patchOrder, item) >= 0).sort(byOrder(patchOrder))
  const serverOnly = merged.filter(item => place(patchOrder, item) < 0).sort(byOrder(serverOrder))
  const woven: unknown[] = []
  while (serverOnly.length > 0 && fromPatch.length > 0) {
    const [server, patched] = [place(serverOrder, serverOnly[0]), place(serverOrder, fromPatch[0])]
    const serverFirst = server >= 0 && patched >= 0 && server < patched
    woven.push((serverFirst ? serverOnly : fromPatch).shift())
  }
  return [...woven, ...serverOnly, ...fromPatch]
}

/**
 * Orders a merged list by a `$setElementOrder` list.
 *
 * @throws StrategicMergeError when the patch's own items stand in another order, or are not in the list at all
 */
export function applyElementOrder(
  merged: readonly unknown[],
  order: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string | undefined,
  patched: readonly unknown[] = []
): unknown[] {
  const additions = patched.filter(item => !isRecord(item) || !(directive in item))
  let position = 0
  if (order.length > 0) {
    for (const item of additions) {
      const found = order.findIndex((each, index) => index >= position && indexIn([each], item, mergeKey) === 0)
      if (found < 0) {
        const lists = `${JSON.stringify(patched)}\n doesn't match $setElementOrder list:\n${JSON.stringify(order)}\n`
        throw new StrategicMergeError(`The order in patch list:\n${lists}`)
      }
      position = found + 1
    }
  }
  return ordered(merged, order, serverOrder, mergeKey)
}
