import { matchesLabelSelector } from '../../api/selectors.ts'
import type { LabelSelector } from '../../client.ts'

/** Whether labels satisfy a selector; an empty one matches everything, none nothing (metav1.LabelSelectorAsSelector). */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> | undefined
): boolean {
  return selector !== undefined && matchesLabelSelector(selector, labels)
}

/** Whether labels carry all of a map; a Service's or ReplicationController's selector. */
export function matchesLabels(
  wanted: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> | undefined
): boolean {
  return matchesSelector({ matchLabels: wanted }, labels)
}

/** Whether a selector selects everything, which no controller accepts. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
}
