import type { KubernetesObject } from '../cluster/kubectl.ts'
import { meets } from '../sandbox/api/requirement.ts'
import { field, labelsOf, listAt, mapAt, nameOf, textAt } from './fields.ts'

/** Whether a pod template may run on a node, and if not, why. */
export type Eligibility =
  | { readonly runs: true }
  | { readonly runs: false; readonly because: 'selector'; readonly detail: string }
  | { readonly runs: false; readonly because: 'taint'; readonly taint: string; readonly ownTaint: boolean }

/** Taints that the DaemonSet controller makes its pods tolerate (AddOrUpdateDaemonPodTolerations, Kubernetes 1.35). */
const daemonTolerated = new Set([
  'node.kubernetes.io/not-ready:NoExecute',
  'node.kubernetes.io/unreachable:NoExecute',
  'node.kubernetes.io/disk-pressure:NoSchedule',
  'node.kubernetes.io/memory-pressure:NoSchedule',
  'node.kubernetes.io/pid-pressure:NoSchedule',
  'node.kubernetes.io/unschedulable:NoSchedule'
])

/**
 * Whether a DaemonSet's pod belongs on a node: node name, node selector, required node affinity, and taints against
 * tolerations, as the controller decides it (nodeShouldRunDaemonPod in pkg/controller/daemon, Kubernetes 1.35).
 *
 * A taint whose key has a prefix (`node-role.kubernetes.io/…`, `nvidia.com/…`) belongs to the cluster, and nodes that
 * carry one are left out without a word; one without a prefix was set by a person (the convention for label and taint
 * keys), so that `ownTaint` tells it: a node must not drop out of the count in silence.
 */
export function eligibility(podSpec: unknown, node: KubernetesObject): Eligibility {
  const assigned = textAt(podSpec, 'nodeName')
  if (assigned !== '' && assigned !== nameOf(node))
    return { runs: false, because: 'selector', detail: `nodeName ${assigned}` }
  const missing = unmatchedSelector(mapAt(podSpec, 'nodeSelector'), labelsOf(node))
  if (missing !== undefined) return { runs: false, because: 'selector', detail: missing }
  if (!matchesAffinity(podSpec, node)) return { runs: false, because: 'selector', detail: 'affinity' }
  const hostNetwork = field(podSpec, 'hostNetwork') === true
  for (const taint of listAt(node, 'spec', 'taints')) {
    const effect = textAt(taint, 'effect')
    if (effect !== 'NoSchedule' && effect !== 'NoExecute') continue
    const key = textAt(taint, 'key')
    if (daemonTolerated.has(`${key}:${effect}`)) continue
    if (hostNetwork && key === 'node.kubernetes.io/network-unavailable') continue
    if (listAt(podSpec, 'tolerations').some(toleration => tolerates(toleration, taint))) continue
    const value = textAt(taint, 'value')
    return {
      runs: false,
      because: 'taint',
      taint: `${key}${value === '' ? '' : `=${value}`}:${effect}`,
      ownTaint: !key.includes('/')
    }
  }
  return { runs: true }
}

/** Toleration against taint, as in `ToleratesTaint` of k8s.io/api core/v1. */
function tolerates(toleration: unknown, taint: unknown): boolean {
  const effect = textAt(toleration, 'effect')
  if (effect !== '' && effect !== textAt(taint, 'effect')) return false
  const key = textAt(toleration, 'key')
  if (key !== '' && key !== textAt(taint, 'key')) return false
  if (textAt(toleration, 'operator') === 'Exists') return true
  return key !== '' && textAt(toleration, 'value') === textAt(taint, 'value')
}

function unmatchedSelector(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>
): string | undefined {
  const pair = Object.entries(selector).find(([key, value]) => labels[key] !== value)
  return pair && `${pair[0]}=${pair[1]}`
}

/** Required node affinity: any of the terms, each with all of its expressions. Preferences decide nothing. */
function matchesAffinity(podSpec: unknown, node: KubernetesObject): boolean {
  const path = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms']
  const terms = listAt(podSpec, ...path)
  if (terms.length === 0) return true
  return terms.some(term => {
    const expressions = listAt(term, 'matchExpressions')
    const fields = listAt(term, 'matchFields')
    if (expressions.length + fields.length === 0) return false
    return (
      expressions.every(expression => matches(expression, labelsOf(node)[textAt(expression, 'key')])) &&
      fields.every(expression => matches(expression, nameOf(node)))
    )
  })
}

function matches(expression: unknown, value: string | undefined): boolean {
  return meets(textAt(expression, 'operator'), listAt(expression, 'values'), value)
}
