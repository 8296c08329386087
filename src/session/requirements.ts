import { condition, field, itemsOf, listAt, labelsOf } from '../check/fields.ts'
import type { Cluster, KubernetesObject } from '../cluster/kubectl.ts'
import type { Lab } from '../lab/lab.ts'
import { requirementTexts } from '../texts/texts.ts'

/**
 * What stands between a lab and a cluster: too few nodes, rights that the user lacks, a namespace whose Pod Security
 * would not let the lab's pods in. Asks the cluster; what it does not tell is no obstacle.
 *
 * @returns a sentence for each, with one way out.
 */
export async function obstaclesOf(
  { requires }: Pick<Lab, 'requires'>,
  cluster: Pick<Cluster, 'kind' | 'kubectl'>
): Promise<readonly string[]> {
  const found = await Promise.all([
    nodesObstacle(requires.nodes ?? 0, cluster),
    ...(cluster.kind === 'sandbox' ? [] : (requires.rights ?? []).map(right => rightObstacle(right, cluster))),
    requires.podSecurity === undefined ? undefined : podSecurityObstacle(requires.podSecurity, cluster)
  ])
  return found.filter(obstacle => obstacle !== undefined)
}

type Asked = Pick<Cluster, 'kind' | 'kubectl'>

async function nodesObstacle(wanted: number, { kind, kubectl }: Asked): Promise<string | undefined> {
  if (wanted === 0) return undefined
  const answer = await kubectl.get(['nodes'])
  if (!answer.ok) return undefined
  const usable = itemsOf(answer.value).filter(takesPods).length
  if (usable >= wanted) return undefined
  const wayOut = kind === 'sandbox' ? requirementTexts.addNode : requirementTexts.leaveContext
  return `${requirementTexts.nodes(wanted, usable)} ${wayOut}`
}

/** Ready, not cordoned, and without a taint that keeps ordinary pods off. */
function takesPods(node: KubernetesObject): boolean {
  return (
    condition(node, 'Ready')?.status === 'True' &&
    field(node, 'spec', 'unschedulable') !== true &&
    listAt(node, 'spec', 'taints').every(taint => field(taint, 'effect') === 'PreferNoSchedule')
  )
}

async function rightObstacle(right: string, { kubectl }: Asked): Promise<string | undefined> {
  const { exit, stdout } = await kubectl.run(['auth', 'can-i', ...right.split(' ')])
  if (exit === 0 || stdout.trim() !== 'no') return undefined
  return requirementTexts.right(right)
}

const levels = ['privileged', 'baseline', 'restricted']

/** The label of the namespace in which the lab works decides (Pod Security admission, Kubernetes 1.25). */
async function podSecurityObstacle(wanted: string, { kubectl }: Asked): Promise<string | undefined> {
  const { stdout } = await kubectl.run(['config', 'view', '--minify', '-o', 'jsonpath={..namespace}'])
  const name = stdout.trim() || 'default'
  const answer = await kubectl.get(['namespace', name])
  if (!answer.ok || answer.value === undefined) return undefined
  const key = 'pod-security.kubernetes.io/enforce'
  const enforced = labelsOf(answer.value)[key] ?? 'privileged'
  if (levels.indexOf(enforced) <= levels.indexOf(wanted)) return undefined
  return requirementTexts.podSecurity(name, enforced, wanted, `kubectl label namespace ${name} ${key}-`)
}
