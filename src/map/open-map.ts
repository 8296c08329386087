import { readFile } from 'node:fs/promises'
import { field, textAt } from '../check/fields.ts'
import { readTarget } from '../check/target.ts'
import type { Cluster } from '../cluster/kubectl.ts'
import { watchCluster } from '../cluster/watch/watch-cluster.ts'
import { labFiles } from '../lab/files.ts'
import { flagOf, kubectlLines } from '../lab/kubectl-line.ts'
import type { Lab } from '../lab/lab.ts'
import type { ClusterMap } from './cluster-map.ts'
import { nodeLabelKeys, targetsOfCheck } from './focus.ts'

/** Opens the map of a lab on a cluster; `close` ends what it started. */
export function openMap(
  cluster: Pick<Cluster, 'kubectl' | 'kubeconfig'>,
  lab: Lab
): ClusterMap & { close(): Promise<void> } {
  let labelKeys: readonly string[] = []
  const watch = watchCluster(cluster.kubectl, async () => {
    labelKeys = await manifestLabelKeys(lab)
    return namespacesOf(lab, await ownNamespace(cluster.kubeconfig))
  })
  return { ...watch, labelKeys: () => labelKeys }
}

/**
 * The namespaces that a lab is about.
 *
 * @param own that of the kubeconfig.
 */
export function namespacesOf(lab: Lab, own: string): string[] {
  const named = lab.steps.flatMap(step => [
    ...step.checks.flatMap(targetsOfCheck).flatMap(target => readTarget(target).scope[1] ?? []),
    ...step.commands.flatMap(({ text }) => kubectlLines(text).flatMap(line => flagOf(line, 'namespace') ?? []))
  ])
  // What the shell has still to put in is no name.
  return [...new Set([own, ...named.filter(name => /^[a-z0-9][-a-z0-9]{0,62}$/.test(name))])]
}

async function ownNamespace(kubeconfig: string): Promise<string> {
  const { load } = await import('js-yaml')
  const content: unknown = load(await readFile(kubeconfig, 'utf8'))
  return textAt(content, 'contexts', 0, 'context', 'namespace') || 'default'
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
