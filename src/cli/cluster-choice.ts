import path from 'node:path'
import type { Cluster } from '../cluster/kubectl.ts'
import type { Outcome } from '../failure.ts'
import type { Lab } from '../lab/lab.ts'
import { kubewalkPaths } from '../paths.ts'

export interface ClusterChoice {
  /** A context of the learner's, by name; the sandbox when undefined. */
  readonly context: string | undefined
  /** True for a sandbox that ends with this process and leaves nothing. */
  readonly temporary: boolean
  /** True lets pods of the sandbox start and stop at once. */
  readonly instant?: boolean
}

/** A sandbox has this many nodes when a lab asks for fewer or says nothing. */
const usualNodes = 2

/** Opens the cluster that a lab is walked on: the sandbox, unless a context was named. */
export async function openCluster(lab: Lab, { context, temporary, instant }: ClusterChoice): Promise<Outcome<Cluster>> {
  const paths = kubewalkPaths()
  if (context !== undefined) {
    const { openContext } = await import('../cluster/context.ts')
    return openContext({
      name: context,
      folder: path.join(paths.data, 'contexts'),
      cacheFolder: path.join(paths.cache, 'kubectl')
    })
  }
  const { openSandboxCluster } = await import('../cluster/sandbox.ts')
  const nodes = Math.max(usualNodes, lab.requires.nodes ?? 0)
  return openSandboxCluster({ paths, nodes, temporary, ...(instant === undefined ? {} : { instant }) })
}
