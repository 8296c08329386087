import { meets } from '../api/requirement.ts'
import type { Node, NodeSelector, NodeSelectorTerm, PodSpec } from '../controllers/types/core.ts'

/** Whether a node satisfies a pod's node selector and required node affinity (component-helpers nodeaffinity). */
export function matchesNodeAffinity(spec: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) if (labels[key] !== value) return false
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required === undefined || matchesNodeSelector(required, node)
}

/** Terms are alternatives; a term without any requirement matches no node. */
function matchesNodeSelector(selector: NodeSelector, node: Node): boolean {
  return selector.nodeSelectorTerms.some(term => matchesTerm(term, node))
}

export function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false
  const labels = node.metadata.labels ?? {}
  return (
    matchExpressions.every(({ key, operator, values = [] }) => meets(operator, values, labels[key])) &&
    matchFields.every(({ key, operator, values = [] }) =>
      meets(operator, values, key === 'metadata.name' ? node.metadata.name : undefined)
    )
  )
}

/** The one node that a pod's affinity names by `metadata.name` in each of its terms, as a DaemonSet's pods carry it. */
export function nodeNamedByAffinity(spec: PodSpec): string | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const [first, ...rest] = terms.map(nodeNamedBy)
  return rest.every(name => name === first) ? first : undefined
}

function nodeNamedBy({ matchFields = [] }: NodeSelectorTerm): string | undefined {
  const named = matchFields.find(
    ({ key, operator, values }) => key === 'metadata.name' && operator === 'In' && values?.length === 1
  )
  return named?.values?.[0]
}
