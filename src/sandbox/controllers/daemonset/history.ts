/** The revisions of a DaemonSet: constructHistory of pkg/controller/daemon/update.go. */
import type { Client } from '../../client.ts'
import type { Informer } from '../runtime/informer.ts'
import { matchesSelector } from '../runtime/labels.ts'
import { claimDependents } from '../runtime/owner-references.ts'
import { controllerRevisions, daemonSets, pods } from '../runtime/resources.ts'
import {
  byRevision,
  createRevision,
  holdsTemplate,
  nextRevision,
  renumber,
  revisionHashLabel
} from '../runtime/revisions.ts'
import type { ControllerRevision, DaemonSet } from '../types/apps.ts'
import type { Pod } from '../types/core.ts'
import { unless } from '../runtime/errors.ts'

export interface History {
  readonly current: ControllerRevision
  readonly old: readonly ControllerRevision[]
}

/** @returns the history, or `undefined` when a name collided and the next sync tries another. */
export function syncHistory(
  client: Client,
  revisions: Informer<ControllerRevision>,
  daemonSet: DaemonSet,
  daemonPods: readonly Pod[]
): History | undefined {
  const { selector, template } = daemonSet.spec
  const all = claimDependents(client, controllerRevisions, revisions, daemonSet, revision =>
    matchesSelector(selector, revision.metadata.labels)
  )
  const matching = all.filter(revision => holdsTemplate(revision, template)).sort(byRevision)
  const old = all.filter(revision => !matching.includes(revision))
  const number = nextRevision(old)
  const newest = matching.at(-1)
  if (newest === undefined) {
    const outcome = createRevision(client, daemonSet, number)
    if ('created' in outcome) return { current: outcome.created, old }
    client.updateStatus(daemonSets, {
      ...daemonSet,
      status: { ...daemonSet.status, collisionCount: outcome.collisions }
    })
    return undefined
  }
  dropDuplicates(client, matching.slice(0, -1), newest, daemonPods)
  return { current: newest.revision < number ? renumber(client, newest, number) : newest, old }
}

/** Several revisions of one template are left by hand-made ones: the pods are labelled anew with the one that stays. */
function dropDuplicates(
  client: Client,
  duplicates: readonly ControllerRevision[],
  kept: ControllerRevision,
  daemonPods: readonly Pod[]
): void {
  const hash = kept.metadata.labels?.[revisionHashLabel]
  for (const duplicate of duplicates) {
    for (const pod of daemonPods) {
      const label = pod.metadata.labels?.[revisionHashLabel]
      if (label !== duplicate.metadata.labels?.[revisionHashLabel] || label === hash) continue
      const patch = { metadata: { labels: { [revisionHashLabel]: hash } } }
      unless(['NotFound'], () => client.patch(pods, pod.metadata.namespace, pod.metadata.name, patch))
    }
    const { namespace, name } = duplicate.metadata
    unless(['NotFound'], () => client.delete(controllerRevisions, namespace, name))
  }
}
