import path from 'node:path'
import { success, type Outcome } from '../failure.ts'
import type { Paths } from '../paths.ts'
import { holdSession } from '../sandbox/process/hold.ts'
import { startSandbox } from '../sandbox/process/sandbox-process.ts'
import { clusterIdentity } from './identity.ts'
import type { Cluster } from './kubectl.ts'
import { openKubectl } from './run-kubectl.ts'
import { findKubectl } from './tool.ts'

export interface SandboxClusterOptions {
  readonly paths: Paths
  /** Which of the learner's lasting sandboxes; the one of `kubewalk sandbox start` when not given. */
  readonly name?: string
  /** How many nodes a new sandbox gets. */
  readonly nodes: number
  /** True gives one that ends with this process and leaves nothing. */
  readonly temporary: boolean
  /** True lets pods start and stop at once. */
  readonly instant?: boolean
  /** True throws the objects of an earlier start away. */
  readonly fresh?: boolean
  /** The environment that kubewalk was started with; that of the process when not given. */
  readonly environment?: NodeJS.ProcessEnv
}

/** The sandbox that `kubewalk sandbox start` starts. */
export const lastingSandbox = 'default'

/**
 * The sandbox as a session's cluster: started, or found running, and kept from ending for idleness until it is closed.
 *
 * @returns a failure when there is no kubectl, or the sandbox does not start.
 */
export async function openSandboxCluster(options: SandboxClusterOptions): Promise<Outcome<Cluster>> {
  const environment = options.environment ?? process.env
  const program = findKubectl(environment)
  if (!program.ok) return program
  const started = await startSandbox({
    paths: options.paths,
    name: options.name ?? lastingSandbox,
    nodes: options.nodes,
    temporary: options.temporary,
    ...(options.instant === undefined ? {} : { instant: options.instant }),
    ...(options.fresh === undefined ? {} : { fresh: options.fresh })
  })
  if (!started.ok) return started
  const running = started.value
  const { folder, kubeconfig, served } = running
  const cacheFolder = path.join(folder, 'kubectl-cache')
  const release = options.temporary ? () => undefined : holdSession(served)
  return success({
    ...clusterIdentity(undefined),
    kubeconfig,
    cacheFolder,
    ...(served.proxy === undefined ? {} : { proxy: served.proxy }),
    kubectl: openKubectl({ program: program.value, kubeconfig, cacheFolder, environment }),
    async close() {
      release()
      await running.close()
    }
  })
}
