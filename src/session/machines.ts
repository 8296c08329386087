import { itemsOf, nameOf } from '../check/fields.ts'
import type { Cluster } from '../cluster/kubectl.ts'
import { askSandbox, sandboxIn } from '../cluster/sandbox-access.ts'
import { failure, success, type Outcome } from '../failure.ts'
import { sessionTexts } from '../texts/texts.ts'

export type NodeChange = 'add' | 'remove'

/**
 * Adds a machine to the sandbox, or takes one away: that with the highest number in its name, `node3` before `node2`.
 *
 * @returns a sentence that says what was done; a failure when the sandbox refuses, or when it would have no node left.
 */
export async function changeNodes(
  cluster: Pick<Cluster, 'kubectl' | 'kubeconfig'>,
  change: NodeChange
): Promise<Outcome<string>> {
  const listed = await cluster.kubectl.get(['nodes'])
  if (!listed.ok) return listed
  const names = itemsOf(listed.value).map(nameOf)
  const highest = Math.max(0, ...names.map(numberOf))
  if (change === 'remove' && (highest === 0 || names.length < 2)) return failure('refused', sessionTexts.lastNode)
  const name = `node${change === 'add' ? highest + 1 : highest}`
  const access = await sandboxIn([cluster.kubeconfig])
  if (!access.ok) return access
  const done = await askSandbox(access.value, change === 'add' ? 'POST' : 'DELETE', `/nodes/${name}`)
  if (!done.ok) return done
  return success(change === 'add' ? sessionTexts.nodeJoins(name) : sessionTexts.nodeLeaves(name))
}

/** 0 for a name that is not `node` and a number. */
function numberOf(name: string): number {
  return Number(/^node(\d{1,6})$/.exec(name)?.[1] ?? 0)
}
