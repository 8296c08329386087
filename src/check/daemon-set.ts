import type { KubernetesObject } from '../cluster/kubectl.ts'
import { worst, type Cause } from './cause.ts'
import { eligibility } from './eligible.ts'
import { condition, field, isTerminating, labelsOf, listAt, listed, mapAt, nameOf, numberAt, textAt } from './fields.ts'
import { nearest } from '../lab/nearest.ts'
import { isPodReady, podCause, podPhase } from './pod.ts'
import { isStale, type Readiness } from './readiness.ts'
import { causeTexts, presenceTexts, readinessTexts } from '../texts/texts.ts'

/**
 * Readiness of a DaemonSet: this generation observed; on every node that its pods may run on, a pod of this version is
 * ready; and none is left on other nodes. The nodes that count are computed from the nodes themselves: the status alone
 * would also be content when a taint silently keeps it off half of them.
 *
 * @param pods those that its selector finds, of any owner.
 */
export function daemonSetReadiness(
  daemonSet: KubernetesObject,
  nodes: readonly KubernetesObject[],
  pods: readonly KubernetesObject[]
): Readiness {
  const podSpec = field(daemonSet, 'spec', 'template', 'spec')
  const verdicts = nodes.map(node => ({ node, verdict: eligibility(podSpec, node) }))
  const counted = verdicts.filter(({ verdict }) => verdict.runs || (verdict.because === 'taint' && verdict.ownTaint))
  const expected = readinessTexts.nodesExpected(counted.length, listed(counted.map(({ node }) => nameOf(node))))
  const not = (actual: string, cause?: Cause): Readiness => ({ ready: false, expected, actual, cause })

  if (isTerminating(daemonSet)) return not(presenceTexts.beingDeleted(nameOf(daemonSet)))
  if (isStale(daemonSet)) return not(readinessTexts.notSeenYet)
  if (counted.length === 0) return not(readinessTexts.noNodes, nothingMatches(podSpec, nodes))

  const uid = daemonSet.metadata?.uid ?? ''
  const own = pods.filter(pod => listAt(pod, 'metadata', 'ownerReferences').some(owner => textAt(owner, 'uid') === uid))
  const names = new Set(counted.map(({ node }) => nameOf(node)))
  const readyNodes = new Set(
    own
      .filter(isPodReady)
      .map(nodeOf)
      .filter(name => names.has(name))
  )
  const elsewhere = own.filter(pod => !names.has(nodeOf(pod)))
  const updated = numberAt(daemonSet, 'status', 'updatedNumberScheduled')
  const current = counted.filter(({ node, verdict }) => verdict.runs && readyNodes.has(nameOf(node))).length
  const old = textAt(daemonSet, 'spec', 'updateStrategy', 'type') === 'OnDelete' ? 0 : current - updated
  const kept = counted.filter(({ node }) => !readyNodes.has(nameOf(node)))

  if (kept.length === 0 && elsewhere.length === 0 && old <= 0)
    return { ready: true, expected, actual: presenceTexts.readyOf(readyNodes.size, counted.length) }
  const details = [
    ...kept.slice(0, 3).map(({ node }) => `${nameOf(node)}: ${stateOn(nameOf(node), own)}`),
    ...(elsewhere.length > 0
      ? [readinessTexts.notGoneFrom(elsewhere.length, listed([...new Set(elsewhere.map(nodeOf))]))]
      : []),
    ...(old > 0 ? [readinessTexts.older(old)] : [])
  ]
  const causes = [
    ...kept.map(({ node, verdict }) => (verdict.runs ? nodeCause(node) : taintCause(podSpec, node, verdict))),
    ...own.map(podCause)
  ]
  return not(`${presenceTexts.readyOf(readyNodes.size, counted.length)}; ${details.join('; ')}`, worst(causes))
}

function stateOn(node: string, pods: readonly KubernetesObject[]): string {
  const pod = pods.find(each => nodeOf(each) === node)
  return pod ? podPhase(pod) : readinessTexts.noPodYet
}

/** A pod that waits for its node is tied to it by node affinity (since Kubernetes 1.12). */
export function nodeOf(pod: KubernetesObject): string {
  const bound = textAt(pod, 'spec', 'nodeName')
  if (bound !== '') return bound
  const path = [
    'spec',
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms'
  ]
  const terms = listAt(pod, ...path)
  return textAt(listAt(terms[0], 'matchFields')[0], 'values', 0)
}

function nodeCause(node: KubernetesObject): Cause | undefined {
  if (condition(node, 'Ready')?.status === 'True') return undefined
  return {
    why: causeTexts.nodeNotReady(nameOf(node)),
    hint: causeTexts.stateHint('kubectl get nodes'),
    lasting: false
  }
}

function taintCause(
  podSpec: unknown,
  node: KubernetesObject,
  verdict: ReturnType<typeof eligibility>
): Cause | undefined {
  if (verdict.runs || verdict.because !== 'taint') return undefined
  const name = nameOf(node)
  const [key = ''] = verdict.taint.split(/[=:]/)
  const meant = listAt(podSpec, 'tolerations').find(each => textAt(each, 'key') === key)
  if (meant !== undefined) {
    const effect = textAt(meant, 'effect')
    const value = textAt(meant, 'value')
    const said = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`
    const why = causeTexts.otherToleration(name, verdict.taint, said)
    return { why, hint: causeTexts.otherTolerationHint(verdict.taint), lasting: true }
  }
  return {
    why: causeTexts.tainted(name, verdict.taint),
    hint: causeTexts.taintHint(`kubectl taint node ${name} ${verdict.taint.replace(/=[^:]*/, '')}-`),
    lasting: true
  }
}

/** No node fits: name the part of the node selector that none has, and the nearest value that one has. */
function nothingMatches(podSpec: unknown, nodes: readonly KubernetesObject[]): Cause {
  if (nodes.length === 0) return { why: causeTexts.noNodesAtAll, lasting: false }
  for (const [key, value] of Object.entries(mapAt(podSpec, 'nodeSelector'))) {
    if (nodes.some(node => labelsOf(node)[key] === value)) continue
    const values = [...new Set(nodes.flatMap(node => labelsOf(node)[key] ?? []))]
    const meant = nearest(value, values) ?? (values.length === 1 ? values[0] : undefined)
    return {
      why: causeTexts.noNodeHas(`${key}=${value}`),
      hint:
        meant === undefined
          ? values.length > 0
            ? causeTexts.labelValuesHint(key, listed(values))
            : causeTexts.labelsHint('kubectl get nodes --show-labels')
          : causeTexts.nearLabelHint(`${key}=${meant}`),
      lasting: true
    }
  }
  return {
    why: causeTexts.noNodeMayRun,
    hint: causeTexts.labelsAndTaintsHint('kubectl describe nodes'),
    lasting: true
  }
}
