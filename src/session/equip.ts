import { createEvaluator } from '../check/cel/worker-evaluator.ts'
import { observe } from '../check/observe.ts'
import type { Seen } from '../check/world.ts'
import { inNamespace } from '../cluster/in-namespace.ts'
import type { Cluster } from '../cluster/kubectl.ts'
import { success, type Outcome } from '../failure.ts'
import { openMap } from '../map/open-map.ts'
import { openWorkspace, type WorkspaceOptions } from '../shell/workspace.ts'
import type { Workspace } from '../shell/shell.ts'
import { giveImages } from './lab-images.ts'
import { explainFailure } from './explain.ts'
import { clusterUid, countNodes } from './cluster-facts.ts'
import { cleanUpCommand, clearObjects, labObjects, leftNotice, objectsLeft } from './lab-objects.ts'
import { changeNodes, type NodeChange } from './machines.ts'
import { lackOf } from './lacks.ts'
import { prepare } from './questions.ts'
import type { SessionParts } from './parts.ts'
import { obstaclesOf } from './requirements.ts'
import { Session } from './session.ts'

export interface SessionEquipment extends Pick<SessionParts, 'lab' | 'state' | 'record' | 'knownUid'> {
  readonly cluster: Cluster
  /** The private folder of the workspace. */
  readonly folder: string
  /** True goes on with the files and the shell's state of an earlier session. */
  readonly resume: boolean
  readonly seen: Seen
  /** Called last when the session is closed. */
  readonly release: () => void
}

/**
 * Puts together what a session works with: a workspace, checks that look at the cluster, an evaluator.
 *
 * @returns a failure when the workspace cannot be made; nothing is left open then but the cluster.
 */
export async function equipSession(equipment: SessionEquipment): Promise<Outcome<Session>> {
  const { lab, state, record, knownUid, cluster, seen } = equipment
  if (cluster.kind === 'sandbox') {
    const given = await giveImages(lab.folder, cluster.kubeconfig)
    if (!given.ok) return given
  }
  const options: WorkspaceOptions = {
    folder: equipment.folder,
    labFolder: lab.folder,
    repositories: lab.repositories,
    kubeconfig: cluster.kubeconfig,
    cacheFolder: cluster.cacheFolder,
    ...(cluster.proxy === undefined ? {} : { proxy: cluster.proxy }),
    home: cluster.kind === 'sandbox' ? 'private' : 'own',
    resume: equipment.resume
  }
  const opened = await openWorkspace(options)
  if (!opened.ok) return opened
  let workspace: Workspace = opened.value
  const namespace = (): Promise<string | undefined> => workspace.namespace()
  const kubectl = inNamespace(cluster.kubectl, namespace)
  const evaluator = createEvaluator()
  const map = openMap(cluster, lab, namespace)
  return success(
    new Session({
      lab,
      state,
      shell: workspace.shell,
      record,
      knownUid,
      look: (check, results) => {
        const { shell, folder } = workspace
        return observe(check, { kubectl, folder, cwd: shell.cwd, results, seen, evaluator, shell })
      },
      explain: result => explainFailure(result, kubectl),
      prepare: question => prepare(question, { kubectl, evaluator }),
      obstacles: () => obstaclesOf(lab, cluster),
      lack: step => lackOf(step, cluster),
      forget: keys => seen.forget(keys),
      async findLeft() {
        const left = await objectsLeft(kubectl, await labObjects(lab))
        return { objects: left.map(({ name }) => name), command: cleanUpCommand(left) }
      },
      async rehearse(script, file) {
        const { rehearse } = await import('../shell/rehearsal.ts')
        const { folder, shell } = workspace
        return rehearse({ script, file, folder, cwd: shell.cwd, environment: shell.environment })
      },
      async startAnew() {
        await workspace.close()
        const left = await clearObjects({ kind: cluster.kind, kubectl }, await labObjects(lab))
        const anew = await openWorkspace({ ...options, resume: false })
        if (!anew.ok) return anew
        workspace = anew.value
        return success({ shell: workspace.shell, notice: leftNotice(cluster, left) })
      },

      identify: () => clusterUid(kubectl),
      countNodes: () => countNodes(kubectl),
      map,
      lookForNamespace: () => map.lookForNamespace(),
      ...(cluster.kind === 'sandbox' && { changeNodes: (change: NodeChange) => changeNodes(cluster, change) }),
      async release() {
        await map.close()
        await workspace.close()
        await evaluator.close()
        await cluster.close()
        equipment.release()
      }
    })
  )
}
