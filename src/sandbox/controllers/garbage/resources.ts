import type { GroupResource } from '../../object.ts'
import { definitions } from '../../api/custom/definition.ts'
import type { Schema } from '../../schema/types.ts'
import type { ControllerContext } from '../runtime/controller.ts'

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

/** Calls `each` for every deletable resource, and for each custom resource when it is first served. */
export function onDeletableResources(
  { schema, informers }: Pick<ControllerContext, 'schema' | 'informers'>,
  each: (resource: DeletableResource) => void
): void {
  const known = new Set<string>()
  let seen: Schema['resources'] | undefined
  const look = (): void => {
    if (seen === schema.resources) return
    seen = schema.resources
    for (const found of deletableResources(schema)) {
      const key = `${found.group}/${found.resource}`
      if (known.has(key)) continue
      known.add(key)
      each(found)
    }
  }
  look()
  informers.for(definitions).onChange(look)
}
