import { field } from '../check/fields.ts'
import { readTarget } from '../check/target.ts'
import type { Cluster } from '../cluster/kubectl.ts'
import { watchCluster } from '../cluster/watch/watch-cluster.ts'
import { labFiles } from '../lab/files.ts'
import { flagOf, kubectlLines } from '../lab/kubectl-line.ts'
import type { Lab } from '../lab/lab.ts'
import { chosenNamespace } from '../shell/chosen-namespace.ts'
import type { ClusterMap } from './cluster-map.ts'
import { nodeLabelKeys, targetsOfCheck } from './focus.ts'

/** A map that was opened. */
export interface OpenMap extends ClusterMap {
  /** To be called after a command: the learner may have chosen another namespace to work in. */
  lookForNamespace(): Promise<void>
  /** Ends what it started. */
  close(): Promise<void>
}

/**
 * Opens the map of a lab on a cluster.
 *
 * @param chosen the namespace that the learner has chosen, if any.
 */
export function openMap(
  cluster: Pick<Cluster, 'kubectl' | 'kubeconfig'>,
  lab: Lab,
  chosen: () => Promise<string | undefined>
): OpenMap {
  const own = async (): Promise<string> => (await chosen()) ?? (await chosenNamespace(cluster.kubeconfig)) ?? 'default'
  let labelKeys: readonly string[] = []
  const watch = watchCluster(cluster.kubectl, async () => {
    labelKeys = await manifestLabelKeys(lab)
    return namespacesOf(lab, await own())
  })
  return {
    ...watch,
    labelKeys: () => labelKeys,
    async lookForNamespace() {
      watch.follow(await own())
    }
  }
}

/**
 * The namespaces that a lab is about.
 *
 * @param own the one that the learner works in.
 */
export function namespacesOf(lab: Lab, own: string): string[] {
  const named = lab.steps.flatMap(step => [
    ...step.checks.flatMap(targetsOfCheck).flatMap(target => readTarget(target).scope[1] ?? []),
    ...step.commands.flatMap(({ text }) => kubectlLines(text).flatMap(line => flagOf(line, 'namespace') ?? []))
  ])
  // What the shell has still to put in is no name.
  return [...new Set([own, ...named.filter(name => /^[a-z0-9][-a-z0-9]{0,62}$/.test(name))])]
}

/** What the pod templates in the lab's folder choose nodes by. */
async function manifestLabelKeys(lab: Lab): Promise<readonly string[]> {
  const [files, { manifestObjects }] = await Promise.all([labFiles(lab), import('../lab/yaml.ts')])
  if (!files.ok) return []
  const manifests = files.value.filter(file => /\.ya?ml$/.test(file.path))
  const objects = manifests.flatMap(file => manifestObjects(new TextDecoder().decode(file.content)) ?? [])
  return objects.flatMap(object => [
    ...nodeLabelKeys(field(object, 'spec')),
    ...nodeLabelKeys(field(object, 'spec', 'template', 'spec'))
  ])
}
