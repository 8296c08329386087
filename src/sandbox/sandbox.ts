import path from 'node:path'
import { createClient } from './api/client.ts'
import { definitions } from './api/custom/definition.ts'
import { loadCustomResources } from './api/custom/loading.ts'
import type { Containers } from './api/http/containers.ts'
import { startApiServer, type ApiServer } from './api/http/server.ts'
import { createRegistry } from './api/registry.ts'
import { kubernetesVersion } from './api/version.ts'
import type { Client } from './client.ts'
import { machineClock, type AdjustableClock } from './clock.ts'
import { createControl, type Control } from './control/control.ts'
import { readMachinery, writeMachinery } from './control/machinery-file.ts'
import type { Lease } from './controllers/types/core.ts'
import { startControllers } from './controllers/index.ts'
import { startNodes, type SandboxNodes } from './nodes/nodes.ts'
import { startProxyServer, type ProxyServer } from './network/proxy/server.ts'
import { readImages } from './nodes/catalogue-file.ts'
import { createCatalogue } from './nodes/registry.ts'
import type { Timeline } from './nodes/timeline.ts'
import { loadSchema } from './schema/schema.ts'
import { seedCluster } from './seed.ts'
import { openStore, type Store } from './store/store.ts'

export interface SandboxOptions {
  /**
   * The private folder of this cluster; its objects lie in `objects/` below it, what else outlives a process in
   * `machinery.json`. Without it nothing is kept.
   */
  readonly folder?: string
  /** How many nodes a new cluster gets: node1, node2, … A cluster that has nodes keeps them. */
  readonly nodes: number
  readonly clock?: AdjustableClock
  readonly timeline?: Timeline
  /** PEM texts of the server's key and certificate. */
  readonly tls: { readonly key: string; readonly cert: string }
  readonly token: string
  readonly port?: number
  /** Of the HTTP proxy to what is in the cluster: its own token, and a port; without it there is none. */
  readonly proxy?: { readonly token: string; readonly port?: number }
  readonly onActivity?: () => void
}

const saveInterval = 1000

/** A running cluster. */
export interface Sandbox {
  readonly client: Client
  readonly server: ApiServer
  readonly proxy: ProxyServer | undefined
  readonly nodes: SandboxNodes
  /** The names under which damaged files were set aside at the start. */
  readonly setAside: readonly string[]
  /** Ends everything; the objects are on disk already. */
  close(): Promise<void>
}

/**
 * Opens a cluster: its objects, controllers, scheduler and nodes, and the REST API that kubectl talks to. On the first
 * start it is seeded as Kubernetes seeds a new cluster; later starts go on where the last one ended.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const machineryFile = options.folder === undefined ? undefined : path.join(options.folder, 'machinery.json')
  const kept = machineryFile === undefined ? undefined : readMachinery(machineryFile)
  const folder = options.folder === undefined ? undefined : path.join(options.folder, 'objects')
  const store = openStore({ folder })
  const clock =
    options.clock ?? machineClock({ speed: kept?.state.speed ?? 1, ahead: aheadOf(store, kept?.state.ahead) })
  if (store.list(definitions).length > 0) await loadCustomResources()
  const registry = createRegistry({ store, schema: loadSchema(), clock })
  const client = createClient(registry)
  const { tls, token, port, onActivity } = options
  // No request is read before what follows the start of the server has run.
  const late: { control?: Control; nodes?: SandboxNodes } = {}
  const control: Control = (...request) => late.control?.(...request)
  const containers = (): Containers | undefined => late.nodes
  const server = await startApiServer({ registry, tls, token, port, onActivity, control, containers })
  seedCluster(client.as('kube-apiserver'), clock)
  const controllers = startControllers(client, clock, { schema: registry.schema, rootCertificate: tls.cert })
  let images = kept?.state.images ?? []
  const known = readImages(images)
  const catalogue = createCatalogue(known.ok ? known.value : [])
  const nodes = startNodes(controllers.context, {
    version: kubernetesVersion,
    timeline: options.timeline,
    catalogue,
    stopped: kept?.state.stopped
  })
  const present = client.list({ group: '', resource: 'nodes' }).length
  if (present === 0) for (let number = 1; number <= options.nodes; number++) nodes.add(`node${number}`)

  late.nodes = nodes
  const proxy =
    options.proxy &&
    (await startProxyServer({ ...options.proxy, network: nodes.network, now: () => clock.now(), onActivity }))

  function save(change?: { readonly images: readonly unknown[] }): void {
    if (change !== undefined) images = change.images
    if (machineryFile === undefined) return
    const stopped = nodes.machines().flatMap(({ name, powered }) => (powered ? [] : [name]))
    writeMachinery(machineryFile, { stopped, ahead: clock.ahead, speed: clock.speed, images })
  }
  late.control = createControl({ nodes, clock, catalogue, changed: save })
  // A clock that runs faster gets ahead by itself; see also aheadOf.
  const saves = setInterval(() => clock.speed === 1 || save(), saveInterval).unref()
  return {
    client,
    server,
    proxy,
    nodes,
    setAside: [store.damaged, kept?.damaged].filter(each => each !== undefined),
    async close() {
      clearInterval(saves)
      save()
      nodes.stop()
      controllers.stop()
      await proxy?.close()
      await server.close()
      store.close()
    }
  }
}

/**
 * Milliseconds by which the clock has to be ahead so that time does not run back, also when the last process was killed
 * before it could say how far its clock had come: the leases of the nodes, which are renewed all the time, tell.
 */
function aheadOf(store: Store, told = 0): number {
  const renewals = store
    .list({ group: 'coordination.k8s.io', resource: 'leases' })
    .map(lease => Date.parse((lease as Lease).spec?.renewTime ?? ''))
    .filter(time => !Number.isNaN(time))
  return renewals.reduce((ahead, time) => Math.max(ahead, time - Date.now()), told)
}
