/** What a container finds in its file system: its root, and the volumes that are mounted into it. */
import type { Client } from '../../client.ts'
import { configMaps, secrets } from '../../controllers/runtime/resources.ts'
import type { Container, Pod } from '../../controllers/types/core.ts'
import type { Mount, Tree } from '../shell/files.ts'
import { dataOf } from './contents.ts'
import { podField } from './environment.ts'

interface VolumeMount {
  readonly name: string
  readonly mountPath: string
  readonly subPath?: string
  readonly readOnly?: boolean
}

interface KeyToPath {
  readonly key: string
  readonly path: string
}

interface Source {
  readonly configMap?: { readonly name?: string; readonly items?: readonly KeyToPath[] }
  readonly secret?: { readonly name?: string; readonly secretName?: string; readonly items?: readonly KeyToPath[] }
  readonly downwardAPI?: { readonly items?: readonly { path: string; fieldRef?: { fieldPath: string } }[] }
  readonly serviceAccountToken?: { readonly path: string }
  readonly projected?: { readonly sources?: readonly Source[] }
}

/** What outlives a container of a pod: its volumes that can be written to, by name. */
export type PodVolumes = Map<string, Tree>

export function mountsOf(client: Client, pod: Pod, container: Container, volumes: PodVolumes, root: Tree): Mount[] {
  const mounted = ((container['volumeMounts'] ?? []) as readonly VolumeMount[]).flatMap((mount): Mount[] => {
    const volume = pod.spec.volumes?.find(({ name }) => name === mount.name)
    if (volume === undefined) return []
    const source = volume as unknown as Source
    const isGiven = source.configMap ?? source.secret ?? source.downwardAPI ?? source.projected
    const whole = (): Tree => (isGiven === undefined ? written(volumes, mount.name) : given(client, pod, source))
    const tree = mount.subPath === undefined ? whole : () => below(whole(), mount.subPath ?? '')
    const readOnly = mount.readOnly === true || isGiven !== undefined
    return [{ path: mount.mountPath.replace(/\/+$/, ''), readOnly, tree }]
  })
  return [{ path: '', readOnly: false, tree: () => root }, ...mounted]
}

function written(volumes: PodVolumes, name: string): Tree {
  let tree = volumes.get(name)
  if (tree === undefined) {
    tree = new Map()
    volumes.set(name, tree)
  }
  return tree
}

/** One file or folder of a volume; a file stands at the mount's own path. */
function below(tree: Tree, subPath: string): Tree {
  const file = tree.get(subPath)
  if (typeof file === 'string') return new Map([['', file]])
  const prefix = `${subPath}/`
  return new Map(
    [...tree].flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : []))
  )
}

function given(client: Client, pod: Pod, source: Source): Tree {
  const { namespace = 'default' } = pod.metadata
  const tree: Tree = new Map()
  for (const part of source.projected?.sources ?? [source]) {
    const { configMap, secret, downwardAPI, serviceAccountToken } = part
    const named = configMap ?? secret
    if (named !== undefined) {
      const name = named.name ?? secret?.secretName ?? ''
      const data = dataOf(client.get(configMap ? configMaps : secrets, namespace, name))
      const items = named.items ?? [...data.keys()].map(key => ({ key, path: key }))
      for (const { key, path } of items) {
        const value = data.get(key)
        if (value !== undefined) tree.set(path, value)
      }
    }
    for (const { path, fieldRef } of downwardAPI?.items ?? [])
      tree.set(path, fieldRef === undefined ? '' : (podField(pod, fieldRef.fieldPath) ?? ''))
    if (serviceAccountToken !== undefined) tree.set(serviceAccountToken.path, tokenOf(pod))
    if (part.downwardAPI?.items?.some(({ path }) => path === 'namespace')) tree.set('namespace', namespace)
  }
  return tree
}

/** A token of the right form, which opens nothing: the sandbox takes its own alone. */
function tokenOf({ metadata, spec }: Pod): string {
  const claims = {
    iss: 'https://kubernetes.default.svc.cluster.local',
    sub: `system:serviceaccount:${metadata.namespace ?? 'default'}:${spec.serviceAccountName ?? 'default'}`
  }
  const parts = [{ alg: 'RS256', kid: 'sandbox' }, claims].map(part =>
    Buffer.from(JSON.stringify(part)).toString('base64url')
  )
  return [...parts, Buffer.from(metadata.uid ?? '').toString('base64url')].join('.')
}
