import { eligibility, type Eligibility } from '../check/eligible.ts'
import { field } from '../check/fields.ts'
import type { KubernetesObject } from '../cluster/kubectl.ts'
import { podSpecOf, wantsPods } from './workload.ts'

/** Why a node has no pod. */
export type Emptiness =
  | { readonly because: 'nothing asks' | 'coming' | 'not ready' | 'cordoned' | 'not needed' }
  /** `detail`: the label that it lacks, `affinity`, or a name of another node. */
  | { readonly because: 'label' | 'affinity' | 'other node'; readonly detail: string }
  | { readonly because: 'taint'; readonly detail: string }

/**
 * Why nothing runs on a node: what a DaemonSet says of it counts before the others, which may choose their nodes freely.
 *
 * @param workloads those of the lab's namespaces, the most interesting first.
 */
export function emptiness(node: KubernetesObject, isReady: boolean, workloads: readonly KubernetesObject[]): Emptiness {
  const wanting = workloads.filter(wantsPods)
  if (wanting.length === 0) return { because: 'nothing asks' }
  const daemonSets = wanting.filter(({ kind }) => kind === 'DaemonSet')
  const verdicts = (daemonSets.length > 0 ? daemonSets : wanting).map(each => eligibility(podSpecOf(each), node))
  const refusal = verdicts.find(verdict => !verdict.runs)
  if (refusal !== undefined && verdicts.every(verdict => !verdict.runs)) return refused(refusal)
  if (!isReady) return { because: 'not ready' }
  if (daemonSets.length > 0) return { because: 'coming' }
  return { because: field(node, 'spec', 'unschedulable') === true ? 'cordoned' : 'not needed' }
}

function refused(verdict: Exclude<Eligibility, { runs: true }>): Emptiness {
  if (verdict.because === 'taint') return { because: 'taint', detail: verdict.taint }
  const other = /^(?:nodeName |kubernetes\.io\/hostname=)(.*)$/.exec(verdict.detail)?.[1]
  if (other !== undefined) return { because: 'other node', detail: other }
  return { because: verdict.detail.includes('=') ? 'label' : 'affinity', detail: verdict.detail }
}
