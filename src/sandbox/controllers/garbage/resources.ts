import type { GroupResource } from '../../object.ts'
import type { Schema } from '../../schema/types.ts'

export interface DeletableResource extends GroupResource {
  readonly namespaced: boolean
}

/**
 * The resources whose objects can be listed, watched and deleted, each once though several versions may serve it.
 * Events of events.k8s.io are those of the core group.
 */
export function deletableResources(schema: Schema): DeletableResource[] {
  const found = new Map<string, DeletableResource>()
  for (const { group, resource, namespaced, verbs } of schema.resources) {
    if (group === 'events.k8s.io') continue
    if (!['list', 'watch', 'delete'].every(verb => verbs.includes(verb))) continue
    found.set(`${group}/${resource}`, { group, resource, namespaced })
  }
  return [...found.values()]
}
