import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Cluster, Kubectl } from '../cluster/kubectl.ts'
import type { Lab } from '../lab/lab.ts'
import { isMapping, manifestObjects } from '../lab/yaml.ts'
import { plain } from '../shell/sanitise.ts'
import { sessionTexts } from '../texts/texts.ts'

/** An object that a manifest of the lab names. */
export interface LabObject {
  /** As `kubectl get` takes it: `daemonset.v1.apps/web`, `pod/web`. */
  readonly target: string
  /** As people write it: `daemonset/web`. */
  readonly name: string
  readonly namespace: string | undefined
}

/** The objects that the manifests in a lab's folder name. A file that cannot be read as one names none. */
export async function labObjects(lab: Pick<Lab, 'folder'>): Promise<readonly LabObject[]> {
  const entries = await readdir(lab.folder, { withFileTypes: true }).catch(() => [])
  const files = entries.filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name) && entry.name !== 'images.yml')
  const texts = await Promise.all(
    files.map(({ name }) => readFile(path.join(lab.folder, name), 'utf8').catch(() => ''))
  )
  return texts.flatMap(objectsIn)
}

/** What a manifest names, without what belongs to the cluster itself: nodes, and everything of kube-*. Pure. */
export function objectsIn(manifest: string): LabObject[] {
  return (manifestObjects(manifest) ?? []).flatMap(({ apiVersion, kind, metadata }) => {
    const { name, namespace } = isMapping(metadata) ? metadata : {}
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return []
    const isClusters =
      kind === 'Node' ||
      (kind === 'Namespace' && (name === 'default' || name.startsWith('kube-'))) ||
      isOfCluster(namespace)
    if (isClusters || !/^[\w.:-]+$/.test(name) || !/^\w+$/.test(kind)) return []
    const [group = '', version] = apiVersion.split('/')
    const short = kind.toLowerCase()
    return [
      {
        target: `${version === undefined ? short : `${short}.${version}.${group}`}/${name}`,
        name: `${short}/${name}`,
        namespace: typeof namespace === 'string' ? namespace : undefined
      }
    ]
  })
}

function isOfCluster(namespace: unknown): boolean {
  return typeof namespace === 'string' && namespace.startsWith('kube-')
}

/** Those of the objects that the cluster has now; one that it cannot tell of is none. */
export async function objectsLeft(kubectl: Kubectl, objects: readonly LabObject[]): Promise<readonly LabObject[]> {
  const answers = await Promise.all(objects.map(object => kubectl.get([object.target, ...scopeOf(object)])))
  return objects.filter((_object, index) => {
    const answer = answers[index]
    return answer?.ok === true && answer.value !== undefined
  })
}

/**
 * Takes a sandbox back to what it was before the lab: deletes what the manifests name. Of a cluster of the learner's
 * nothing is deleted.
 *
 * @returns what is there afterwards.
 */
export async function clearObjects(
  { kind, kubectl }: Pick<Cluster, 'kind'> & { readonly kubectl: Kubectl },
  objects: readonly LabObject[]
): Promise<readonly LabObject[]> {
  const present = await objectsLeft(kubectl, objects)
  if (kind !== 'sandbox') return present
  for (const object of present)
    await kubectl.run(['delete', object.target, ...scopeOf(object), '--ignore-not-found', '--timeout=20s'])
  return objectsLeft(kubectl, present)
}

/** The command that deletes objects; they may lie in several namespaces. */
export function cleanUpCommand(objects: readonly LabObject[]): string {
  const scopes = new Map<string, LabObject[]>()
  for (const object of objects) {
    const scope = scopeOf(object).join(' ')
    scopes.set(scope, [...(scopes.get(scope) ?? []), object])
  }
  return [...scopes]
    .map(([scope, those]) => ['kubectl delete', ...those.map(({ name }) => name), ...(scope ? [scope] : [])].join(' '))
    .join('; ')
}

/** What is said after a reset. */
export function leftNotice({ label }: Pick<Cluster, 'label'>, left: readonly LabObject[]): string {
  if (left.length === 0) return sessionTexts.anew
  return sessionTexts.anewLeft(plain(label), left.map(({ name }) => name).join(', '), cleanUpCommand(left))
}

function scopeOf({ namespace }: LabObject): string[] {
  return namespace === undefined ? [] : ['-n', namespace]
}
