import { createClient } from '../../../../src/sandbox/api/client.ts'
import { createRegistry, type Registry } from '../../../../src/sandbox/api/registry.ts'
import { isApiError } from '../../../../src/sandbox/api/status.ts'
import { tableWriter } from '../../../../src/sandbox/api/tables/table.ts'
import type { Client } from '../../../../src/sandbox/client.ts'
import type { GroupResource, KubeObject } from '../../../../src/sandbox/object.ts'
import { loadSchema } from '../../../../src/sandbox/schema/schema.ts'
import type { ResourceInfo } from '../../../../src/sandbox/schema/types.ts'
import { openStore } from '../../../../src/sandbox/store/store.ts'

/** The API by itself: a registry over an empty store with the namespace `default` and its service account, and a clock that a test moves. */
export interface TestApi {
  readonly client: Client
  readonly registry: Registry
  readonly pass: (seconds: number) => void
  readonly info: (resource: GroupResource, version?: string) => ResourceInfo
  /** The cells of `kubectl get -o wide` for one object, under the names of their columns. */
  readonly row: (
    resource: GroupResource,
    namespace: string | undefined,
    name: string,
    version?: string
  ) => Record<string, unknown>
}

export function testApi(): TestApi {
  let now = Date.parse('2024-05-06T07:08:09Z')
  const clock = { now: () => now, after: () => () => undefined }
  const registry = createRegistry({ store: openStore(), schema: loadSchema(), clock })
  const client = createClient(registry)
  client.create({ group: '', resource: 'namespaces' }, manifest('v1', 'Namespace', 'default', {}, {}))
  client.create({ group: '', resource: 'serviceaccounts' }, manifest('v1', 'ServiceAccount', 'default'))
  const info = ({ group, resource }: GroupResource, version?: string): ResourceInfo => {
    const found = registry.schema.resources.find(
      each => each.group === group && each.resource === resource && (version ?? each.version) === each.version
    )
    if (!found) throw new Error(`no resource ${resource} in ${group}`)
    return found
  }
  return {
    client,
    registry,
    info,
    pass: seconds => void (now += seconds * 1000),
    row(resource, namespace, name, version) {
      const found = info(resource, version)
      const table = JSON.parse(
        tableWriter(registry, found, 'v1', 'None').write([registry.get(found, namespace, name)], {})
      )
      const columns = table.columnDefinitions as { name: string }[]
      return Object.fromEntries(columns.map((column, index) => [column.name, table.rows[0].cells[index]]))
    }
  }
}

export function manifest(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Record<string, unknown> = {},
  metadata: Record<string, unknown> = { namespace: 'default' }
): KubeObject {
  return { apiVersion, kind, metadata: { name, ...metadata }, ...fields }
}

/** What the API refuses an action with: `422 Invalid: …`. */
export function refusal(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (isApiError(error)) return `${error.code} ${error.reason}: ${error.message}`
    throw error
  }
  return 'no refusal'
}

/** What is wrong with an object, without `422 Invalid: Kind "name" is invalid: `. */
export function problems(action: () => unknown): string {
  return refusal(action).replace(/^422 Invalid: \S+ "[^"]*" is invalid: /, '')
}
