import { condition } from '../check/fields.ts'
import type { Kubectl } from '../cluster/kubectl.ts'

/**
 * What tells a cluster from another one of the same name: the UID of its namespace kube-system; undefined when it does
 * not say.
 */
export async function clusterUid(kubectl: Kubectl): Promise<string | undefined> {
  const answer = await kubectl.get(['namespace', 'kube-system'])
  return answer.ok ? answer.value?.metadata?.uid : undefined
}

/** How many nodes a cluster has, and how many of them are Ready; undefined when it does not say. */
export async function countNodes(kubectl: Kubectl): Promise<{ ready: number; total: number } | undefined> {
  const answer = await kubectl.get(['nodes'])
  const items = answer.ok ? answer.value?.items : undefined
  return items && { ready: items.filter(isReady).length, total: items.length }
}

function isReady(node: unknown): boolean {
  return condition(node, 'Ready')?.status === 'True'
}
