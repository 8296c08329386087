/** ControllerRevisions, the versions of a DaemonSet or StatefulSet: pkg/controller/history and daemon/update.go. */
import type { Client } from '../../client.ts'
import type { KubeObject } from '../../object.ts'
import type { ControllerRevision } from '../types/apps.ts'
import type { PodTemplate } from '../types/core.ts'
import { reasonOf, unless } from './errors.ts'
import { hashOfText, inOrder, sameJson } from './hash.ts'
import { splitKey, keyOf } from './informer.ts'
import { controllerReference } from './owner-references.ts'
import { controllerRevisions } from './resources.ts'

export const revisionHashLabel = 'controller-revision-hash'

/**
 * What a revision keeps: a strategic merge patch that puts the template back, as `kubectl rollout undo` sends it. Its
 * text is what clients compare (bytes.Equal in Match of daemon/update.go): keys in order, and the null that Go's types
 * wrote for a time that was never set until Kubernetes 1.34.
 */
function templatePatch(template: PodTemplate): unknown {
  const metadata = { creationTimestamp: null, ...template.metadata }
  return inOrder({ spec: { template: { ...template, metadata, $patch: 'replace' } } })
}

/** Whether a revision holds this template. */
export function holdsTemplate(revision: ControllerRevision, template: PodTemplate): boolean {
  return sameJson(revision.data, templatePatch(template))
}

export function nextRevision(revisions: readonly ControllerRevision[]): number {
  return Math.max(0, ...revisions.map(({ revision }) => revision)) + 1
}

export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  return (
    a.revision - b.revision ||
    Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? '') ||
    (a.metadata.name < b.metadata.name ? -1 : 1)
  )
}

export interface OwnerOfRevisions extends KubeObject {
  spec: { template: PodTemplate }
  status?: { collisionCount?: number }
}

/**
 * Writes the revision of an owner's present template.
 *
 * @returns the revision, or how many collisions there are now when another template has taken its name.
 */
export function createRevision(
  client: Client,
  owner: OwnerOfRevisions,
  revision: number
): { readonly created: ControllerRevision } | { readonly collisions: number } {
  const { template } = owner.spec
  const data = templatePatch(template)
  // Of the revision's own bytes, as history.HashControllerRevision takes them: what clients compare has one name.
  const hash = hashOfText(JSON.stringify(data), owner.status?.collisionCount)
  const { namespace, annotations } = owner.metadata
  const wanted: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...template.metadata?.labels, [revisionHashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)]
    },
    data,
    revision
  }
  try {
    return { created: client.create<ControllerRevision>(controllerRevisions, wanted) }
  } catch (error) {
    if (reasonOf(error) !== 'AlreadyExists') throw error
    const there = client.get<ControllerRevision>(controllerRevisions, namespace, wanted.metadata.name)
    if (there !== undefined && holdsTemplate(there, template)) return { created: there }
    return { collisions: (owner.status?.collisionCount ?? 0) + 1 }
  }
}

export function renumber(client: Client, revision: ControllerRevision, number: number): ControllerRevision {
  return revision.revision === number
    ? revision
    : client.update<ControllerRevision>(controllerRevisions, { ...revision, revision: number })
}

/**
 * Deletes the oldest revisions beyond the limit, but none that a pod still runs.
 *
 * @param old all revisions but the present one.
 */
export function truncateHistory(
  client: Client,
  old: readonly ControllerRevision[],
  limit: number,
  live: ReadonlySet<string | undefined>
): void {
  let surplus = old.length - limit
  for (const revision of [...old].sort(byRevision)) {
    if (surplus <= 0) return
    if (live.has(revision.metadata.labels?.[revisionHashLabel])) continue
    const { namespace, name } = splitKey(keyOf(revision))
    unless(['NotFound'], () => client.delete(controllerRevisions, namespace, name))
    surplus -= 1
  }
}
